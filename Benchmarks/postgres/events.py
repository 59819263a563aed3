"""Events to very many followers of one server, some of whom stop reading."""

import contextlib
import http.client
import threading
import time

from harness.control_plane import PROVIDER, call, skill_name
from harness.followers import following
from harness.processes import OtherWork
from harness.stream_client import SlowFollowers

FOLLOWERS = 2000
SLOW = 20
RATE = 100
GOAL_SECONDS = 1
GOAL_MEBIBYTES = 300
PUBLISHERS = 4
#: More bytes than the system keeps for a connection (tcp(7), tcp_wmem), then more events than anybody may be behind:
#: how many at once, how often, how many characters more each has.
FLOODS = ((500, 10, 1000), (1000, 12, 1))
#: The server's patience with an answer that nobody reads, and what it may take to notice.
UNREAD_SECONDS = 60 + 15
FLOOD = """
INSERT INTO events (kind, at, skill) SELECT 'skill.yanked', 0, repeat('x', {size}) FROM generate_series(1, {count});
NOTIFY skillyard, 'events'
"""
AFTER = "SELECT position FROM events WHERE position > {} ORDER BY position"


def measure(bench, report):
    seconds = 20 if bench.quick else 30
    with bench.cluster.database(bench.template) as name, bench.serving(name, "api") as server:
        slow = SlowFollowers(server.port, bench.token, SLOW)
        flooded = time.monotonic()
        _flood(bench, name, server)
        before = server.process.peak_mebibytes()
        with following(server.port, bench.token, FOLLOWERS) as finish:
            start = int(bench.cluster.ask("SELECT max(position) FROM events", name)[0][0])
            other, cpu, began = OtherWork(), server.process.cpu_seconds(), time.monotonic()
            _publish(bench, server, seconds)
            took = time.monotonic() - began
            cpu = server.process.cpu_seconds() - cpu
            cores = other.cores()
            late = slow.read_on(0, SLOW // 2, 10)
            positions = [int(row[0]) for row in bench.cluster.ask(AFTER.format(start), name)]
            fared = finish(len(positions))
        _require_all(fared, positions)
        time.sleep(max(0, flooded + UNREAD_SECONDS - time.monotonic()))
        stopped = slow.read_on(SLOW // 2, SLOW // 2, 10)
        peak = server.process.peak_mebibytes()
    pieces, cores_used = fared["pieces"], fared["cpu"] / took
    report.add(
        f"events: {len(positions) / took:.0f}/s to {FOLLOWERS:,} followers, p99", fared["p99"], "s", other_cores=cores,
        goal=f"<= {GOAL_SECONDS}", met=fared["p99"] <= GOAL_SECONDS,
        note=f"p50 {fared['p50']:.2f} s, at most {fared['most']:.2f} s; each got all {len(positions):,}, in order",
    )  # fmt: skip
    report.add(
        "events: deliveries", len(positions) * FOLLOWERS / took, "/s",
        note=f"in {pieces / took:,.0f} pieces/s; server {cpu / took:.2f} cores, clients {cores_used:.2f}",
    )  # fmt: skip
    report.add(
        "events: server's memory at its peak", peak, "MiB", goal=f"<= {GOAL_MEBIBYTES}", met=peak <= GOAL_MEBIBYTES,
        note=f"{before:.0f} MiB before the followers came",
    )  # fmt: skip
    _report_slow(report, "stopped for a while, told to", late, "resync")
    _report_slow(report, "never read, found", stopped, "closed")


def _report_slow(report, title, outcomes, wanted):
    count = outcomes.count(wanted)
    report.add(
        f"events: clients that {title} {wanted}", count, f"of {len(outcomes)}", goal="all", met=count == len(outcomes)
    )


def _flood(bench, name, server):
    for count, times, size in FLOODS:
        for _ in range(times):
            bench.cluster.ask(FLOOD.format(count=count, size=size), name)
            server.process.require_alive()
            # One part after the other, so that whoever does read can.
            time.sleep(0.1)


def _publish(bench, server, seconds):
    """Starts runs, each an event, at an even pace; fails when the server does not keep it."""
    began, failures = time.monotonic() + 0.1, []

    def publish(first):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        with contextlib.closing(connection):
            for number in range(first, RATE * seconds, PUBLISHERS):
                time.sleep(max(0, began + number / RATE - time.monotonic()))
                body = {"kind": "install", "skills": [{"name": skill_name(number % 500)}], "providers": [PROVIDER]}
                call(connection, "POST", "/api/install-runs", body, bench.token)

    def guarded(first):
        try:
            publish(first)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(first,)) for first in range(PUBLISHERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"an event could not be published: {failures[0]}")


def _require_all(fared, positions):
    if fared["faults"]:
        raise RuntimeError(f"{len(fared['faults'])} faults of followers; the first: {fared['faults'][0]}")
    if fared["positions"] == positions[: len(fared["positions"])] != positions:
        raise RuntimeError(f"only {len(fared['positions'])} of {len(positions)} events came in time")
    if fared["positions"] != positions:
        raise RuntimeError(f"{len(positions)} events were stored and {len(fared['positions'])} others were followed")
    if short := [count for count in fared["counts"] if count != len(positions)]:
        raise RuntimeError(f"{len(short)} followers got other numbers of events than {len(positions)}: {short[:5]}")
