"""The operator's bad day: more than 50,000 targets queued, one vendor down, one slow, one that limits the rate.

Pages have to answer meanwhile, the vendor that is well has to get its work, alerts have to stay few, and when the vendors
are well again everything has to close by itself.
"""

import contextlib
import http.client
import threading
import time

from harness import database
from harness.control_plane import ControlPlane, skill_name
from harness.processes import OtherWork

WELL = "bench"
#: Provider, simulated vendor, address, options, what is wrong with it.
ILL = (
    ("down", "openai", "/openai/v1", {}, {"kind": "status", "status": 503}),
    ("slow", "claude", "/claude", {}, {"kind": "latency", "milliseconds": 3000}),
    ("limited", "gemini", "/google", {"project": "sandbox", "location": "us-central1"},
     {"kind": "rate_limit", "retry_after_seconds": 2}),
)  # fmt: skip
VENDORS = {"openai": "openai", "claude": "claude", "gemini": "google"}
PAGES = ("/dashboard", "/runs", "/skills", "/alerts", "/failures", "/providers/down")
GOAL_PAGE_MS = 500
GOAL_OF_RATE = 0.8
GOAL_ALERTS = 3
#: Between two looks at a page: a person's browser, and the clock of an alert.
THINKING = 0.05
ALERT_MINUTES = 1
LIMIT_SECONDS = 1800


def measure(bench, report):
    turns = 2 if bench.quick else 7
    skills = min(bench.skills, 2500)
    with bench.prepared() as folder:
        with bench.serving(folder, "api") as server:
            _enqueue(ControlPlane(server.port, bench.token), [WELL], skills, turns)
        with bench.copy(folder) as alone:
            bench.vendor.script([])
            reference = _drain(bench, alone, skills * turns)
        bench.vendor.forget()
        with bench.serving(folder, "api") as server:
            plane = ControlPlane(server.port, bench.token)
            for name, kind, path, options, _ in ILL:
                plane.put_provider(bench.vendor.port, 8, name, kind=kind, path=path, options=options)
            plane.put_alert_rule("drill", {"kind": "queue_age", "minutes": ALERT_MINUTES})
            _enqueue(plane, [name for name, *_ in ILL], skills, turns)
        _incident(bench, report, folder, skills * turns, reference)


def _enqueue(plane, providers, skills, turns):
    names = [skill_name(number) for number in range(skills)]
    for turn in range(turns):
        for provider in providers:
            plane.start_run("install" if turn % 2 == 0 else "uninstall", names, provider)


def _drain(bench, folder, tasks):
    """Targets per second at the vendor that is well, with nothing else queued and the same eyes on the pages."""
    with bench.serving(folder, "all") as server, _watching(server, bench.token):
        _wait_until(lambda: _ended(folder, WELL) == tasks)
    return _rate(folder, tasks)


def _incident(bench, report, folder, tasks, reference):
    bench.vendor.script([_rule(kind, effect) for _, kind, _, _, effect in ILL])
    total = tasks * (1 + len(ILL))
    other = OtherWork()
    with bench.serving(folder, "all") as server:
        plane = ControlPlane(server.port, bench.token)
        with _watching(server, bench.token) as seen:
            _wait_until(lambda: _ended(folder, WELL) == tasks)
            _wait_until(lambda: _open_alerts(plane))
            alerts = _highest(plane, seconds=45)
        cores = other.cores()
        probes = bench.vendor.calls("openai")
        bench.vendor.script([])
        recovered = time.monotonic()
        _wait_until(lambda: not _unended(folder))
        drained = time.monotonic() - recovered
        _wait_until(lambda: not _open_alerts(plane) and not plane.get("/api/failures")["groups"])
        closed = time.monotonic() - recovered
    database.require_success(folder, total)

    rate = _rate(folder, tasks)
    report.add(
        f"incident: {total:,} targets queued, work at the vendor that is well", rate, "tasks/s",
        reference="the same without the incident", ratio=rate / reference, goal=f">= {GOAL_OF_RATE:.0%} of it",
        met=rate >= GOAL_OF_RATE * reference, other_cores=cores,
    )  # fmt: skip
    times = sorted(seen)
    p95 = times[int(len(times) * 0.95)] * 1e3
    report.add(
        "incident: pages, p95", p95, "ms", goal=f"<= {GOAL_PAGE_MS}", met=p95 <= GOAL_PAGE_MS,
        note=f"{len(times)} answers, the slowest {times[-1] * 1e3:.0f} ms",
    )  # fmt: skip
    report.add("incident: open alerts at most", alerts, "", goal=f"<= {GOAL_ALERTS}", met=alerts <= GOAL_ALERTS)
    report.add("incident: requests to the vendor that is down", probes, "", note="while its targets waited")
    report.add("incident: from recovery to the last target", drained, "s")
    report.add("incident: from recovery to no open alert or failure", closed, "s")


def _rule(kind, effect):
    rule = {"vendor": VENDORS[kind], "effect": effect}
    # A limit lets most requests through; otherwise it would be an outage.
    return rule | {"method": "POST", "every": 4} if effect["kind"] == "rate_limit" else rule


def _rate(folder, tasks):
    with database.reading(folder) as connection:
        first, last = connection.execute(
            "SELECT min(started_at), max(finished_at) FROM install_tasks WHERE provider_id = ?", (WELL,)
        ).fetchone()
    return tasks / ((last - first) / 1e6)


def _ended(folder, provider):
    with database.reading(folder) as connection:
        query = "SELECT count(*) FROM install_tasks WHERE provider_id = ? AND finished_at IS NOT NULL"
        return connection.execute(query, (provider,)).fetchone()[0]


def _unended(folder):
    with database.reading(folder) as connection:
        return connection.execute("SELECT 1 FROM install_runs WHERE finished_at IS NULL LIMIT 1").fetchone()


def _open_alerts(plane):
    return len(plane.get("/api/alerts?state=open&limit=200")["items"])


def _highest(plane, seconds):
    highest, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        highest = max(highest, _open_alerts(plane))
        time.sleep(1)
    return highest


def _wait_until(holds, pause=0.25):
    deadline = time.monotonic() + LIMIT_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the incident did not get on within {LIMIT_SECONDS} s")
        time.sleep(pause)


@contextlib.contextmanager
def _watching(server, token):
    """Somebody who looks at one page after the other; yields the seconds that each answer took."""
    seen, failures, done = [], [], threading.Event()

    def watch():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while not done.is_set():
            for page in PAGES:
                begun = time.monotonic()
                connection.request("GET", page, headers={"Cookie": f"skillyard={token}"})
                answer = connection.getresponse()
                answer.read()
                seen.append(time.monotonic() - begun)
                if answer.status not in (200, 404):
                    failures.append(f"{page}: {answer.status}")
                done.wait(THINKING)
        connection.close()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()
    if failures:
        raise RuntimeError(f"pages failed: {', '.join(failures[:5])}")
