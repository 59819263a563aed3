"""The release gate: register → install → one provider fails → retry what failed → success, and rollback."""

import re
import threading

import pytest
from playwright.sync_api import Page, expect

from cut_line import CutLine
from yard import TOKEN, skill_zip

REFUSING = {"vendor": "claude", "effect": {"kind": "status", "status": 401}}
WORDS = {
    "en": dict(part="Partly failed", done="Succeeded", retry="Retry 1 failed target", undo="Roll back"),
    "ko": dict(part="일부 실패", done="성공", retry="실패한 대상 1개 재시도", undo="롤백"),
}


def register(page: Page, name: str) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/skills")
    page.click("#register-open")
    expect(page.locator("dialog#modal")).to_be_visible()
    page.set_input_files("#bundle", {"name": f"{name}.zip", "mimeType": "application/zip", "buffer": skill_zip(name)})
    page.click("#check")
    expect(page.locator("#skill-report .verdicts li").first).to_be_visible()
    page.click("#register")
    expect(page.locator("#install-now")).to_be_visible()


def install(page: Page, *providers: str) -> None:
    page.click("#install-now")
    for box in page.locator("input[name=provider]:enabled").all():
        box.set_checked(box.get_attribute("value") in providers)
    page.click("#show-plan")
    expect(page.locator("#h-plan")).to_be_visible()
    page.click("#start")
    page.wait_for_url(re.compile("/runs/[0-9a-f-]{36}"))


def state(page: Page):
    return page.locator("#h-run .chip")


@pytest.mark.parametrize("lang", WORDS)
def test_register_install_retry_rollback(open_window, yard, lang):
    words, name = WORDS[lang], f"greeter-{lang}"
    window = open_window("/skills", lang)
    page = window.page
    yard.faults(REFUSING)
    register(page, name)
    install(page, "openai", "claude", "gemini")
    expect(state(page)).to_contain_text(words["part"])
    # One screen says what failed, whose fault it is, what to do and with which button (UI-05).
    expect(page.locator(".causes .cause")).to_have_count(1)
    expect(page.locator("#run-retry")).to_contain_text(words["retry"])
    before = yard.requests()
    yard.faults()
    page.click("#run-retry")
    expect(state(page)).to_contain_text(words["done"])
    after = yard.requests()
    # RB-01: only the failed target was touched.
    assert after["claude"]["total"] > before["claude"]["total"]
    for untouched in ("openai", "google"):
        assert after[untouched] == before[untouched]
    expect(page.locator("#run-retry")).to_have_count(0)
    roll_back(page, words)
    window.check_clean()


def roll_back(page: Page, words: dict) -> None:
    """RB-02: a reason is required; a linked run undoes it; the dialog says what each vendor will do."""
    page.click("#run-rollback")
    dialog = page.locator("dialog#modal")
    expect(dialog.locator(".undo dt")).to_have_count(3)
    dialog.locator("button.danger").click()
    expect(dialog).to_be_visible()  # the browser asks for the reason
    dialog.locator("#reason").fill("only trying")
    first = page.url
    dialog.locator("button.danger").click()
    page.wait_for_url(lambda url: url != first)
    expect(state(page)).to_contain_text(words["done"])
    expect(page.locator("#run-parent")).to_be_visible()
    expect(page.locator(".reason")).to_have_text("only trying")


def test_by_keyboard_alone(open_window, yard):
    """UI-02: every step with keys, from the list to the retried run."""
    yard.register("keyed")
    yard.faults(REFUSING)
    page = open_window("/skills/keyed").page

    def go(selector: str) -> None:
        """Tabs on until the element has the focus, as somebody without a mouse does."""
        wanted = page.locator(selector)
        for _ in range(80):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with Tab")

    go("#install")
    page.keyboard.press("Enter")
    page.wait_for_url("**/install?**")
    go("#on-claude")
    if not page.is_checked("#on-claude"):
        page.keyboard.press("Space")
    go("#show-plan")
    page.keyboard.press("Enter")
    page.wait_for_selector("#start")
    go("#start")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/runs/[0-9a-f-]{36}"))
    expect(state(page)).to_contain_text(re.compile("failed", re.I))
    yard.faults()
    go("#run-retry")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("Succeeded")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/dashboard*")


def test_server_killed_in_the_middle(open_window, yard):
    """JOB-07 in the browser: the page says it reconnects, the run goes on, nothing is done twice."""
    yard.register("survivor")
    yard.faults({"vendor": "openai", "effect": {"kind": "hang"}, "times": 1})
    run = yard.install("survivor", on=["openai", "gemini"], wait=False)
    window = open_window(f"/runs/{run['id']}")
    page = window.page
    expect(page.locator("live-status[data-state=on]")).to_be_visible()
    yard.kill()
    expect(page.locator("live-status")).not_to_have_attribute("data-state", "on")
    yard.start()
    expect(page.locator("live-status[data-state=on]")).to_be_visible(timeout=20_000)
    expect(state(page)).to_contain_text("Succeeded", timeout=30_000)


def test_without_scripts(open_window, yard):
    yard.faults(REFUSING)
    page = open_window("/skills", js=False).page
    page.click("#register-open")
    page.set_input_files("#bundle", {"name": "plain.zip", "mimeType": "application/zip", "buffer": skill_zip("plain")})
    page.click("#register")
    expect(page).to_have_url(re.compile("/skills/plain"))
    page.click("#install")
    page.check("#on-claude")
    page.click("#show-plan")
    page.click("#start")
    run = yard.ended(page.url.rsplit("/", 1)[1])
    assert run["counts"]["failed"] == 1
    yard.faults()
    page.reload()
    page.click("#run-retry")
    yard.ended(run["id"])
    page.reload()
    expect(state(page)).to_contain_text("Succeeded")


def test_search_filter_sort_back_and_reload(open_window, yard):
    """UI-01: all of it in the address; back and reload bring it back. UI-06: two Korean syllables."""
    yard.register("translator", description="회의록을 번역합니다. 번역할 때 사용하세요.")
    yard.register("reporter", description="Writes reports. Use when one is due.")
    page = open_window("/skills").page
    page.fill("#q", "번역")
    expect(page).to_have_url(re.compile("q="))
    rows = page.locator("#skills-results tbody tr")
    expect(rows).to_have_count(1)
    page.click("#sort-updated")
    expect(page).to_have_url(re.compile("sort=updated"))
    page.reload()
    expect(page.locator("#q")).to_have_value("번역")
    expect(rows).to_have_count(1)
    page.click("#skill-translator")
    page.wait_for_url("**/skills/translator*")
    page.go_back()
    expect(page.locator("#q")).to_have_value("번역")
    expect(rows).to_have_count(1)


def test_composing_sends_nothing(open_window, yard):
    """Enter that ends a Korean syllable is not Enter."""
    page = open_window("/chat").page
    box = page.locator("#chat-text")
    box.fill("안녕")
    sent = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    box.evaluate(
        "e => e.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))"
    )
    expect(box).to_have_value("안녕")
    assert sent == []


def test_change_shows_at_once(open_window, yard):
    """UI-03: what changes elsewhere is on the page without a reload."""
    yard.register("watched")
    page = open_window("/runs").page
    expect(page.locator("live-status[data-state=on]")).to_be_visible()
    run = yard.install("watched", on=["gemini"])
    row = page.locator(f"#run-{run['id']}")
    expect(row.locator(".chip").first).to_contain_text("Succeeded", timeout=10_000)


def test_two_tabs_share_one_connection(browser, open_window, yard):
    """UI-03: the tabs of a browser hold one connection, and both see a change."""
    first = open_window("/runs").page
    expect(first.locator("live-status[data-state=on]")).to_be_visible()
    second = first.context.new_page()
    streams = []
    second.on("request", lambda r: streams.append(r.url) if "/events" in r.url else None)
    second.goto(yard.base + "/runs")
    expect(second.locator("live-status[data-state=on]")).to_be_visible()
    yard.register("shared")
    run = yard.install("shared", on=["gemini"])
    for page in (first, second):
        expect(page.locator(f"#run-{run['id']} .chip").first).to_contain_text("Succeeded", timeout=10_000)
    assert streams == []


def test_line_cut_for_a_minute(open_window, yard):
    """UI-03: the page says that it reconnects; what was missed appears once; what was there stays."""
    yard.register("distant")
    earlier = yard.install("distant", on=["gemini"])
    line = CutLine(yard.port)
    page = open_window(None).page
    page.context.add_cookies([{"name": "skillyard", "value": TOKEN, "url": f"http://127.0.0.1:{line.port}"}])
    page.goto(f"http://127.0.0.1:{line.port}/runs?skill=distant")
    status = page.locator("live-status")
    expect(status).to_have_attribute("data-state", "on")
    line.cut()
    expect(status).not_to_have_attribute("data-state", "on")
    missed = []
    for number in range(3):
        yard.register("distant", body=f"Say hello {number}.")
        missed.append(yard.install("distant", on=["gemini"])["id"])
    threading.Event().wait(60)  # the length of the cut is what this is about
    expect(page.locator(f"#run-{earlier['id']}")).to_be_visible()
    line.mend()
    expect(status).to_have_attribute("data-state", "on", timeout=20_000)
    for run in missed:
        expect(page.locator(f"#run-{run}")).to_have_count(1)
    expect(page.locator("tr[id^='run-']")).to_have_count(4)
    line.close()


def test_polling_takes_over(open_window, yard):
    """UI-03: where event streams are blocked, the page asks every few seconds and says so."""
    page = open_window("/sign-in").page
    page.route("**/events*", lambda route: route.abort())
    page.goto(yard.base + "/runs")
    expect(page.locator("live-status[data-state=poll]")).to_be_visible(timeout=30_000)
    yard.register("polled")
    run = yard.install("polled", on=["gemini"])
    expect(page.locator(f"#run-{run['id']}")).to_be_visible(timeout=10_000)


def test_what_ends_while_scripts_load_is_shown(open_window, yard):
    """UI-03: a page whose scripts are on a slow line says nothing that is over."""
    yard.register("early")
    page = open_window("/sign-in").page
    held = []
    page.route("**/js/runs/page.js", lambda route: held.append(route))
    yard.api("POST", "/api/providers/gemini/pause", {"reason": "Until the page is there."})
    run = yard.install("early", on=["gemini"], wait=False)
    page.goto(f"{yard.base}/runs/{run['id']}", wait_until="commit")
    expect(page.locator("#h-run .chip")).to_contain_text("Queued")
    yard.api("POST", "/api/providers/gemini/resume")
    assert yard.ended(run["id"])["status"] == "success"
    # By now another page of the same browser would show it.
    other = page.context.new_page()
    other.goto(f"{yard.base}/runs")
    expect(other.locator(f"#run-{run['id']} .chip.ok")).to_be_visible()
    other.close()
    held[0].continue_()
    expect(page.locator("#h-run .chip")).to_contain_text("Succeeded")


def test_a_refresh_keeps_what_was_chosen(open_window, yard):
    """UI-03: somebody is about to act on several runs when one more begins."""
    yard.register("chosen")
    first = yard.install("chosen", on=["gemini"])
    page = open_window("/runs?skill=chosen").page
    page.check(f"#pick-{first['id']}")
    page.select_option("#bulk-scope", "all")
    second = yard.install("chosen", on=["openai"])
    expect(page.locator(f"#run-{second['id']}")).to_be_visible()
    expect(page.locator("#bulk-scope")).to_have_value("all")
    expect(page.locator(f"#pick-{first['id']}")).to_be_checked()
    page.click("#bulk-rollback")
    expect(page.locator(".bulk-lead")).to_contain_text("2")


def test_bulk_retry(open_window, yard):
    """RB-04: as many as the preview says, frozen when it was made."""
    yard.register("crowd")
    yard.faults(REFUSING)
    for number in range(3):
        yard.register("crowd", body=f"Say hello {number}.")
        yard.install("crowd", on=["claude"])
    yard.faults()
    page = open_window("/runs?status=failed&skill=crowd").page
    page.select_option("#bulk-scope", "all")
    page.click("#bulk-retry")
    expect(page.locator(".bulk-lead")).to_contain_text("3")
    yard.install("crowd", on=["openai"])  # later than the preview: not part of it
    page.click("bulk-runs button.primary")
    expect(page.locator(".bulk-done")).to_be_visible(timeout=15_000)
    expect(page.locator(".bulk-state")).to_contain_text("3")
    assert len(yard.api("GET", "/api/install-runs?status=failed&skill=crowd")["items"]) == 0


def test_what_is_desired_comes_to_stand(open_window, yard):
    """A desired state is planned, carried out and then nothing is left to do; RB-05."""
    yard.register("stater")
    window = open_window("/desired-state")
    page = window.page
    page.fill("#text", "skills:\n  - name: stater\n    providers: [openai, nowhere]\n")
    page.click("#show-plan")
    expect(page.locator("#faults")).to_contain_text("Line 3:")
    page.fill("#text", "skills:\n  - name: stater\n    providers: [openai, claude-code]\n")
    page.click("#show-plan")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.click("#back")
    expect(page.locator("#text")).to_have_value(re.compile("claude-code"))
    page.click("#show-plan")
    page.fill("#reason", "A test.")
    page.click("#start")
    page.wait_for_url(re.compile("/runs/[0-9a-f-]{36}"))
    expect(state(page)).to_contain_text("Succeeded")
    page.goto(re.sub("/runs/.*", "/desired-state", page.url))
    expect(page.locator("#text")).to_have_value(re.compile("name: stater"))
    page.click("#show-plan")
    expect(page.locator("main")).to_contain_text("Everything stands as desired.")
    window.check_clean("422")
