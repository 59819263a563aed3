#!/usr/bin/env bash
# Makes the environment with the tools for the browser code (Tests/Browser/requirements.txt), or takes the one that was
# made from the same versions, and prints its folder of programs.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly folder=.build-venv/browser wanted=Tests/Browser/requirements.txt
if ! cmp --silent "$wanted" "$folder/requirements.txt"; then
    echo "==> installing $wanted" >&2
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" >&2
    cp "$wanted" "$folder/requirements.txt"
fi
echo "$PWD/$folder/bin"
