"""E2E-01: one skill's whole day, from its registration to evidence that is checked without the server."""

import json
import os
import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from hook_receiver import Hooks
from test_approval import PASSWORD, change, signed_in
from test_proofs import PROGRAM, download, verify
from yard import TOKEN, Yard, skill_zip

SKILL = "release-day"
PROVIDERS = {"openai", "claude", "gemini"}
DENIED = {"vendor": "claude", "effect": {"kind": "status", "status": 401}}
# The answer never comes: who waits for it is killed, and whoever comes after looks before sending again.
HANGING = {"vendor": "openai", "effect": {"kind": "hang"}, "times": 1}


@pytest.fixture(scope="module")
def hooks():
    made = Hooks()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def yard():
    running = Yard(TOKEN)
    running.environment = {"SKILLYARD_PRIVATE_CHANNELS": "true"}
    running.start()
    for name, role in (("olga", "operator"), ("juno", "approver")):
        running.api("POST", "/api/accounts", {"name": name, "role": role, "password": PASSWORD})
    yield running
    running.stop()


def cli(yard: Yard, *arguments: str) -> str:
    environment = {**os.environ, "SKILLYARD_URL": yard.base, "SKILLYARD_TOKEN": TOKEN}
    done = subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def say(page: Page, line: str):
    """The answer to a line, below everything that was said before."""
    before = page.locator("#chat-thread .turn").count()
    page.fill("#chat-text", line)
    page.press("#chat-text", "Enter")
    turns = page.locator("#chat-thread .turn")
    expect(turns).to_have_count(before + 1)
    answer = turns.nth(before)
    expect(answer.locator("[id^=answer-]")).to_be_visible()
    return answer


def confirm(answer) -> None:
    answer.locator("[id^=confirm-]").click()
    expect(answer.locator(".run-card")).to_be_visible()


def confirm_and_let_the_card_ask(page: Page, answer) -> None:
    """Confirms, and waits until the card got what it asks for once, a second after it is there."""
    confirmed = []

    def is_the_ask(response) -> bool:
        start = response.request.timing["startTime"]
        if response.request.method == "POST":
            confirmed.append(start)
        return "/chat/turns/" in response.url and bool(confirmed) and start >= confirmed[0] + 1000

    with page.expect_response(is_the_ask):
        confirm(answer)


def run_of(answer) -> str:
    return answer.locator(".run-card a").first.get_attribute("href").rsplit("/", 1)[1]


def registered(page: Page) -> None:
    page.click("#register-open")
    file = {"name": f"{SKILL}.zip", "mimeType": "application/zip", "buffer": skill_zip(SKILL)}
    page.set_input_files("#bundle", file)
    page.click("#check")
    expect(page.locator("#skill-report .verdicts li").first).to_be_visible()
    page.click("#register")
    expect(page.locator("#install-now")).to_be_visible()
    page.click("#open-skill")
    # Scanned: a script that may run is worth a look, and blocks nothing.
    expect(page.locator("#scan .card-h .chip")).to_be_visible()


def approved(open_window, yard: Yard, run: str) -> None:
    approver = signed_in(open_window, yard, "juno", "en")
    approver.page.click(f"#attend-{run}-step")
    approver.page.click("#run-approve")
    approver.page.fill("#comment", "Read the script.")
    approver.page.click("#decide")
    expect(approver.page.locator("#run-approval .chip")).to_contain_text("Approved")


def statuses(page: Page, yard: Yard, run: str) -> set[str]:
    """The run's status as its page, the CLI, the API and chat have it."""
    shown = page.context.new_page()
    shown.goto(f"{yard.base}/runs/{run}")
    words = {"성공": "success", "일부 실패": "partial_failed", "실패": "failed"}
    text = shown.locator("#h-run .chip").inner_text().strip()
    shown.close()
    by_cli = json.loads(cli(yard, "run", "show", run, "--json"))["status"]
    by_chat_line = json.loads(cli(yard, "chat", f"/status run {run}", "--json"))["reply"]["runs"][0]["status"]
    by_api = yard.api("GET", f"/api/install-runs/{run}")["status"]
    said = say(page, f"/상태 실행 {run}")
    said_text = said.locator("[id^=answer-] .chip").first.inner_text().strip()
    return {words[text], by_cli, by_chat_line, by_api, words[said_text]}


def test_a_whole_day_E2E_01_CH_06_CH_08(open_window, yard, hooks, tmp_path):
    channel = {"name": "Operations", "kind": "webhook", "url": hooks.url}
    saved = yard.api("PUT", "/api/channels/ops", channel, If_None_Match="*")
    hooks.secret = saved["signing_secret"]
    window = signed_in(open_window, yard, "olga", "ko")
    page = window.page
    page.goto(f"{yard.base}/skills")
    registered(page)

    # An approval is needed where the provider asks for one; nothing begins there before.
    settings = yard.api("GET", "/api/providers/claude")["settings"]
    change(yard, {**settings, "approval": "risky", "four_eyes": True})
    yard.faults(DENIED, HANGING)
    page.goto(f"{yard.base}/chat")
    answer = say(page, f"{SKILL}를 openai, claude, gemini에 설치해줘")
    for provider in PROVIDERS:
        expect(answer).to_contain_text(provider, ignore_case=True)
    assert yard.api("GET", "/api/install-runs")["items"] == []
    # Nobody would answer the card while the server is dead.
    confirm_and_let_the_card_ask(page, answer)
    run = run_of(answer)

    # One target waits for its vendor's answer and one for an approval: killed there, both are where they were.
    yard.kill()
    yard.start()
    yard.faults(DENIED)  # The simulators began anew with the server.
    approved(open_window, yard, run)
    assert yard.ended(run)["status"] == "partial_failed"
    failed = yard.api("GET", f"/api/install-runs/{run}")
    assert {t["provider"] for t in failed["tasks"] if t["status"] == "failed"} == {"claude"}
    opened = hooks.next()
    assert opened["signed"] and opened["body"]["data"]["alert"]["cause"]["code"] == "auth_failed"
    # The thread outlived the server, and its card shows how the run stands.
    page.reload()
    expect(page.locator("#chat-thread .run-card .chip").first).to_contain_text("일부 실패")
    assert statuses(page, yard, run) == {"partial_failed"}

    yard.faults()
    again = say(page, "방금 실패한 거 다시 돌려")
    expect(again).to_contain_text(run[-6:])
    confirm(again)
    assert yard.ended(run)["status"] == "success"
    recovered = hooks.next()
    assert recovered["signed"] and recovered["body"]["data"]["alert"]["id"] == opened["body"]["data"]["alert"]["id"]
    assert "recovered" in recovered["body"]["type"]
    expect(again.locator(".run-card .chip").first).to_contain_text("성공")
    assert statuses(page, yard, run) == {"success"}

    undo = say(page, f"/롤백 실행 {run} 이유: 문구가 틀렸다")
    confirm(undo)
    undone = run_of(undo)
    assert undone != run and yard.ended(undone)["status"] == "success"
    reversed_run = yard.api("GET", f"/api/install-runs/{undone}")
    assert (reversed_run["parent_run_id"], reversed_run["reason"]) == (run, "문구가 틀렸다")
    assert yard.api("GET", f"/api/installations?skill={SKILL}")["items"] == []

    admin = open_window(f"/runs/{undone}").page
    for id in (run, undone):
        admin.goto(f"{yard.base}/runs/{id}")
        assert verify("evidence", "verify", str(download(admin, "#run-evidence", tmp_path))).returncode == 0
    assert json.loads(cli(yard, "audit", "verify", "--json"))
    # Killed once, the browser heard of it, and of nothing else.
    window.check_clean("net::ERR", "htmx:sendError", "htmx:afterRequest")
    assert re.fullmatch(r"[0-9a-f-]{36}", run)
