"""From the request to the end of its run, one run at a time on an idle server."""

import time

from harness import database
from harness.control_plane import ControlPlane, skill_name
from harness.processes import OtherWork
from measures.disk import FSYNC

GOAL_MS = 5
#: Long enough for everything to have gone to sleep before the next run.
PAUSE = 0.02


def measure(bench, report):
    bench.vendor.answer_after(0)
    with bench.prepared() as folder, bench.serving(folder, "all") as server:
        plane = ControlPlane(server.port, bench.token)
        _one(plane, folder, 0)
        other = OtherWork()
        times = [_one(plane, folder, number) for number in range(1, bench.idle_runs + 1)]
        cores = other.cores()
    fsync = report.value(FSYNC)
    for title, column, is_goal in (("accepted", 0, False), ("done", 1, True)):
        values = sorted(time[column] * 1e3 for time in times)
        p50, p99 = values[len(values) // 2], values[int(len(values) * 0.99)]
        report.add(
            f"idle: from request to {title}, p50", p50, "ms", other_cores=cores,
            reference="one fdatasync" if fsync else "", ratio=p50 * fsync / 1000 if fsync else None,
            goal=f"<= {GOAL_MS}" if is_goal else "", met=p50 <= GOAL_MS if is_goal else None,
        )  # fmt: skip
        report.add(f"idle: from request to {title}, p99", p99, "ms")


def _one(plane, folder, number):
    """Seconds from just before the request to its answer and to the run's end, by the same clock."""
    start = time.time()
    run = plane.start_run("install", [skill_name(number)])
    accepted = time.time()
    with database.reading(folder) as connection:
        deadline = accepted + 30
        while not (finished := database.finished_at(connection, run)):
            if time.time() > deadline:
                raise RuntimeError(f"run {run} did not end")
            time.sleep(0.004)
    time.sleep(PAUSE)
    return accepted - start, finished - start
