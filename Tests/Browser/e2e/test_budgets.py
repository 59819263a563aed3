"""How fast pages are with years of use behind them, on a slow connection (UI-06)."""

import datetime
import statistics
import time
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

import history
from yard import TOKEN, Yard

OBSERVE = """window.__m = { cls: 0, lcp: 0, inp: 0 };
const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
  .observe({ type, buffered: true, durationThreshold: 16 });
watch("largest-contentful-paint", e => __m.lcp = e.startTime);
watch("layout-shift", e => { if (!e.hadRecentInput) __m.cls += e.value; });
watch("event", e => __m.inp = Math.max(__m.inp, e.duration));"""

# CPU is read in thread time, so that a busy machine does not change it.
LIMITS = dict(fcp=1500, lcp=2000, cls=0.02, inp=200, script_ms=150, task_ms=700, kb=100, js_kb=45, requests=25, nodes=6000)
VISITS = 3
DISTURBED = {"fcp", "lcp", "inp", "script_ms", "task_ms", "nodes"}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}


@pytest.fixture(scope="module")
def yard():
    running = Yard()
    running.start()
    history.fill(running)
    # What a server reads once, with its first page, is no page's own.
    cookie = {"Cookie": f"skillyard={TOKEN}"}
    urllib.request.urlopen(urllib.request.Request(running.base + "/dashboard", headers=cookie)).read()
    yield running
    running.stop()


def paths(yard):
    run = yard.api("GET", "/api/install-runs?limit=1")["items"][0]["id"]
    return {
        "dashboard": "/dashboard?range=30d",
        "skills": "/skills",
        "skill": "/skills/skill-00042",
        "runs": "/runs",
        "run": f"/runs/{run}",
        "failures": "/failures",
        "providers": "/providers",
        "audit": "/audit",
        "settings": "/settings",
        "chat": "/chat",
    }


def metrics(session):
    return {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}


def kept_nodes(page, session):
    session.send("HeapProfiler.collectGarbage")
    page.evaluate("new Promise(requestAnimationFrame)")
    return metrics(session)["Nodes"]


def look(open_window, yard, name):
    """What one visit of a page costs."""
    page = open_window(None).page
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    sizes, scripts = {}, set()
    session.on("Network.responseReceived", lambda e: scripts.add(e["requestId"]) if e["type"] == "Script" else None)
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.add_init_script(OBSERVE)
    page.goto(yard.base + paths(yard)[name])
    page.wait_for_selector("html[data-ready]")
    weight = dict(kb=sum(sizes.values()) / 1024, requests=len(sizes))
    weight["js_kb"] = sum(size for request, size in sizes.items() if request in scripts) / 1024
    page.keyboard.press("Control+k")
    page.keyboard.type("ski")
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    found = metrics(session)
    # What is gone from the page and not yet collected is no part of it; a busy machine needs more than one round.
    nodes = min(kept_nodes(page, session) for _ in range(5))
    measured = dict(page.evaluate("window.__m"))
    measured["fcp"] = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    measured |= dict(script_ms=1000 * found["ScriptDuration"], task_ms=1000 * found["TaskDuration"], nodes=nodes)
    measured |= weight
    print(f"\n  {name}: " + " ".join(f"{k}={v:.3f}" if k == "cls" else f"{k}={v:.0f}" for k, v in measured.items()))
    page.context.close()
    return measured


@pytest.mark.parametrize("name", ["dashboard", "skills", "skill", "runs", "run", "failures", "providers", "audit", "settings", "chat"])
def test_page_keeps_its_budget(open_window, yard, name):
    visits = [look(open_window, yard, name)]
    while beyond(visits) and len(visits) < VISITS:
        visits.append(look(open_window, yard, name))
    assert beyond(visits) == {}


def beyond(visits):
    """What is more than it may be: of times and of what is not collected yet the least, to which a busy machine adds."""
    measured = {k: (min if k in DISTURBED else max)(visit[k] for visit in visits) for k in LIMITS}
    return {k: (measured[k], limit) for k, limit in LIMITS.items() if measured[k] > limit}


def test_korean_search_is_quick(yard):
    """UI-06: a part of two syllables, in 10,000 skills."""
    rounds = [search(yard)]
    while rounds[-1] > 150 and len(rounds) < VISITS:
        rounds.append(search(yard))
    print(f"\n  Korean search p95 {', '.join(f'{p95:.0f}' for p95 in rounds)} ms")
    assert rounds[-1] <= 150


def search(yard):
    """The 95th percentile of forty searches, in milliseconds."""
    took = []
    for term in ["번역", "회의", "보고", "배포", "요약"] * 8:
        begun = time.perf_counter()
        found = yard.api("GET", "/api/skills?limit=50&q=" + urllib.parse.quote(term))
        took.append(1000 * (time.perf_counter() - begun))
        assert found["items"] and all(term in s["name"] + s["description"] for s in found["items"])
    return statistics.quantiles(took, n=20)[-1]


SEEN = """id => new Promise(seen => {
  const look = () => document.getElementById(id)?.querySelector(".chip.ok") && seen(performance.timeOrigin + performance.now());
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
})"""


def test_event_is_soon_on_the_page(open_window, yard):
    """From the stored end of a run to its row, with the whole history behind it."""
    page = open_window("/runs").page
    expect(page.locator("live-status[data-state=on]")).to_be_visible()
    took = []
    for skill in ("skill-00001", "skill-00002", "skill-00003", "skill-00004", "skill-00005"):
        run = yard.install(skill, on=["codex"], wait=False)
        seen = page.evaluate(SEEN, f"run-{run['id']}")
        finished = datetime.datetime.fromisoformat(yard.ended(run["id"])["finished_at"]).timestamp() * 1000
        took.append(seen - finished)
    print(f"\n  event to page {', '.join(f'{ms:.0f}' for ms in took)} ms")
    assert statistics.median(took) <= 500
