#!/usr/bin/env bash
# Runs the official Python client of the Model Context Protocol against a server that is started for it.
#
# usage: scripts/mcp-tests.sh [pytest arguments]
#        SKILLYARD_BIN says the path of the program; the default is .build/debug/skillyard.
set -euo pipefail
cd "$(dirname "$0")/.."

export SKILLYARD_BIN=${SKILLYARD_BIN:-$PWD/.build/debug/skillyard}
[[ -x $SKILLYARD_BIN ]] || { echo "mcp-tests: no program at $SKILLYARD_BIN; run swift build first" >&2; exit 1; }

folder=.build-venv/mcp wanted=Tests/MCP/requirements.txt
if ! cmp --silent "$wanted" "$folder/requirements.txt"; then
    echo "mcp-tests: installing $wanted" >&2
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
    cp "$wanted" "$folder/requirements.txt"
fi

# Proxies are for the world outside; the server is on this machine.
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
exec "$folder/bin/python" -m pytest -c Tests/MCP/pytest.ini Tests/MCP "$@"
