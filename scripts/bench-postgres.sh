#!/usr/bin/env bash
# Measures the built program on PostgreSQL. See docs/performance.md; arguments go to Benchmarks/bench_postgres.py.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v wrk >/dev/null; then
    if ! command -v apt-get >/dev/null; then
        echo "bench: install wrk (https://github.com/wg/wrk) and python3 first" >&2
        exit 1
    fi
    echo "==> installing: wrk"
    as_root=()
    [[ $EUID -eq 0 ]] || as_root=(sudo)
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends wrk >/dev/null
fi

exec python3 Benchmarks/bench_postgres.py "$@"
