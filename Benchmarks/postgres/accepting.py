"""Runs accepted over HTTP: each is durable, with its task, event and audit entry, before it is answered."""

from harness.control_plane import PROVIDER
from harness.processes import OtherWork
from harness.wrk import wrk

CLIENTS = (1, 32)


def measure(bench, report):
    skills = min(bench.skills, 500)
    for clients in CLIENTS:
        with bench.cluster.database(bench.template) as name, bench.serving(name, "api") as server:
            # Works out the preflight verdicts, which a server does once for each skill.
            wrk("install_runs.lua", server.port, clients, 2, bench.token, PROVIDER, skills)
            other, cpu = OtherWork(), server.process.cpu_seconds()
            load = wrk("install_runs.lua", server.port, clients, 3 if bench.quick else 10, bench.token, PROVIDER, skills)
            cores, cpu = other.cores(), server.process.cpu_seconds() - cpu
        report.add(
            f"accept: {clients} clients, no worker", load.per_second, "runs/s", other_cores=cores,
            note=f"p50 {load.p50_ms:.1f} ms, p99 {load.p99_ms:.1f} ms, {1000 * cpu / load.answered:.2f} CPU s per 1,000",
        )  # fmt: skip
