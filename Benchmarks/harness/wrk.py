"""Load from wrk (https://github.com/wg/wrk) with a script, and its summary."""

import dataclasses
import json
import pathlib
import subprocess

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent / "load"


@dataclasses.dataclass(frozen=True)
class Load:
    per_second: float
    answered: int
    p50_ms: float
    p99_ms: float


def wrk(script, port, connections, seconds, *arguments):
    """Sends requests one after the other on each connection.

    A single refused or broken request fails the measurement: it would count as a fast one.
    """
    command = [
        "wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s",
        "--timeout", "30s", "--script", str(SCRIPTS / script), f"http://127.0.0.1:{port}", "--", *map(str, arguments),
    ]  # fmt: skip
    output = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
    lines = [line for line in output.stdout.splitlines() if line.startswith("{")]
    if output.returncode or not lines:
        raise RuntimeError(f"wrk failed: {output.stdout}{output.stderr}")
    summary = json.loads(lines[-1])
    if summary["errors"]:
        raise RuntimeError(f"{summary['errors']} requests of {script} failed: {output.stdout}")
    return Load(
        per_second=summary["requests"] / (summary["microseconds"] / 1e6),
        answered=summary["requests"],
        p50_ms=summary["p50"] / 1000,
        p99_ms=summary["p99"] / 1000,
    )
