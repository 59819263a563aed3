"""How long the grammar of chat takes for one line."""

import json
import subprocess

from harness.processes import OtherWork

GOAL_US = 1000


def measure(bench, report):
    corpus = bench.corpus
    other = OtherWork()
    done = subprocess.run(
        [str(bench.chat_benchmark), "5" if bench.quick else "50", str(corpus / "context.json"),
         str(corpus / "korean.jsonl"), str(corpus / "english.jsonl")],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    cores, result = other.cores(), json.loads(done.stdout)
    report.add("chat: one line, p50", result["p50_us"], "µs", other_cores=cores)
    report.add(
        "chat: one line, p99", result["p99_us"], "µs", other_cores=cores,
        goal=f"<= {GOAL_US} µs", met=result["p99_us"] <= GOAL_US, note=f"{result['lines']} lines",
    )  # fmt: skip
