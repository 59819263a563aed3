#!/usr/bin/env bash
# Fuzzes what takes bytes from strangers, under AddressSanitizer (LLVM's libFuzzer).
#
#   scripts/fuzz.sh                          every target of Tests/Fuzz, SECONDS_EACH (300) each
#   scripts/fuzz.sh multipart stream         only these
#   SECONDS_EACH=20 scripts/fuzz.sh
#
# It begins with the saved inputs of Tests/Fuzz/corpus and keeps what it learns in .build-fuzz. An input that ends the program
# lies in .build-fuzz/findings then: mend the fault and save the input in Tests/Fuzz/corpus, which `swift test` runs as well.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly swift=${SWIFT:-swift} seconds=${SECONDS_EACH:-300} build=.build-fuzz
readonly findings=$build/findings corpus=Tests/Fuzz/corpus
# Swift's own report of a crash takes minutes for an instrumented program; libFuzzer has one.
export SKILLYARD_FUZZ=1 SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0:allocator_may_return_null=1}

"$swift" build -c release --sanitize address --sanitize fuzzer --scratch-path "$build" --product Fuzz
mkdir -p "$findings"
targets=("$@")
if [ $# -eq 0 ]; then
    for folder in "$corpus"/*/; do targets+=("$(basename "$folder")"); done
fi
status=0
for target in "${targets[@]}"; do
    echo "==> fuzzing: $target, $seconds s"
    mkdir -p "$build/corpus/$target"
    # Twenty seconds for a single input: the largest text takes an instrumented program a while.
    SKILLYARD_FUZZ_TARGET=$target timeout --kill-after=10 "$((seconds + 120))" "$build/release/Fuzz" \
        -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$findings/$target-" "$build/corpus/$target" "$corpus/$target" \
        >"$build/$target.log" 2>&1 || status=1
    grep -E '^stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)' "$build/$target.log" || true
    grep -E '^(SUMMARY|==[0-9]+==ERROR|artifact_prefix)|Fatal error' "$build/$target.log" || true
done
[ $status -eq 0 ] || echo "==> FAILED: see $build/*.log and $findings" >&2
exit $status
