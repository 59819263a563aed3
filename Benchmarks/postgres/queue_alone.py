"""The queue without providers, beside pgbench: the least a job takes (claim, finish, tell), and all that a task here does."""

import json
import pathlib
import statistics
import subprocess

from harness.processes import OtherWork

BATCH = 50
GOAL = 0.5
LOAD = pathlib.Path(__file__).resolve().parent.parent / "load"
#: Tasks in each run: each run's row changes with its tasks.
TASKS_PER_RUN = 10


def measure(bench, report):
    tasks = 2000 if bench.quick else 10000
    rates = {(1, 1): [], (1, BATCH): [], (4, 1): [], (4, BATCH): []}
    same = []
    own = {(workers, kind): [] for workers in (1, 3) for kind in ("install", "uninstall")}
    others = OtherWork()
    # In turns, so that what else goes on falls on all alike.
    for _ in range(bench.samples):
        for (clients, batch), samples in rates.items():
            samples.append(_reference(bench, clients, batch, tasks if batch == 1 else 5 * tasks))
        same.append(_same_rows(bench))
        for workers in (1, 3):
            for kind, rate in _drain(bench, workers, tasks).items():
                own[workers, kind].append(rate)
    cores = others.cores()
    for (clients, batch), samples in rates.items():
        name = f"pgbench: {clients} clients, batches of {batch}"
        report.add(name, statistics.median(samples), "jobs/s", other_cores=cores, note=_spread(samples))
    name = f"pgbench: 1 clients, batches of {BATCH}, all rows of a task"
    report.add(name, statistics.median(same), "tasks/s", other_cores=cores, note=_spread(same))
    reference, alike = statistics.median(rates[1, BATCH]), statistics.median(same)
    for (workers, kind), samples in own.items():
        rate = statistics.median(samples)
        is_goal = workers == 1 and kind == "uninstall"
        report.add(
            f"queue alone: {kind}, {workers} workers", rate, "tasks/s", other_cores=cores,
            reference="pgbench, 1 client, batches", ratio=rate / reference,
            goal=f">= {GOAL:.0%} of it" if is_goal else "", met=rate >= GOAL * reference if is_goal else None,
            note=", ".join(filter(None, [_spread(samples), f"{rate / alike:.0%} of the one with all rows"])),
        )  # fmt: skip


def _spread(samples):
    return f"{min(samples):,.0f} to {max(samples):,.0f}" if len(samples) > 1 else ""


def _reference(bench, clients, batch, jobs):
    transactions = max(1, jobs // batch // clients)
    with bench.cluster.database() as name:
        schema = (LOAD / "jobs_schema.sql").read_text(encoding="utf-8")
        bench.cluster.ask(f"\\set count {transactions * batch * clients}\n{schema}", name)
        return batch * bench.cluster.pgbench(LOAD / "jobs.sql", name, clients, transactions, batch=batch)


def _same_rows(bench):
    """Tasks a second when pgbench writes for each what the program writes."""
    with bench.cluster.database(bench.template) as filled:
        tasks = bench.fill_queue(filled, turns=1)
        return BATCH * bench.cluster.pgbench(LOAD / "tasks.sql", filled, 1, tasks // BATCH, batch=BATCH)


def _drain(bench, workers, tasks):
    with bench.cluster.database() as name:
        command = [bench.queue_benchmark, bench.cluster.url(name), tasks, TASKS_PER_RUN, workers, bench.connections]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"QueueBenchmark failed: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)
