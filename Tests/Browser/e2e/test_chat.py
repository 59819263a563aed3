"""Chat in the browser over a real server: what is said, planned, confirmed and followed; CH-01, CH-02, CH-06, CH-07."""

import re

import pytest
from playwright.sync_api import Page, expect

from accessible import assert_accessible

REFUSING = {"vendor": "claude", "effect": {"kind": "status", "status": 401}}
LINES = {
    "en": dict(install="install {name} on claude and openai", waits="Waits for you", done="Succeeded", over="Not done"),
    "ko": dict(install="{name}를 클로드와 openai에 설치해줘", waits="확인 대기", done="성공", over="하지 않음"),
}


@pytest.fixture(scope="module", autouse=True)
def skills(yard):
    for name in ("chatted-en", "chatted-ko", "spared", "stubborn"):
        yard.register(name)


def say(page: Page, line: str):
    """The answer to a line, below everything that was said before."""
    turns = page.locator("#chat-thread .turn")
    before = turns.count()
    page.fill("#chat-text", line)
    page.press("#chat-text", "Enter")
    expect(turns).to_have_count(before + 1)
    return turns.nth(before)


def run_of(answer) -> str:
    return answer.locator(".run-card a").get_attribute("href").rsplit("/", 1)[1]


@pytest.mark.parametrize("lang", LINES)
def test_a_line_becomes_a_plan_and_a_run_that_is_followed(open_window, yard, lang):
    words, name = LINES[lang], f"chatted-{lang}"
    window = open_window("/chat", lang)
    page = window.page
    expect(page.locator("live-status[data-state=on]")).to_be_visible()
    before = yard.api("GET", "/api/install-runs")["items"]
    answer = say(page, words["install"].format(name=name))
    expect(answer.locator(".chip").first).to_contain_text(words["waits"])
    expect(answer.locator("tbody tr")).to_have_count(2)
    expect(page.locator("#chat-text")).to_be_focused()
    # Nothing happens before somebody confirmed it.
    assert yard.api("GET", "/api/install-runs")["items"] == before
    answer.locator("[id^=confirm-]").click()
    expect(answer.locator(".run-card .chip")).to_contain_text(words["done"])
    run = yard.ended(run_of(answer))
    assert (run["status"], run["source"]) == ("success", "chat")
    # The thread is the server's: it is there again, with how the run stands now.
    page.reload()
    expect(page.locator("#chat-thread .turn")).to_have_count(1)
    expect(page.locator(".run-card .chip")).to_contain_text(words["done"])
    window.check_clean()


def test_days_begin_at_the_midnight_of_whoever_looks(open_window):
    page = open_window("/chat", "ko", timezone_id="Asia/Seoul").page
    answer = say(page, "어제부터 실패한 실행 알려줘")
    expect(answer).to_contain_text(re.compile(r"부터 \d{4}-\d\d-\d\dT00:00:00\+09:00"))


def test_what_is_withdrawn_is_not_done(open_window, yard):
    page = open_window("/chat").page
    answer = say(page, "install spared on gemini")
    answer.locator("[id^=dismiss-]").click()
    expect(answer.locator(".chip").first).to_contain_text("Not done")
    expect(answer.locator("[id^=confirm-]")).to_have_count(0)
    assert yard.api("GET", "/api/installations?skill=spared")["items"] == []


def test_a_question_is_answered_with_a_press(open_window, yard):
    page = open_window("/chat").page
    answer = say(page, "install spared")
    answer.locator(".choices button").first.click()
    expect(page.locator("#chat-thread .turn")).to_have_count(2)
    expect(page.locator("[id^=confirm-]")).to_have_count(1)


def test_the_panel_asks_about_the_run_of_its_page(open_window, yard):
    yard.faults(REFUSING)
    run = yard.install("stubborn", on=["claude"])
    yard.faults()
    window = open_window(f"/runs/{run['id']}")
    page = window.page
    page.keyboard.press("c")
    expect(page.locator("#chat-about")).to_contain_text(run["id"])
    answer = say(page, "why did this run fail?")
    expect(answer).to_contain_text("auth_failed")
    answer = say(page, "retry it")
    answer.locator("[id^=confirm-]").click()
    expect(answer.locator(".run-card .chip")).to_contain_text("Succeeded")
    # The page around it follows as well.
    expect(page.locator("#h-run .chip")).to_contain_text("Succeeded")
    page.goto(f"{yard.base}/runs")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#chat .turn")).to_have_count(2)
    expect(page.locator("#chat-about")).not_to_be_visible()
    window.check_clean()


@pytest.mark.parametrize("by", ["field", "choice"])
def test_a_thread_that_is_left_takes_no_answer_along(open_window, yard, by):
    """What comes late belongs to the thread it was said in: nothing is said there from another one."""
    window = open_window("/settings")
    page = window.page
    page.keyboard.press("c")
    expect(page.locator("#chat-start")).to_be_visible()
    asked = say(page, "install spared")
    choice = asked.locator(".choices button").first
    thread = page.locator("#chat-thread-id")
    left = thread.input_value()
    held = []
    page.route("**/chat", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    if by == "choice":
        choice.click()
    else:
        page.fill("#chat-text", "show the last 5 runs")
        page.press("#chat-text", "Enter")
    expect(page.locator("#chat .sending")).to_be_visible()
    page.click("#chat-new")
    expect(page.locator("#chat-start")).to_be_visible()
    expect(page.locator("#chat .sending")).to_have_count(0)
    expect(page.locator("#chat-text")).to_have_value("")
    assert len(held) == 1
    held[0].continue_()
    page.unroute("**/chat")
    answer = say(page, "any alerts?")
    expect(answer.locator(".mine")).to_have_text("any alerts?")
    expect(page.locator("#chat .turn")).to_have_count(1)
    expect(page.locator("#chat-failed")).to_have_count(0)
    begun = thread.input_value()
    assert begun not in ("", left)
    assert page.evaluate("JSON.parse(sessionStorage.getItem('chat-thread'))") == begun
    # htmx itself notes what it was told to stop.
    window.check_clean("htmx:afterRequest", "htmx:sendAbort")


def test_lines_come_back_and_commands_are_completed(open_window, yard):
    page = open_window("/chat").page
    field = page.locator("#chat-text")
    say(page, "show the last 5 runs")
    say(page, "any alerts?")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("any alerts?")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("show the last 5 runs")
    field.fill("a draft")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("a draft")
    field.fill("")
    page.keyboard.type("/list_r")
    expect(page.locator("#chat-commands [aria-selected=true]")).to_have_attribute("data-word", "/list_runs")
    page.keyboard.press("Enter")
    expect(field).to_have_value("/list_runs ")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-thread .turn")).to_have_count(3)
    expect(page.locator("#chat-thread .turn").last.locator(".items li").first).to_be_visible()


def test_korean_commands_are_offered_and_composing_sends_nothing(open_window, yard):
    """CH-07: a syllable that is being put together is no line."""
    page = open_window("/chat", "ko").page
    field = page.locator("#chat-text")
    field.focus()
    page.keyboard.insert_text("/설")
    expect(page.locator("#chat-commands [aria-selected=true]")).to_have_attribute("data-word", "/설치")
    field.fill("도움말")
    sent = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    for event in ["{key: 'Enter', isComposing: true}", "{key: 'Enter', keyCode: 229}"]:
        field.evaluate(f"e => e.dispatchEvent(new KeyboardEvent('keydown', {{...{event}, bubbles: true, cancelable: true}}))")
    expect(field).to_have_value("도움말")
    assert sent == []
    page.keyboard.press("Enter")
    expect(page.locator("#chat-thread .turn")).to_have_count(1)
    assert len(sent) == 1


def test_a_line_outlives_the_server(open_window, yard):
    page = open_window("/chat").page
    say(page, "are all providers healthy?")
    yard.kill()
    page.fill("#chat-text", "show the last 5 runs")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-failed")).to_be_visible()
    expect(page.locator("#chat-text")).to_have_value("show the last 5 runs")
    yard.start()
    page.click("#chat-again")
    expect(page.locator("#chat-thread .turn")).to_have_count(2)
    expect(page.locator("#chat-failed")).to_have_count(0)


def test_everything_goes_without_scripts(open_window, yard):
    yard.install("chatted-en", on=["openai"])
    page = open_window("/chat", js=False).page
    page.fill("#chat-text", "uninstall chatted-en from openai")
    page.click("#chat-send")
    page.wait_for_url(re.compile(r"/chat\?thread=[0-9a-f-]{36}#turn-"))
    page.locator("[id^=confirm-]").click()
    page.wait_for_url(re.compile(r"/chat\?thread=[0-9a-f-]{36}#turn-"))
    run = yard.ended(run_of(page.locator(".turn").last))
    assert (run["kind"], run["status"]) == ("uninstall", "success")
    page.reload()
    expect(page.locator(".run-card .chip")).to_contain_text("Succeeded")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", LINES)
def test_a_thread_is_accessible_and_fits(open_window, yard, lang, theme):
    window = open_window("/chat", lang, theme)
    page = window.page
    say(page, LINES[lang]["install"].format(name="spared"))
    say(page, "show the last 5 runs")
    say(page, "are all providers healthy?")
    say(page, "help")
    say(page, "install spared")
    # Half-way through a change of colour nothing can be said of contrast.
    page.wait_for_function("document.getAnimations().every(a => a.effect.getComputedTiming().endTime === Infinity || a.playState === 'finished')")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.check_clean()
