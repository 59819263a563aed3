"""What group commit is worth: 64 concurrent writers against one transaction per fsync."""

import json
import subprocess

from harness.processes import OtherWork
from measures.disk import FSYNC

GOAL = 5


def measure(bench, report):
    folder = bench.folder / "group-commit"
    folder.mkdir()
    other = OtherWork()
    done = subprocess.run(
        [str(bench.store_benchmark), str(folder / "store.db"), str(bench.seconds(5))],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    cores, result = other.cores(), json.loads(done.stdout)
    single, group = result["single"], result["concurrent"]
    fsync = report.value(FSYNC)
    report.add(
        "store: 1 writer", single["writes_per_second"], "writes/s", other_cores=cores,
        reference="fdatasync" if fsync else "", ratio=single["writes_per_second"] / fsync if fsync else None,
    )  # fmt: skip
    ratio = group["writes_per_second"] / single["writes_per_second"]
    report.add(
        f"store: {group['writers']} writers", group["writes_per_second"], "writes/s", other_cores=cores,
        reference="1 writer", ratio=ratio, goal=f">= {GOAL} times", met=ratio >= GOAL,
        note=f"{group['writes'] / group['commits']:.0f} writes per commit",
    )  # fmt: skip
