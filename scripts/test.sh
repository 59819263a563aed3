#!/usr/bin/env bash
# Builds and runs every test; stops at the first step that fails and says which one it was.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly swift=${SWIFT:-swift} config=${CONFIG:-debug}

step() {
    local title=$1 begun=$SECONDS
    shift
    printf '\n==> %s\n' "$title"
    "$@" || {
        printf '\n==> FAILED: %s (%s)\n' "$title" "$*" >&2
        exit 1
    }
    printf '==> ok: %s (%d s)\n' "$title" "$((SECONDS - begun))"
}

step "browser code" "$(scripts/browser-env.sh)/deno" test --quiet --no-check --config Tests/Browser/deno.json Tests/Browser/unit
# Where nobody debugs, SWIFT_BUILD_OPTIONS="-debug-info-format none" saves time and disk.
read -ra build_options <<<"${SWIFT_BUILD_OPTIONS:-}"
step "build, with tests" "$swift" build -c "$config" "${build_options[@]}" --build-tests \
    --explicit-target-dependency-import-check error
swift_test=("$swift" test -c "$config" --skip-build)
# Hundreds of databases of a test's own are made and removed, each of hundreds of files, which costs a file system more
# than the tests themselves: where memory has room, they live there.
gigabytes_in_memory() { df --output=avail -BG /dev/shm 2>/dev/null | tr -dc '0-9\n' | tail -n 1; }
if (($(gigabytes_in_memory) + 0 >= 8)); then
    TMPDIR=$(mktemp -d /dev/shm/skillyard-tests-XXXXXX)
    export TMPDIR
    # PostgreSQL's server goes on as a user of its own.
    chmod 755 "$TMPDIR"
    trap 'rm -rf "$TMPDIR"' EXIT
fi
# All tests of a step at once would each wait for all the others, past the time limits they are about.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-12}
# What reads and scans hundreds of skills keeps all cores busy: tests that wait for an answer would miss their deadlines.
step "skills, archives and their scan" "${swift_test[@]}" --filter '^BundlesTests\.'
step "the engine" "${swift_test[@]}" --filter '^EngineTests\.'
# A simulator answers an adapter within its time, unless hundreds of tests keep the machine from both.
step "the vendors' adapters" "${swift_test[@]}" --filter '^(Providers|Simulators)Tests\.'
# So does a server that tests talk to.
step "the API, messages to people, signing in elsewhere" "${swift_test[@]}" --filter '^(API|Messaging|OpenID)Tests\.'
# Thousands of sentences are read without a pause: downloads beside them would come too late.
step "chat's grammar" "${swift_test[@]}" --filter '^ChatTests\.'
step "the other Swift tests" "${swift_test[@]}" \
    --skip '^(API|App|Bundles|Chat|Engine|Messaging|OpenID|Providers|Simulators|Store)Tests\.'
step "the store on both databases" "${swift_test[@]}" --filter '^StoreTests\.'

# Runs functions at the same time and prints what each of them said.
at_once() {
    local logs lane running=() failed=0
    logs=$(mktemp -d)
    for lane in "$@"; do
        "$lane" >"$logs/$lane" 2>&1 &
        running+=($!)
    done
    for lane in "${running[@]}"; do wait "$lane" || failed=1; done
    cat "$logs"/*
    rm -r "$logs"
    return "$failed"
}
# The same faults and requests each time, so that what one of them finds can be found again; given and empty, others.
export SKILLYARD_CRASH_SEED=${SKILLYARD_CRASH_SEED-1} SKILLYARD_CLUSTER_SEED=${SKILLYARD_CLUSTER_SEED-1}
export HOSTILE_SEED=${HOSTILE_SEED-1}
# These start programs or make databases, and wait for them. One test after the other: all at once would each wait for all
# the others; three programs with a server each leave no core idle. More than three are late for what they measure.
alone() {
    local databases=$1 suites=$2
    shift 2
    # The program itself, as `swift test` starts it: two of those at once come into each other's way.
    SKILLYARD_TEST_DATABASE=$databases ".build/$config/skillyardPackageTests.xctest" \
        --testing-library swift-testing --no-parallel --filter "$suites" "$@"
}
# What never comes to a database, or is decided before, is seen once.
readonly without_database='^AppTests\.(CLI|ChannelConf|Connection|Dashboard|Deployment|Interruption|LanguageModel|OpenConn'\
'|Prometheus|RoutePermission|Rude|Sealing|SentCodes|SlackConf|SpanExp)'
program_on_sqlite() { alone sqlite '^AppTests\.' --skip ClusterTests; }
program_on_postgres() { alone postgres '^AppTests\.' --skip ClusterTests --skip "$without_database"; }
engine_on_postgres() { alone postgres '^EngineTests\.' --skip '^EngineTests\.PermissionTests'; }
step "the program, and both again on PostgreSQL" at_once program_on_sqlite program_on_postgres engine_on_postgres
# It has the machine to itself: its tests measure how soon others take over.
step "a cluster on PostgreSQL, with faults" "${swift_test[@]}" --filter ClusterTests
export SKILLYARD_BIN=$PWD/.build/$config/skillyard
pytest=("$(scripts/browser-env.sh)/python" -m pytest -c Tests/Browser/pytest.ini)
# Three browsers at once, each with programs of its own: a page that is looked at leaves the machine idle half of the time.
# By file, since each has a program of its own, and in the order that conftest.py gives them.
step "the whole product, in a browser" "${pytest[@]}" -n 3 --dist loadfile --no-loadscope-reorder \
    Tests/Browser/e2e --ignore Tests/Browser/e2e/test_budgets.py
# The headless shell shows nothing to anybody, and lets what is drawn wait for the network.
step "how fast its pages are" env SKILLYARD_CHROMIUM=/usr/bin/chromium "${pytest[@]}" Tests/Browser/e2e/test_budgets.py
step "the pages over the samples, in a browser" env SKILLYARD_FIXTURE_SITE="$PWD/.build/$config/FixtureSite" \
    "$(scripts/browser-env.sh)/pytest" -c Tests/Browser/pytest.ini -n 2 Tests/Browser/samples
# The fuzzer makes the environment with the validators, and keeps a core busy for as long as all the others.
generated_requests() { scripts/api-fuzz.sh && .build-venv/bin/python scripts/check-openapi.py; }
hostile_clients() { "$(scripts/browser-env.sh)/python" -m pytest -c Tests/Hostile/pytest.ini Tests/Hostile; }
examples_and_clients() { scripts/doc-examples.py && scripts/sdk-tests.sh && scripts/mcp-tests.sh && hostile_clients; }
step "generated requests, openapi.json and its fixtures; the documents' examples, the vendors' SDKs, the official MCP client, \
hostile clients" at_once generated_requests examples_and_clients
printf '\n==> all tests passed\n'
