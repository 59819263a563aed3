"""How fast the data folder's file system makes 4 KiB durable: what every commit costs at least."""

import os
import time

from harness.processes import OtherWork

FSYNC = "disk: 4 KiB write + fdatasync"


def measure(bench, report):
    path = bench.folder / "fsync"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    block = os.urandom(4096)
    other, times, end = OtherWork(), [], time.monotonic() + bench.seconds(5)
    try:
        # Written once beforehand: a file that does not grow is what SQLite's log is most of the time.
        os.write(descriptor, block * 256)
        os.fsync(descriptor)
        while time.monotonic() < end:
            start = time.monotonic()
            os.pwrite(descriptor, block, 4096 * (len(times) % 256))
            os.fdatasync(descriptor)
            times.append(time.monotonic() - start)
    finally:
        os.close(descriptor)
        path.unlink()
    times.sort()
    report.add(
        FSYNC, len(times) / sum(times), "/s", other_cores=other.cores(),
        note=f"p50 {times[len(times) // 2] * 1e3:.2f} ms, p99 {times[int(len(times) * 0.99)] * 1e3:.2f} ms",
    )  # fmt: skip
