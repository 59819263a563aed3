#!/usr/bin/env bash
# Runs the vendors' official Python SDKs against the simulators.
#
# usage: scripts/sdk-tests.sh [path of the skillyard program] [pytest arguments]
#        SKILLYARD_BIN or SKILLYARD_BINARY says the path too; the default is .build/debug/skillyard.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${SKILLYARD_BIN:-${SKILLYARD_BINARY:-.build/debug/skillyard}}
if [[ $# -gt 0 && $1 != -* ]]; then
    program=$1
    shift
fi
[[ -x $program ]] || { echo "sdk-tests: no program at $program; run swift build first" >&2; exit 1; }

# Makes the environment NAME from its requirements, or takes the one that was made from the same ones.
environment() {
    local folder=.build-venv/$1 wanted=Tests/SDKTests/requirements-$1.txt
    if ! cmp --silent "$wanted" "$folder/requirements.txt"; then
        echo "sdk-tests: installing $wanted" >&2
        rm -rf "$folder"
        python3 -m venv "$folder"
        "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
        cp "$wanted" "$folder/requirements.txt"
    fi
}
environment openai-claude
environment google

port=$(PYTHONPATH=Tests/Browser/e2e python3 -c 'import yard; print(yard.free_port())')
log=$(mktemp)
"$program" simulate --host 127.0.0.1 --port "$port" >"$log" 2>&1 &
simulator=$!
trap 'kill "$simulator" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true; rm -f "$log"' EXIT

export SIMULATOR_URL=http://127.0.0.1:$port
ready=no
for _ in $(seq 100); do
    kill -0 "$simulator" 2>/dev/null || break
    if python3 -c "import urllib.request; urllib.request.urlopen('$SIMULATOR_URL/_health', timeout=1)" 2>/dev/null; then
        ready=yes
        break
    fi
    sleep 0.1
done
[[ $ready == yes ]] || { echo "sdk-tests: the simulators did not start:" >&2; cat "$log" >&2; exit 1; }

# Proxies are for the world outside; the simulators are on this machine.
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
status=0
.build-venv/openai-claude/bin/python -m pytest -c Tests/SDKTests/pytest.ini Tests/SDKTests/openai_claude "$@" || status=$?
.build-venv/google/bin/python -m pytest -c Tests/SDKTests/pytest.ini Tests/SDKTests/google "$@" || status=$?
exit "$status"
