#!/usr/bin/env bash
# Measures the built program on this machine: bench.sh PROGRAM [ARGUMENTS], a program of Benchmarks/.
# See docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly program=$1
shift

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

exec python3 "Benchmarks/$program" "$@"
