#!/usr/bin/env bash
# Sends generated requests to a running server and checks every answer against docs/openapi.json.
#
#   scripts/api-fuzz.sh                       builds nothing; starts .build/debug/skillyard (or $SKILLYARD_BIN)
#   SKILLYARD_URL=… SKILLYARD_TOKEN=… scripts/api-fuzz.sh     takes a server that runs already
#   FUZZ_EXAMPLES=200 FUZZ_SEED=7 scripts/api-fuzz.sh         more, or other, requests
#
# The event stream is left out: it answers without end; Swift tests cover it.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.build-venv
examples=${FUZZ_EXAMPLES:-25}
seed=${FUZZ_SEED:-20261122}

if ! cmp -s scripts/requirements-api.txt "$venv/requirements-api.txt"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement scripts/requirements-api.txt
    cp scripts/requirements-api.txt "$venv/requirements-api.txt"
fi

if [ -z "${SKILLYARD_URL:-}" ]; then
    data=$(mktemp -d)
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    SKILLYARD_URL=http://127.0.0.1:$port
    SKILLYARD_TOKEN=sky_fuzz-$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    SKILLYARD_BOOTSTRAP_TOKEN=$SKILLYARD_TOKEN "${SKILLYARD_BIN:-.build/debug/skillyard}" serve \
        --port "$port" --data "$data" >"$data/log" 2>&1 &
    server=$!
    stop() {
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        rm -rf "$data"
    }
    trap stop EXIT
    for _ in $(seq 150); do
        curl --silent --fail --output /dev/null "$SKILLYARD_URL/readyz" && ready=yes && break
        if ! kill -0 "$server" 2>/dev/null; then break; fi
        sleep 0.2
    done
    if [ -z "${ready:-}" ]; then
        echo "The server did not get ready:" >&2
        tail -20 "$data/log" >&2
        exit 1
    fi
fi

# From inside the environment's folder, because it leaves caches where it runs.
cd "$venv"
bin/schemathesis run ../docs/openapi.json \
    --url "$SKILLYARD_URL" \
    --header "Authorization: Bearer $SKILLYARD_TOKEN" \
    --exclude-path /api/events \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --phases coverage,fuzzing \
    --max-examples "$examples" \
    --seed "$seed" \
    --generation-database none \
    --request-timeout 10 \
    --suppress-health-check all \
    --workers 2 \
    --no-color "$@"
