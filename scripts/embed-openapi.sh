#!/usr/bin/env bash
# Writes docs/openapi.json into the program as a string literal, so that the binary needs no file beside it.
# `--check` only tells whether the two are the same. (A resource embedded as code takes minutes to compile.)
set -euo pipefail
cd "$(dirname "$0")/.."
target=Sources/API/Document/OpenAPIDocument.generated.swift
generated=$(
    printf '// Written by scripts/embed-openapi.sh from docs/openapi.json.\n\n'
    printf '/// The description of the API that `/openapi.json` answers.\npackage enum OpenAPIDocument {\n'
    printf '    package static let text = #"""\n'
    sed 's/^\(.\)/        \1/' docs/openapi.json
    printf '        """#\n}\n'
)
if [ "${1:-}" = --check ]; then
    [ "$generated" = "$(cat "$target")" ] || { echo "run scripts/embed-openapi.sh: the program holds an older docs/openapi.json"; exit 1; }
else
    printf '%s\n' "$generated" >"$target"
fi
