#!/usr/bin/env bash
# Format, size budgets, forbidden words. Everything wrong is listed before it fails.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
complain() {
    printf 'lint: %s\n' "$*" >&2
    failed=1
}

sources=(Sources Tests)
[[ -d Benchmarks ]] && sources+=(Benchmarks)

"${SWIFT:-swift}" format lint --strict --parallel --recursive Package.swift "${sources[@]}" ||
    complain "format: 'swift format format -i -r Sources Tests' mends most of it"

# Budgets: a soft limit that is listed, a hard one that fails. Tests hold data, so they may be longer.
find "${sources[@]}" -name '*.swift' ! -name '*.generated.swift' -print0 | xargs -0 awk -f scripts/budgets.awk || complain "size budgets exceeded"

scripts/embed-openapi.sh --check || complain "a generated file is out of date"

forbid() {
    local why=$1 pattern=$2
    shift 2
    local hits
    hits=$(grep -rnE --include='*.swift' --include='*.sh' --include='*.py' --include='*.md' --include=Makefile \
        --exclude=lint.sh -- "$pattern" "$@" 2>/dev/null)
    [[ -z $hits ]] || complain "$why"$'\n'"$hits"
}

forbid "unfinished or unsafe words in Sources" '\b(TODO|FIXME)\b|fatalError\(|\btry!|\bas! ' Sources
forbid "a path of somebody's machine" '(^|[^A-Za-z0-9_.~-])/(work|Users|home/[a-z]+|opt/swift[a-z-]*)/' \
    Sources scripts docs Makefile Package.swift README.md CONTRIBUTING.md CHANGELOG.md

((failed == 0)) && echo "lint: all clean"
exit "$failed"
