"""Runs accepted over HTTP: each is durable, with its task, event and audit entry, before it is answered."""

from harness import database
from harness.control_plane import PROVIDER
from harness.processes import OtherWork
from harness.wrk import wrk
from measures.disk import FSYNC

GOAL = 2100
CLIENTS = (1, 32, 64)
#: Drawn from at random.
SKILLS = 500


def measure(bench, report):
    for role in ("api", "all"):
        for clients in CLIENTS:
            _measure(bench, report, role, clients)


def _measure(bench, report, role, clients):
    bench.vendor.answer_after(0)
    with bench.prepared() as folder, bench.serving(folder, role) as server:
        before = database.run_count(folder)
        # Works out the preflight verdicts, which a server does once for each skill.
        warm = wrk("install_runs.lua", server.port, clients, 2, bench.token, PROVIDER, SKILLS)
        other, cpu = OtherWork(), server.process.cpu_seconds()
        seconds = bench.seconds(10)
        load = wrk("install_runs.lua", server.port, clients, seconds, bench.token, PROVIDER, SKILLS)
        cores, cpu = other.cores(), server.process.cpu_seconds() - cpu
        stored = database.run_count(folder) - before
    answered = warm.answered + load.answered
    if stored < answered:
        raise RuntimeError(f"{answered} runs were accepted but only {stored} are stored")
    fsync = report.value(FSYNC)
    workers = "no worker" if role == "api" else "worker beside it"
    is_goal = clients > 1
    report.add(
        f"accept: {clients} clients, {workers}", load.per_second, "runs/s", other_cores=cores,
        reference="fdatasync" if fsync else "", ratio=load.per_second / fsync if fsync else None,
        goal=f">= {GOAL:,}" if is_goal else "", met=load.per_second >= GOAL if is_goal else None,
        note=f"p50 {load.p50_ms:.1f} ms, p99 {load.p99_ms:.1f} ms, "
             f"{1000 * cpu / load.answered:.2f} CPU s per 1,000",
    )  # fmt: skip
