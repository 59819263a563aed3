"""Tasks carried out by worker processes at one provider, from a full queue to an empty one."""

import contextlib
import time

from harness.processes import OtherWork
from harness.wrk import wrk

WORKERS = (1, 2, 3)
LATENCIES = (0, 20)
#: About what one of the benchmark's skills weighs packed.
BODY_BYTES = 420
LIMIT_SECONDS = 300
OPEN = "SELECT 1 FROM install_runs WHERE finished_at IS NULL LIMIT 1"
SPAN = "SELECT min(started_at), max(finished_at), count(*) FILTER (WHERE status = 'success') FROM install_tasks"


def measure(bench, report):
    with bench.cluster.database(bench.template) as filled:
        tasks = bench.fill_queue(filled, turns=3)
        for latency in LATENCIES:
            ceiling = _vendor(bench, report, latency)
            first = None
            for workers in WORKERS:
                rate, cores, cpu = _drain(bench, filled, workers, latency, tasks)
                first = first or rate
                report.add(
                    f"drain {tasks:,} tasks, {latency} ms, {workers} workers", rate, "tasks/s", other_cores=cores,
                    reference="vendor's ceiling", ratio=rate / ceiling,
                    goal="no less than one" if workers > 1 else "", met=rate >= first if workers > 1 else None,
                    note=f"{1000 * cpu / tasks:.2f} CPU s per 1,000 in the workers",
                )  # fmt: skip
    bench.vendor.answer_after(0)


def _vendor(bench, report, latency):
    bench.vendor.answer_after(latency)
    load = wrk("vendor.lua", bench.vendor.port, bench.connections, 2 if bench.quick else 5, BODY_BYTES)
    report.add(f"vendor: POST, {bench.connections} connections, {latency} ms", load.per_second, "/s")
    return load.per_second


def _drain(bench, filled, workers, latency, tasks):
    bench.vendor.answer_after(latency)
    with bench.cluster.database(filled) as name, contextlib.ExitStack() as stack:
        other = OtherWork()
        nodes = [stack.enter_context(bench.working(name)) for _ in range(workers)]
        deadline = time.monotonic() + LIMIT_SECONDS
        while bench.cluster.ask(OPEN, name):
            for node in nodes:
                node.require_alive()
            if time.monotonic() > deadline:
                raise RuntimeError(f"the runs did not end within {LIMIT_SECONDS} s")
            time.sleep(0.2)
        cores, cpu = other.cores(), sum(node.cpu_seconds() for node in nodes)
        began, ended, done = map(int, bench.cluster.ask(SPAN, name)[0])
    if done != tasks:
        raise RuntimeError(f"{tasks} successful tasks were expected; there are {done}")
    return tasks / ((ended - began) / 1e6), cores, cpu
