"""The operator's bad day: more than 50,000 targets queued, one vendor down, one slow, one that limits the rate.

Pages have to answer meanwhile, the vendor that is well has to get its work, alerts have to stay few, and when the vendors
are well again everything has to close by itself.
"""

import time

from harness import database
from harness.control_plane import ControlPlane, skill_name
from harness.processes import OtherWork
from harness.viewers import Viewers

WELL = "bench"
DOWN = "down"
#: Provider, simulated vendor, address, options, turns, tries, what is wrong with it. At the vendor that is down targets
#: have one try: those that are sent before its breaker opens fail for good, and alerts are about them. Google holds the
#: name of what was removed back for a while, as the real one does, so nothing can be installed there again.
ILL = (
    (DOWN, "openai", "/openai/v1", {}, 6, 1, {"kind": "status", "status": 503}),
    ("slow", "gemini", "/google", {"project": "sandbox", "location": "us-central1"}, 2, 20,
     {"kind": "latency", "milliseconds": 3000}),
    ("limited", "claude", "/claude", {}, 6, 20, {"kind": "rate_limit", "retry_after_seconds": 2}),
)  # fmt: skip
VENDORS = {"openai": "openai", "claude": "claude", "gemini": "google"}
CONCURRENCY = 8
#: Each turn sends every skill once. The vendor that is well has the most: there has to be time to look at pages.
WELL_TURNS = 13
PAGES = ("/dashboard", "/runs", "/skills", "/alerts", "/failures", f"/providers/{DOWN}")
VIEWERS, VIEW_EVERY = 4, 0.4
#: Besides the rules that come with the program, whose half an hour of waiting would take longer than the drill.
AGE_RULE, AGE_MINUTES = "drill", 1
#: Ages are measured once a minute: so often has to be, or alerts about them would not be seen.
MEASURED = 3

GOAL_PAGE_MS = 500
GOAL_OF_RATE = 0.8
GOAL_ALERTS = 3
WORK_LIMIT, MEASURE_LIMIT, DRAIN_LIMIT, CLOSE_LIMIT = 240, 240, 420, 200


def measure(bench, report):
    skills = min(bench.skills, 2500)
    tasks = skills * WELL_TURNS
    with bench.prepared() as folder:
        with bench.serving(folder, "api") as server:
            _enqueue(ControlPlane(server.port, bench.token), [(WELL, WELL_TURNS)], skills)
        with bench.copy(folder) as alone:
            bench.vendor.script([])
            reference = _reference(bench, report, alone, tasks)
        bench.vendor.forget()
        with bench.serving(folder, "api") as server:
            plane = ControlPlane(server.port, bench.token)
            for name, kind, path, options, _, tries, _ in ILL:
                plane.put_provider(
                    bench.vendor.port, CONCURRENCY, name, kind=kind, path=path, options=options, tries=tries
                )
            plane.put_alert_rule(AGE_RULE, {"kind": "queue_age", "minutes": AGE_MINUTES})
            _enqueue(plane, [(name, turns) for name, _, _, _, turns, *_ in ILL], skills)
        bench.vendor.script([_rule(kind, effect) for _, kind, *_, effect in ILL])
        with bench.serving(folder, "all") as server:
            plane = ControlPlane(server.port, bench.token)
            _incident(bench, report, folder, server, tasks, reference)
            _recovery(bench, report, folder, plane, tasks + skills * sum(turns for _, _, _, _, turns, *_ in ILL))


def _enqueue(plane, providers, skills):
    names = [skill_name(number) for number in range(skills)]
    for turn in range(max(turns for _, turns in providers)):
        for provider, turns in providers:
            if turn < turns:
                plane.start_run("install" if turn % 2 == 0 else "uninstall", names, provider)


def _rule(kind, effect):
    rule = {"vendor": VENDORS[kind], "effect": effect}
    # A limit lets most requests through; otherwise it would be an outage.
    return rule | {"method": "POST", "every": 4} if effect["kind"] == "rate_limit" else rule


def _reference(bench, report, folder, tasks):
    """Targets per second at the vendor that is well, with nothing else queued and the same eyes on the pages."""
    other = OtherWork()
    with bench.serving(folder, "all") as server:
        # The vendors that will be ill are not known here yet.
        with _viewers(bench, server, missing=PAGES[-1:]).watching() as seen:
            _wait_for_the_well(folder, tasks)
        cores = other.cores()
    _add_pages(report, "incident: pages beforehand, p95", seen.looks(), goal=None)
    _add_failures(report, "incident: pages beforehand that failed", seen)
    rate = _rate(folder, tasks)
    report.add(f"incident: {tasks:,} targets beforehand", rate, "tasks/s", other_cores=cores)
    return rate


def _incident(bench, report, folder, server, tasks, reference):
    """Until the well vendor has done its work and ages were measured; each figure is told as soon as it is known."""
    began, other = time.monotonic(), OtherWork()
    with _viewers(bench, server).watching() as seen:
        _wait_for_the_well(folder, tasks)
        worked, cores = time.monotonic(), other.cores()
        rate = _rate(folder, tasks)
        report.add(
            f"incident: {tasks:,} targets at the vendor that is well", rate, "tasks/s",
            reference="the same beforehand", ratio=rate / reference, goal=f">= {GOAL_OF_RATE:.0%} of it",
            met=rate >= GOAL_OF_RATE * reference, other_cores=cores, note=f"{_waiting(folder):,} others wait",
        )  # fmt: skip
        _add_pages(report, "incident: pages during that work, p95", seen.looks(began, worked), GOAL_PAGE_MS)
        if _until(lambda: _measurements(folder) >= MEASURED, MEASURE_LIMIT) is None:
            raise RuntimeError(f"nothing was measured {MEASURED} times within {MEASURE_LIMIT} s")
        measured = time.monotonic()
    _add_pages(report, "incident: pages after that work, p95", seen.looks(worked, measured), GOAL_PAGE_MS)
    _add_failures(report, "incident: pages that failed", seen)
    probes = bench.vendor.calls("openai")
    report.add("incident: requests to the vendor that is down", probes, "", note="while its targets waited")


def _recovery(bench, report, folder, plane, total):
    bench.vendor.script([])
    recovered = time.monotonic()
    drained = _until(lambda: not _unended(folder), DRAIN_LIMIT)
    _add_time(report, "incident: from recovery to the last target", drained, DRAIN_LIMIT)
    if drained is not None:
        closed = _until(lambda: not _open_alerts(plane) and not plane.get("/api/failures")["groups"], CLOSE_LIMIT)
        seconds = None if closed is None else time.monotonic() - recovered
        _add_time(report, "incident: from recovery to no open alert or failure", seconds, CLOSE_LIMIT)
    # From what is kept of them: looking now and then would miss some.
    alerts = _alerts(folder)
    shipped = [alert for alert in alerts if alert[0] != AGE_RULE]
    most = _most_at_once(shipped)
    report.add(
        "incident: open alerts at most", most, "", goal=f"1 to {GOAL_ALERTS}", met=1 <= most <= GOAL_ALERTS,
        note=_names(shipped),
    )  # fmt: skip
    report.add(
        f"incident: open alerts at most, with one rule of {AGE_MINUTES} minute of waiting", _most_at_once(alerts), "",
        note=_names([alert for alert in alerts if alert[0] == AGE_RULE]),
    )  # fmt: skip
    _add_endings(report, folder, total)


def _add_pages(report, name, looks, goal):
    if not looks:
        report.add(name, 0, "ms", goal="answers", met=False, note="nobody got one")
        return
    slowest = looks[-1]
    p95 = looks[min(len(looks) - 1, int(len(looks) * 0.95))].seconds * 1e3
    report.add(
        name, p95, "ms", goal=f"<= {goal}" if goal else "", met=p95 <= goal if goal else None,
        note=f"{len(looks)} answers, the slowest {slowest.seconds * 1e3:.0f} ms, of {slowest.page}",
    )  # fmt: skip


def _add_failures(report, name, seen):
    failures = seen.failures
    report.add(name, len(failures), "", goal="0", met=not failures, note=", ".join(failures[:5]))


def _add_time(report, name, seconds, limit):
    note = "" if seconds is not None else f"not within {limit} s"
    report.add(name, limit if seconds is None else seconds, "s", met=seconds is not None, goal="an end", note=note)


def _add_endings(report, folder, total):
    with database.reading(folder) as connection:
        counts = connection.execute(
            "SELECT provider_id, status, count(*) FROM install_tasks GROUP BY provider_id, status"
        ).fetchall()
    failed = sum(count for provider, status, count in counts if provider == DOWN and status == "failed")
    good = sum(count for _, status, count in counts if status in ("success", "skipped"))
    report.add(
        "incident: targets that failed at the vendor that is down", failed, "", goal="some", met=failed > 0,
        note="before its breaker opened; later ones of the same skills went well",
    )  # fmt: skip
    lost = total - failed - good
    report.add("incident: targets that failed elsewhere, or have no end", lost, "", goal="0", met=lost == 0)


def _viewers(bench, server, missing=()):
    return Viewers(server.port, bench.token, PAGES, VIEWERS, VIEW_EVERY, missing)


def _rate(folder, tasks):
    with database.reading(folder) as connection:
        first, last = connection.execute(
            "SELECT min(started_at), max(finished_at) FROM install_tasks WHERE provider_id = ?", (WELL,)
        ).fetchone()
    return tasks / ((last - first) / 1e6)


def _wait_for_the_well(folder, tasks):
    query = f"SELECT count(*) FROM install_tasks WHERE provider_id = '{WELL}' AND status = 'success'"
    if _until(lambda: _number(folder, query) == tasks, WORK_LIMIT) is None:
        raise RuntimeError(f"the vendor that is well did not get {tasks} targets done within {WORK_LIMIT} s")


def _waiting(folder):
    return _number(folder, "SELECT count(*) FROM install_tasks WHERE finished_at IS NULL")


def _unended(folder):
    return _number(folder, "SELECT EXISTS (SELECT 1 FROM install_runs WHERE finished_at IS NULL)")


def _measurements(folder):
    """Every measurement notes how many workers there are."""
    return _number(folder, "SELECT count(*) FROM alert_facts WHERE kind = 'workers'")


def _number(folder, query):
    with database.reading(folder) as connection:
        return connection.execute(query).fetchone()[0]


def _open_alerts(plane):
    return plane.get("/api/alerts?state=open&limit=1")["items"]


def _alerts(folder):
    """Rule, provider, when it opened and when it recovered, if it has."""
    with database.reading(folder) as connection:
        return connection.execute("SELECT rule_id, provider_id, opened_at, recovered_at FROM alerts").fetchall()


def _most_at_once(alerts):
    """Of two at the same moment the one that ends is counted last."""
    turns = [(opened, 0) for *_, opened, _ in alerts] + [(over, 1) for *_, over in alerts if over]
    most = now = 0
    for _, is_end in sorted(turns):
        now += -1 if is_end else 1
        most = max(most, now)
    return most


def _names(alerts):
    return ", ".join(sorted(f"{rule} ({provider})" if provider else rule for rule, provider, *_ in alerts))


def _until(holds, limit, pause=0.25):
    """Seconds until something holds; None when it does not within the limit."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > limit:
            return None
        time.sleep(pause)
    return time.monotonic() - began
