"""Runs in waves in the browser: a canary that fails, stops the run and rolls it back by itself."""

import time

import pytest
from playwright.sync_api import expect

# The vendor of the second wave refuses; that of the first has succeeded before and has something to undo.
REFUSED = {"vendor": "google", "effect": {"kind": "status", "status": 401}}


@pytest.mark.parametrize("js", [True, False])
def test_a_canary_that_fails_is_rolled_back_by_itself(open_window, yard, js):
    """Without a hand: Claude succeeds, Gemini refuses, the rest never begins, and what Claude has is taken away again."""
    skill = f"waved-{'js' if js else 'plain'}"
    yard.register(skill)
    yard.faults(REFUSED)
    window = open_window(f"/install?skill={skill}", js=js)
    page = window.page
    for box in page.locator("input[name=provider]:not([disabled])").all():
        box.set_checked(box.get_attribute("value") in ("claude", "openai", "gemini"))
    page.click("#manner > summary")
    # One after the other: beside each other, the stop may come before the second has begun.
    page.select_option("#f-first-on", "claude")
    page.fill("#f-first", "66")
    page.check("#f-rollback")
    page.click("#show-plan")
    expect(page.locator("body")).to_contain_text("is rolled back")
    expect(page.locator("body")).to_contain_text("wave 3")
    page.click("#start")
    page.wait_for_url("**/runs/*")
    run = page.url.rsplit("/", 1)[1]
    ended = yard.ended(run)
    assert sorted(t["status"] for t in ended["tasks"]) == ["canceled", "failed", "success"]
    deadline = time.monotonic() + 30
    while "rollback_run_id" not in (stopped := yard.api("GET", f"/api/install-runs/{run}")["waves"].get("stopped", {})):
        assert time.monotonic() < deadline, stopped
        time.sleep(0.1)
    back = yard.ended(stopped["rollback_run_id"])
    assert (back["kind"], back["status"], back["requested_by"]) == ("rollback", "success", "system")
    assert yard.api("GET", f"/api/installations?skill={skill}")["items"] == []
    assert len(yard.api("GET", f"/api/install-runs?parent_run_id={run}")["items"]) == 1
    if not js:
        page.reload()
    expect(page.locator("#run-stopped")).to_contain_text("It stopped by itself")
    expect(page.locator("#run-waves")).to_contain_text("It is rolled back by")
    yard.faults()
    window.check_clean()


def test_a_run_begins_later_and_is_begun_now(open_window, yard):
    yard.register("later")
    request = {"skills": [{"name": "later"}], "providers": ["claude"]}
    start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 7200))
    run = yard.api("POST", "/api/install-runs", request | {"start_at": start})
    window = open_window(f"/runs/{run['id']}", "ko")
    page = window.page
    expect(page.locator("#run-start")).to_contain_text("시작")
    page.click("#run-release")
    assert yard.ended(run["id"])["status"] == "success"
    expect(page.locator("#run-waves")).to_have_count(0)
    window.check_clean()
