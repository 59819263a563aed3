"""How long chat takes: the grammar for one line, and a server for its answer."""

import json
import subprocess
import time

from harness.control_plane import ControlPlane, skill_name
from harness.processes import OtherWork

GOAL_US = 1000
#: CH-06: with the run's id, and what was understood.
GOAL_MS = 300


def measure(bench, report):
    _grammar(bench, report)
    _answers(bench, report)


def _grammar(bench, report):
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


def _answers(bench, report):
    """One line after the other in one thread, each confirmed, among as many skills as there are."""
    bench.vendor.answer_after(0)
    with bench.prepared() as folder, bench.serving(folder, "all") as server:
        plane = ControlPlane(server.port, bench.token)
        thread = plane.say("list skills")["thread"]
        other = OtherWork()
        times = [_one(plane, thread, number) for number in range(bench.idle_runs)]
        cores = other.cores()
    planned, begun, asked = (sorted(column) for column in zip(*times))
    middle, most = len(times) // 2, int(len(times) * 0.99)
    for title, seconds in (("a line is answered with its plan", planned), ("a plan is confirmed, with its run", begun)):
        p50, p99 = seconds[middle] * 1e3, seconds[most] * 1e3
        report.add(
            f"chat: {title}, p50", p50, "ms", other_cores=cores,
            reference="a run asked for by the API", ratio=seconds[middle] / asked[middle],
        )  # fmt: skip
        report.add(f"chat: {title}, p99", p99, "ms", goal=f"<= {GOAL_MS}", met=p99 <= GOAL_MS, note=f"{len(times)} lines")


def _one(plane, thread, number):
    """Seconds for the plan, for the run, and for a run of the same size without chat."""
    start = time.perf_counter()
    turn = plane.say(f"install {skill_name(2 * number)} on bench", thread)
    planned = time.perf_counter()
    run = plane.confirm(turn)["run_id"]
    begun = time.perf_counter()
    plane.start_run("install", [skill_name(2 * number + 1)])
    asked = time.perf_counter()
    if not run:
        raise RuntimeError("a confirmed line began no run")
    return planned - start, begun - planned, asked - begun

