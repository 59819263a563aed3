"""The simulator's own ceiling: what a worker with 50 connections could reach if it cost nothing."""

from harness.processes import OtherWork
from harness.wrk import wrk

CONNECTIONS = 50
#: About what one of the benchmark's skills weighs packed.
BODY_BYTES = 420


def name(latency):
    return f"vendor: POST, {CONNECTIONS} connections, {latency} ms"


def measure(bench, report):
    for latency in bench.latencies:
        bench.vendor.answer_after(latency)
        wrk("vendor.lua", bench.vendor.port, CONNECTIONS, 1, BODY_BYTES)
        bench.vendor.answer_after(latency)
        other = OtherWork()
        load = wrk("vendor.lua", bench.vendor.port, CONNECTIONS, bench.seconds(8), BODY_BYTES)
        cores = other.cores()
        theory = CONNECTIONS / (latency / 1000) if latency else None
        report.add(
            name(latency), load.per_second, "/s", other_cores=cores,
            reference="50 / latency" if theory else "", ratio=load.per_second / theory if theory else None,
            note=f"p50 {load.p50_ms:.1f} ms, p99 {load.p99_ms:.1f} ms",
        )  # fmt: skip
    bench.vendor.answer_after(0)
