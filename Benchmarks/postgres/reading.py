"""Lists and details over HTTP, with 50,000 waiting tasks and, behind them, a million finished runs (API-09)."""

import http.client
import json
import pathlib
import time

from harness.control_plane import PROVIDER, skill_name
from harness.processes import OtherWork

GOAL_MS = 100
QUEUED = 50_000
HISTORY = pathlib.Path(__file__).resolve().parent.parent / "load" / "history.sql"
OLD = "00000000-0000-7000-8000-000000000777"
PATHS = {
    "runs": "/api/install-runs",
    "runs of a state": "/api/install-runs?status=queued",
    "runs of a state nothing is in": "/api/install-runs?status=failed",
    "runs of a provider": f"/api/install-runs?provider={PROVIDER}",
    "runs of a skill": f"/api/install-runs?skill={skill_name(7)}",
    "runs of nobody": "/api/install-runs?requested_by=nobody",
    "one run of three": f"/api/install-runs/{OLD}",
    "skills": "/api/skills",
    "skills by a word": "/api/skills?q=number+7",
    "one skill": f"/api/skills/{skill_name(7)}",
    "providers": "/api/providers",
    "audit of a subject": "/api/audit?subject=task:777",
}


def measure(bench, report):
    runs = 100_000 if bench.quick else 1_000_000
    count = 50 if bench.quick else 200
    with bench.cluster.database(bench.template) as name:
        bench.fill_queue(name, turns=QUEUED // bench.skills)
        bench.cluster.ask(f"\\set runs {runs}\n{HISTORY.read_text(encoding='utf-8')}", name)
        with bench.serving(name, "api") as server:
            for title, path in PATHS.items():
                other = OtherWork()
                times = sorted(_times(server.port, bench.token, path, count))
                p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
                report.add(
                    f"read: {title}, p95", p95, "ms", other_cores=other.cores(), goal=f"<= {GOAL_MS}",
                    met=p95 <= GOAL_MS, note=f"p50 {p50:.1f} ms",
                )  # fmt: skip


def _times(port, token, path, count):
    """Milliseconds of each request, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(count):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
        yield 1000 * (time.perf_counter() - start)
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status} {json.loads(body)}")
    connection.close()
