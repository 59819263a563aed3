#!/usr/bin/env bash
# Fetches the one browser library that is not ours, htmx, out of a wheel that is pinned by its hash.
# Says nothing when it is there already; safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly target=Sources/Web/Static/vendor/htmx.js
[[ -s $target ]] && exit

echo "==> fetching htmx"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" download -q --disable-pip-version-check --no-deps --require-hashes \
    -d "$folder" -r scripts/web-assets.txt
mkdir -p "$(dirname "$target")"
python3 - "$folder" "$target" <<'EOF'
import pathlib, sys, zipfile

folder, target = map(pathlib.Path, sys.argv[1:])
[wheel] = folder.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    content = archive.read("django_htmx/static/django_htmx/htmx-2.min.js")
# Written beside and moved, so that a broken-off set-up leaves no half file.
half = target.with_suffix(".part")
half.write_bytes(content)
half.replace(target)
EOF
