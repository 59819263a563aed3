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

# A process for each core: threads of one wait for each other here.
find Package.swift "${sources[@]}" -name '*.swift' -print0 |
    xargs -0 -n 100 -P "$(nproc)" "${SWIFT:-swift}" format lint --strict ||
    complain "format: 'swift format format -i -r Sources Tests' mends most of it"

# Budgets: a soft limit that is listed, a hard one that fails. Tests hold data, so they may be longer.
find "${sources[@]}" -name '*.swift' ! -name '*.generated.swift' -print0 | xargs -0 awk -f scripts/budgets.awk || complain "size budgets exceeded"

# The browser code: form, rules, types, and the contrast of every pair of colours.
if tools=$(scripts/browser-env.sh); then
    export DENO_NO_UPDATE_CHECK=1 NO_COLOR=1
    config=Tests/Browser/deno.json
    browser_code=(Sources/Web/Static/js Tests/Browser/unit)
    formatted=("${browser_code[@]}" Sources/Web/Static/css Sources/Web/Static/app.css Sources/Web/Static/tokens.css
        Sources/Web/Locales "$config")
    "$tools/deno" fmt --quiet --check --config "$config" "${formatted[@]}" ||
        complain "format of browser code: '.build-venv/browser/bin/deno fmt --config $config ${formatted[*]}' mends it"
    "$tools/deno" lint --quiet --config "$config" "${browser_code[@]}" || complain "rules of browser code"
    # Without the tests: types of the tools they use clash with the browser's.
    "$tools/deno" check --quiet --config "$config" Sources/Web/Static/js || complain "types of browser code"
    python3 Tests/Browser/tools/tokens.py --check || complain "colours that cannot be told apart, or are out of date"
else
    complain "the tools for browser code could not be installed"
fi

scripts/embed-openapi.sh --check || complain "a generated file is out of date"

forbid() {
    local why=$1 pattern=$2
    shift 2
    local hits
    hits=$(grep -rnE --include='*.swift' --include='*.sh' --include='*.py' --include='*.md' --include=Makefile \
        --include='*.js' --include='*.css' --include='*.mustache' \
        --exclude=lint.sh -- "$pattern" "$@" 2>/dev/null)
    [[ -z $hits ]] || complain "$why"$'\n'"$hits"
}

forbid "unfinished or unsafe words in Sources" '\b(TODO|FIXME)\b|fatalError\(|\btry!|\bas! ' Sources
forbid "markup that is put in by scripts" '\.(innerHTML|outerHTML) *[+]?=|insertAdjacentHTML|document\.write' Sources/Web/Static/js
forbid "a path of somebody's machine" '(^|[^A-Za-z0-9_.~-])/(work|Users|home/[a-z]+|opt/swift[a-z-]*)/' \
    Sources scripts docs Makefile Package.swift README.md CONTRIBUTING.md CHANGELOG.md

((failed == 0)) && echo "lint: all clean"
exit "$failed"
