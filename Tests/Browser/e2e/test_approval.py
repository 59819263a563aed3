"""Approvals in the browser: an operator asks, may not approve it, and an approver decides."""

import re

import pytest
from playwright.sync_api import expect

PASSWORD = "seven green umbrellas"
WORDS = {
    "en": dict(waits="Waits for approval", plan="1 target will wait", approved="Approved", done="Succeeded",
               own="You asked for this run yourself", refused="Refused", runs="can run: scripts/hello.sh"),
    "ko": dict(waits="승인 대기", plan="대상 1개는 승인을 기다리게", approved="승인됨", done="성공",
               own="직접 요청한 실행", refused="거절됨", runs="실행할 수 있는 파일"),
}


@pytest.fixture(scope="module")
def people(yard):
    """An operator, an approver, and somebody who is an administrator and asks for runs."""
    for name, role in (("olga", "operator"), ("juno", "approver"), ("adam", "admin")):
        yard.api("POST", "/api/accounts", {"name": name, "role": role, "password": PASSWORD})
    claude = yard.api("GET", "/api/providers/claude")
    yield claude["settings"]


@pytest.fixture
def gated(yard, people):
    change(yard, {**people, "approval": "risky", "four_eyes": True})
    yield
    change(yard, people)


def change(yard, settings):
    import json
    import urllib.request

    from yard import TOKEN

    request = urllib.request.Request(
        f"{yard.base}/api/providers/claude",
        data=json.dumps(settings).encode(),
        method="PUT",
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", "If-Match": "*"},
    )
    urllib.request.urlopen(request, timeout=60).read()


def signed_in(open_window, yard, name, lang, js=True):
    window = open_window("/sign-in", lang, signed_in=False, js=js)
    page = window.page
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("#sign-in")
    page.wait_for_url("**/dashboard")
    return window


def ask(page, yard, skill):
    page.goto(f"{yard.base}/skills/{skill}")
    page.click("#install")
    for box in page.locator("input[name=provider]:enabled").all():
        box.set_checked(box.get_attribute("value") == "claude")
    page.click("#show-plan")


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("js", [True, False])
def test_an_approver_lets_it_begin(open_window, yard, gated, lang, js):
    words, skill = WORDS[lang], f"gated-{lang}-{'js' if js else 'plain'}"
    yard.faults()
    yard.register(skill)
    operator = signed_in(open_window, yard, "olga", lang, js)
    page = operator.page
    ask(page, yard, skill)
    expect(page.locator("#approval")).to_contain_text(words["plan"])
    expect(page.locator("table.plan")).to_contain_text(words["runs"])
    page.click("#start")
    page.wait_for_url(re.compile("/runs/[0-9a-f-]{36}"))
    run = page.url.rsplit("/", 1)[1]
    expect(page.locator("#run-approval .chip")).to_contain_text(words["waits"])
    expect(page.locator("#run-approve")).to_have_count(0)

    approver = signed_in(open_window, yard, "juno", lang, js)
    look = approver.page
    expect(look.locator(f"#attend-{run}")).to_be_visible()
    look.click(f"#attend-{run}-step")
    look.click("#run-approve")
    look.fill("#comment", "Read the script.")
    look.click("#decide")
    expect(look.locator("#run-approval .chip")).to_contain_text(words["approved"])
    expect(look.locator("#run-approval")).to_contain_text("Read the script.")
    yard.ended(run)
    if js:
        # The page of whoever asked follows by itself.
        expect(page.locator("#h-run .chip")).to_contain_text(words["done"])
    operator.check_clean()
    approver.check_clean()


@pytest.mark.parametrize("lang", WORDS)
def test_nobody_approves_their_own_run(open_window, yard, gated, lang):
    words, skill = WORDS[lang], f"own-{lang}"
    yard.register(skill)
    admin = signed_in(open_window, yard, "adam", lang)
    page = admin.page
    ask(page, yard, skill)
    page.click("#start")
    page.wait_for_url(re.compile("/runs/[0-9a-f-]{36}"))
    expect(page.locator("#run-approval")).to_contain_text(words["own"])
    expect(page.locator("#run-approve")).to_have_count(0)
    # Whoever knows the address is refused in words, and nothing begins.
    page.goto(page.url + "/approve")
    page.click("#decide")
    expect(page.locator(".err[role=alert]")).to_contain_text(words["own"])
    run = page.url.split("/runs/")[1].split("/")[0]
    assert yard.api("GET", f"/api/install-runs/{run}")["approval"]["state"] == "pending"
    page.goto(f"{yard.base}/runs?approval=pending")
    expect(page.locator(f"#open-{run}")).to_be_visible()
    page.goto(f"{yard.base}/runs/{run}")
    page.click("#run-refuse")
    page.fill("#comment", "A mistake.")
    page.click("#decide")
    expect(page.locator("#run-approval .chip")).to_contain_text(words["refused"])
    assert yard.ended(run)["status"] == "failed"
    admin.check_clean("403", "422")
