"""Tasks carried out by one worker process at one provider, from a full queue to an empty one."""

from harness import database
from harness.control_plane import ControlPlane, skill_name
from harness.processes import OtherWork
from measures import vendor
from measures.disk import FSYNC

GOAL_PER_SECOND = 3000
GOAL_CPU = 0.4
GOAL_OF_CEILING = 0.9


def measure(bench, report):
    with bench.prepared() as folder:
        tasks = _enqueue(bench, folder)
        for latency in bench.latencies:
            with bench.copy(folder) as filled:
                _measure(bench, report, filled, tasks, latency)


def _enqueue(bench, folder):
    """Fills the queue: every skill installed, removed and installed again, so no task has nothing to do."""
    names = [skill_name(number) for number in range(bench.skills)]
    with bench.serving(folder, "api") as server:
        plane = ControlPlane(server.port, bench.token)
        for turn in range(bench.turns):
            plane.start_run("install" if turn % 2 == 0 else "uninstall", names)
    return bench.turns * len(names)


def _measure(bench, report, folder, tasks, latency):
    bench.vendor.answer_after(latency)
    other = OtherWork()
    with bench.working(folder) as worker:
        database.wait_for_runs(folder, worker.require_alive, limit=300)
        cores, cpu, memory = other.cores(), worker.cpu_seconds(), worker.peak_mebibytes()
    bench.vendor.answer_after(0)
    database.require_success(folder, tasks)
    rate = tasks / database.task_seconds(folder)
    ceiling, fsync = report.value(vendor.name(latency)), report.value(FSYNC)
    reference = "vendor's ceiling" if ceiling else ""
    if latency:
        theory = vendor.CONNECTIONS / (latency / 1000)
        goal, met = f">= {GOAL_OF_CEILING:.0%} of it", ceiling and rate >= GOAL_OF_CEILING * ceiling
        note = f"{rate / theory:.0%} of the theoretical {theory:,.0f}/s"
    else:
        goal, met = f">= {GOAL_PER_SECOND:,}", rate >= GOAL_PER_SECOND
        note = f"{rate / fsync:.1f} times the fdatasync rate" if fsync else ""
    title = f"drain {tasks:,} tasks, {latency} ms"
    report.add(
        title, rate, "tasks/s", reference=reference, ratio=rate / ceiling if ceiling else None,
        goal=goal, met=met, note=note, other_cores=cores,
    )  # fmt: skip
    per_thousand = 1000 * cpu / tasks
    report.add(
        f"{title}: worker's CPU", per_thousand, "s per 1,000", goal=f"<= {GOAL_CPU}", met=per_thousand <= GOAL_CPU,
    )  # fmt: skip
    report.add(f"{title}: worker's peak memory", memory, "MiB")
