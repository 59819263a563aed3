#!/usr/bin/env bash
# Runs the Swift tests under ThreadSanitizer, in a build of their own (.build-tsan): any data race fails.
#
#   scripts/test-tsan.sh                        every suite but those that measure how fast others take over
#   scripts/test-tsan.sh EngineTests APITests   only these
#
# Programs that the tests start are built with it, too, and a race ends them with status 66.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly swift=${SWIFT:-swift} build=$PWD/.build-tsan parts=Tests/Support/ThreadSanitizer
toolchain=$(dirname "$(readlink -f "$(command -v "$swift")")")
suites=("$@")
if [ $# -eq 0 ]; then
    for folder in Tests/*Tests/; do suites+=("$(basename "$folder")"); done
fi

"$swift" build --build-tests --sanitize thread --scratch-path "$build"
"$toolchain/clang" -O1 -fPIC -shared -Wall -Wextra -Werror -o "$build/mutex.so" "$parts/mutex.c"
export TSAN_OPTIONS="halt_on_error=0:exitcode=66:history_size=4" LD_PRELOAD="$build/mutex.so"

# What the sanitizer is told must neither hide a race nor let it see one where there is none.
LD_PRELOAD='' "$toolchain/swiftc" -sanitize=thread -o "$build/race" "$parts/race.swift"
"$build/race" >/dev/null 2>&1 || { echo "==> FAILED: a lock is taken for a race" >&2; exit 1; }
! "$build/race" careless >/dev/null 2>&1 || { echo "==> FAILED: a race is not seen" >&2; exit 1; }

status=0
for suite in "${suites[@]}"; do
    echo "==> $suite, under ThreadSanitizer"
    "$build/debug/skillyardPackageTests.xctest" --testing-library swift-testing --no-parallel \
        --filter "^$suite\." --skip 'ClusterTests|CrashTests|EveryFaultTests' >"$build/$suite.log" 2>&1 || status=1
    tail -n 1 "$build/$suite.log"
    grep -E '^(✘|SUMMARY: ThreadSanitizer)' "$build/$suite.log" | sort | uniq -c || true
done
[ $status -eq 0 ] || echo "==> FAILED: see $build/*.log" >&2
exit $status
