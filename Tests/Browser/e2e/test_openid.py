"""SEC-09: signing in at an OpenID provider: a real one in a process of its own, well behaved and not."""

import json
import pathlib
import re
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import expect

import pictures
from accessible import assert_accessible
from openid_provider import CLIENT
from yard import Yard, free_port

HOST_COOKIE, ATTEMPT_COOKIE = "__Host-skillyard", "__Host-skillyard-sign-in"


class Example:
    """The provider's process, and what it is told to do."""

    def __init__(self, redirect: str) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        program = pathlib.Path(__file__).with_name("openid_provider.py")
        command = [sys.executable, str(program), str(self.port), redirect]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout and self.process.stdout.readline() == "ready\n"

    def post(self, path: str, body: object = None) -> None:
        urllib.request.urlopen(self.base + path, json.dumps(body).encode(), timeout=5).read()

    def does(self, **script: object) -> None:
        self.post("/_script", script)

    def count(self, line: str) -> int:
        with urllib.request.urlopen(self.base + "/_log", timeout=5) as answer:
            return json.load(answer).count(line)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="module")
def running():
    yard = Yard()
    example = Example(yard.base + "/sign-in/oidc/callback")
    secret = pathlib.Path(yard.folder.name) / "client-secret"
    secret.write_text(CLIENT[1] + "\n")
    yard.environment = {
        "SKILLYARD_OIDC_ISSUER": example.base,
        "SKILLYARD_OIDC_CLIENT_ID": CLIENT[0],
        "SKILLYARD_OIDC_CLIENT_SECRET": f"file:{secret}",
        "SKILLYARD_OIDC_NAME": "Example ID",
        "SKILLYARD_OIDC_ROLE_MAP": "yard-admins=admin,developers=operator",
    }
    yard.start()
    yield yard, example
    yard.stop()
    example.stop()


@pytest.fixture(scope="module")
def yard(running):
    return running[0]


@pytest.fixture
def example(running):
    provider = running[1]
    provider.does()
    yield provider
    provider.does()


def go_there(page):
    page.click("#external-sign-in")
    page.wait_for_url("**/authorize?**")


def lose_session(page):
    # A page that stays open asks for what is new, and leads to the sign-in by itself at a moment of its own.
    page.goto("about:blank")
    page.context.clear_cookies()


def sign_in(page, user="mina", groups="developers"):
    go_there(page)
    page.fill("[name=user]", user)
    page.fill("[name=groups]", groups)
    page.click("#allow")


def cookies(page):
    return {c["name"]: c for c in page.context.cookies()}


def refused(page, text):
    expect(page.locator("#e-external")).to_contain_text(text)
    assert HOST_COOKIE not in cookies(page) and ATTEMPT_COOKIE not in cookies(page)
    # Nothing of the answer stays in the address, which is kept and sent on.
    assert "code=" not in page.url and "state=" not in page.url


@pytest.mark.parametrize("js", [True, False])
def test_signing_in_goes_on_where_one_was(open_window, yard, example, js):
    window = open_window("/runs?status=failed", signed_in=False, js=js)
    page = window.page
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    go_there(page)
    attempt = cookies(page)[ATTEMPT_COOKIE]
    assert attempt["secure"] and attempt["httpOnly"] and attempt["sameSite"] == "Lax" and attempt["path"] == "/"
    assert attempt["value"].split("~")[0].split(".")[1] not in page.url
    page.fill("[name=user]", "mina")
    page.fill("[name=groups]", "everybody developers")
    page.click("#allow")
    expect(page).to_have_url(yard.base + "/runs?status=failed")
    expect(page.locator("#who summary")).to_contain_text("mina")
    assert cookies(page)[HOST_COOKIE]["value"].startswith("sks_")
    assert ATTEMPT_COOKIE not in cookies(page)
    page.goto(yard.base + "/settings")
    assert page.locator("#f-current").count() == 0, "whoever signs in elsewhere has no password here"
    if js:
        window.check_clean()
    page.click("#who summary")
    page.click("#sign-out")
    expect(page).to_have_url(yard.base + "/sign-in")
    assert HOST_COOKIE not in cookies(page)


def test_the_role_follows_the_provider_and_goes_with_it(open_window, yard, example):
    first, second, admin = (open_window("/sign-in", signed_in=False).page for _ in range(3))
    sign_in(first, "sora", "developers")
    first.wait_for_url("**/dashboard")
    sign_in(admin, "boss", "yard-admins")
    admin.wait_for_url("**/dashboard")
    admin.goto(yard.base + "/settings/accounts")
    admin.locator("tbody a", has_text="sora").click()
    expect(admin.locator("#account-issuer")).to_contain_text(example.base)
    assert admin.locator("#f-role").count() == 0 and admin.locator("#account-password").count() == 0
    sign_in(second, "sora", "everybody")
    refused(second, "you have no access here")
    first.goto(yard.base + "/runs")
    expect(first.locator("#ended")).to_be_visible()
    sign_in(first, "sora", "yard-admins developers")
    first.wait_for_url("**/runs")
    first.goto(yard.base + "/settings/accounts")
    expect(first.locator("tbody")).to_contain_text("boss")


def test_whom_an_administrator_disables_stays_out(open_window, yard, example):
    page, admin = (open_window("/sign-in", signed_in=False).page for _ in range(2))
    sign_in(page, "juno", "developers")
    page.wait_for_url("**/dashboard")
    sign_in(admin, "boss", "yard-admins")
    admin.wait_for_url("**/dashboard")
    admin.goto(yard.base + "/settings/accounts")
    admin.locator("tbody a", has_text="juno").click()
    admin.click("#account-disable")
    admin.click("#confirm")
    page.goto(yard.base + "/sign-in")
    page.context.clear_cookies()
    sign_in(page, "juno", "yard-admins")
    refused(page, "you have no access here")


def test_cancelling_there_is_told_here(open_window, yard, example):
    page = open_window("/sign-in?next=%2Fruns", signed_in=False, lang="ko").page
    go_there(page)
    page.click("#deny")
    refused(page, "Example ID에서 로그인하지 못했습니다.")
    # The way goes on where one was.
    sign_in(page)
    page.wait_for_url("**/runs")


def test_a_new_key_is_found(open_window, yard, example):
    page = open_window("/sign-in", signed_in=False).page
    sign_in(page)
    page.wait_for_url("**/dashboard")
    before = example.count("GET /keys")
    example.post("/_rotate")
    lose_session(page)
    page.goto(yard.base + "/sign-in")
    sign_in(page)
    page.wait_for_url("**/dashboard")
    assert example.count("GET /keys") == before + 1


WRONG = [
    ({"claims": {"iss": "https://evil.example.com"}}, "does not prove who you are"),
    ({"claims": {"aud": "another-client"}}, "does not prove who you are"),
    ({"claims": {"aud": ["skillyard", "another"], "azp": "another"}}, "does not prove who you are"),
    ({"claims": {"nonce": "of another sign-in"}}, "does not prove who you are"),
    ({"claims": {"exp": 1_700_000_000}}, "does not prove who you are"),
    ({"claims": {"nbf": 4_000_000_000}}, "does not prove who you are"),
    ({"forge": True}, "does not prove who you are"),
    ({"header": {"kid": "nobody knows"}}, "does not prove who you are"),
    ({"answer_issuer": "https://evil.example.com"}, "does not prove who you are"),
    ({"state": "of another browser"}, "was not begun in this browser"),
]


@pytest.mark.parametrize("script, text", WRONG, ids=[json.dumps(s) for s, _ in WRONG])
def test_what_proves_nothing_lets_nobody_in(open_window, yard, example, script, text):
    page = open_window("/sign-in", signed_in=False).page
    example.does(**script)
    sign_in(page, groups="yard-admins")
    refused(page, text)


def test_an_answer_counts_once(open_window, yard, example):
    """Code and state of a sign-in, once more: in the same browser with all it kept, and in another one."""
    page, thief = (open_window("/sign-in", signed_in=False).page for _ in range(2))
    example.does(codes_count_twice=True)
    go_there(page)
    attempt = cookies(page)[ATTEMPT_COOKIE]
    answers = []
    page.on("request", lambda r: answers.append(r.url) if "/oidc/callback" in r.url else None)
    page.fill("[name=user]", "mina")
    page.fill("[name=groups]", "developers")
    page.click("#allow")
    page.wait_for_url("**/dashboard")
    thief.goto(answers[0])
    refused(thief, "was not begun in this browser")
    for other in (page, thief):
        other.context.clear_cookies()
        kept = {k: attempt[k] for k in ("name", "value", "domain", "path", "secure", "httpOnly", "sameSite")}
        other.context.add_cookies([kept])
        other.goto(answers[0])
        refused(other, "was used already")


def test_nobody_is_signed_in_as_somebody_else(open_window, yard, example):
    """Sign-in CSRF: the answer that was meant for another browser, while this one has a sign-in of its own."""
    page, thief = (open_window("/sign-in", signed_in=False).page for _ in range(2))
    go_there(thief)
    thief.fill("[name=user]", "eve")
    thief.fill("[name=groups]", "developers")
    thief.route("**/oidc/callback?*", lambda route: route.abort())
    with thief.expect_request("**/oidc/callback?*") as answer:
        thief.click("#allow")
    go_there(page)
    page.goto(answer.value.url)
    refused(page, "was not begun in this browser")


def test_another_provider_at_the_same_place_is_not_believed(open_window, yard, example):
    """Discovery is read anew by a program that starts: a document of another issuer ends it there."""
    yard.kill()
    example.does(discovery_issuer="https://evil.example.com")
    yard.start()
    before = example.count("GET /authorize")
    page = open_window("/sign-in", signed_in=False).page
    page.click("#external-sign-in")
    refused(page, "is not set up as it should be")
    assert example.count("GET /authorize") == before
    log = yard.tail()
    assert "names another issuer" in log and CLIENT[1] not in log


def test_nothing_secret_is_in_the_log_or_history(open_window, yard, example):
    log = (pathlib.Path(yard.folder.name) / "log").read_text(errors="replace")
    history = json.dumps(yard.api("GET", "/api/audit?limit=200"))
    for text in (log, history):
        for secret in (CLIENT[1], "eyJ", "code_verifier", "sks_"):
            assert secret not in text
    assert '"issuer"' in history and "id-of-mina" in history


@pytest.mark.parametrize("lang, theme", [("en", "light"), ("ko", "dark")])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_of_signing_in(open_window, yard, example, lang, theme, width):
    window = open_window("/sign-in?refused=no_access", signed_in=False, lang=lang, theme=theme, width=width)
    page = window.page
    expect(page.locator("#e-external")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    pictures.take(page, f"openid-{lang}-{theme}-{width}", full_page=True)
    window.check_clean()
