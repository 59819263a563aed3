"""Lists and details over HTTP, with 50,000 waiting tasks and, behind them, a million finished runs (API-09)."""

import http.client
import json
import pathlib
import time

from harness.control_plane import PROVIDER, ControlPlane, skill_name
from harness.processes import OtherWork

GOAL_MS = 100
QUEUED = 50_000
HISTORY = pathlib.Path(__file__).resolve().parent.parent / "load" / "history.sql"
OLD = "00000000-0000-7000-8000-000000000777"
#: A provider that nothing was sent to since its one run, long ago.
RARE = "rare"
RARE_PROVIDER = f"""
INSERT INTO providers (id, settings, enabled, concurrency, created_at, updated_at)
SELECT '{RARE}', settings, enabled, concurrency, created_at, updated_at FROM providers WHERE id = '{PROVIDER}';
UPDATE install_tasks SET provider_id = '{RARE}' WHERE run_id = '{OLD}';
"""
RUNS, SKILLS = "/api/install-runs", "/api/skills"
SKILL = skill_name(7)
PATHS = {
    "runs": RUNS,
    "runs, 200 at once": f"{RUNS}?limit=200",
    "runs of a state": f"{RUNS}?status=queued",
    "runs of a state, old ones": f"{RUNS}?status=partial_failed",
    "runs of a state nothing is in": f"{RUNS}?status=failed",
    "runs of a kind": f"{RUNS}?kind=uninstall",
    "runs of a kind there are none of": f"{RUNS}?kind=rollback",
    "runs of a provider": f"{RUNS}?provider={PROVIDER}",
    "runs of a provider hardly used": f"{RUNS}?provider={RARE}",
    "runs of a skill": f"{RUNS}?skill={SKILL}",
    "runs of a skill, 200 at once": f"{RUNS}?skill={SKILL}&limit=200",
    "runs of a skill that is everywhere": f"{RUNS}?skill={skill_name(3)}",
    "runs of a skill that is everywhere and nobody": f"{RUNS}?skill={skill_name(3)}&requested_by=nobody",
    "runs of no skill": f"{RUNS}?skill=aardvark",
    "runs of a skill and a state": f"{RUNS}?skill={SKILL}&status=partial_failed",
    "runs of a skill and a state nothing is in": f"{RUNS}?skill={SKILL}&status=failed",
    "runs of a skill and a person": f"{RUNS}?skill={SKILL}&requested_by=user-7",
    "runs of a person": f"{RUNS}?requested_by=user-7",
    "runs of nobody": f"{RUNS}?requested_by=nobody",
    "runs from a source": f"{RUNS}?source=cli",
    "runs from a source there are none of": f"{RUNS}?source=chat",
    "runs of a time": f"{RUNS}?created_after=1970-01-01T00:00:00.050Z&created_before=1970-01-01T00:00:00.051Z",
    "runs of a person and a time": f"{RUNS}?requested_by=user-7&created_before=1970-01-01T00:00:00.050Z",
    "one run of three": f"{RUNS}/{OLD}",
    "skills": SKILLS,
    "skills, last changed first": f"{SKILLS}?order=updated",
    "skills by a word": f"{SKILLS}?q=number+7",
    "skills by a word that is in all": f"{SKILLS}?q=nothing+of+use",
    "skills by a word that is in none": f"{SKILLS}?q=aardvark",
    "skills by one character": f"{SKILLS}?q=7",
    "one skill": f"{SKILLS}/{SKILL}",
    "versions of a skill": f"{SKILLS}/{SKILL}/versions",
    "installations of a skill": f"/api/installations?skill={SKILL}",
    "providers": "/api/providers",
    "audit": "/api/audit",
    "audit of a subject": "/api/audit?subject=task:777",
    "audit of an action": "/api/audit?action=task.install",
}


def measure(bench, report):
    runs = 100_000 if bench.quick else 1_000_000
    count = 50 if bench.quick else 200
    with bench.cluster.database(bench.template) as name:
        bench.fill_queue(name, turns=QUEUED // bench.skills)
        bench.cluster.ask(f"\\set runs {runs}\n{HISTORY.read_text(encoding='utf-8')}{RARE_PROVIDER}", name)
        _require_history(bench, name, runs)
        with bench.serving(name, "api") as server:
            page = ControlPlane(server.port, bench.token).get(f"{RUNS}?status=success")
            next_page = {"runs, the next page": f"{RUNS}?status=success&cursor={page['next_cursor']}"}
            for title, path in {**PATHS, **next_page}.items():
                other = OtherWork()
                times = sorted(_times(server.port, bench.token, path, count))
                p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
                report.add(
                    f"read: {title}, p95", p95, "ms", other_cores=other.cores(), goal=f"<= {GOAL_MS}",
                    met=p95 <= GOAL_MS, note=f"p50 {p50:.1f} ms",
                )  # fmt: skip


def _require_history(bench, name, runs):
    counts = "SELECT count(*) FILTER (WHERE finished_at IS NOT NULL), sum(queued) FROM install_runs"
    finished, queued = map(int, bench.cluster.ask(counts, name)[0])
    if finished != runs or queued != QUEUED:
        raise RuntimeError(f"there are {finished} finished runs and {queued} waiting tasks")


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
