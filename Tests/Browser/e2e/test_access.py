"""Accounts in the browser: the first link, signing in and out, sessions that end, requests of other sites."""

import http.server
import re
import threading

import pytest
from playwright.sync_api import expect

from yard import Yard

PASSWORD = "paper boats at noon"
HOST_COOKIE = "__Host-skillyard"


@pytest.fixture(scope="module")
def yard():
    """One that nobody gave a token: it prints the link for its first administrator."""
    running = Yard(token=None)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def setup_link(yard):
    found = re.search(r"http://\S+/setup\?code=skc_\S+", yard.tail())
    assert found, yard.tail()
    return found[0]


@pytest.fixture(scope="module")
def other_site():
    """A page of somebody else, on another port of the same machine: another origin, the same site."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            target = self.path.removeprefix("/?target=")
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            form = f'<form method="post" action="{target}"><input name="to" value="ko"><button id="go">Win</button></form>'
            self.wfile.write(f"<!doctype html><title>Prizes</title>{form}".encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def sign_in(page, name, password):
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("#sign-in")


def session_cookie(page):
    found = [c for c in page.context.cookies() if c["name"] == HOST_COOKIE]
    return found[0] if found else None


def test_the_first_link_makes_an_administrator(open_window, setup_link, yard):
    window = open_window("/dashboard", signed_in=False)
    page = window.page
    expect(page).to_have_url(re.compile("/sign-in"))
    page.goto(setup_link)
    page.fill("#f-name", "mina")
    page.fill("#f-password", "123")
    page.fill("#f-again", "123")
    page.click("#setup")
    expect(page.locator("#f-password-error")).to_contain_text("12 to 256 characters")
    expect(page.locator("#f-password")).to_have_value("")
    page.fill("#f-password", PASSWORD)
    page.fill("#f-again", PASSWORD)
    page.click("#setup")
    expect(page).to_have_url(re.compile("/dashboard"))
    expect(page.locator("#who summary")).to_contain_text("mina")
    cookie = session_cookie(page)
    assert cookie["secure"] and cookie["httpOnly"] and cookie["sameSite"] == "Lax" and cookie["path"] == "/"
    assert cookie["value"].startswith("sks_")
    assert "sks_" not in page.evaluate("document.cookie")
    window.check_clean("422")
    page.goto(setup_link)
    page.fill("#f-name", "eve")
    page.fill("#f-password", PASSWORD)
    page.fill("#f-again", PASSWORD)
    page.click("#setup")
    expect(page.locator("main")).to_contain_text("This link has been used or is too old.")


@pytest.mark.parametrize("js", [True, False])
def test_signing_in_and_out(open_window, yard, js):
    page = open_window("/runs?status=failed", signed_in=False, js=js).page
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    sign_in(page, "mina", "not the password")
    expect(page.locator("#e-sign-in")).to_contain_text("There is no account with this name and password.")
    wrong = page.locator("#e-sign-in").inner_text()
    sign_in(page, "nobody-here", "not the password")
    expect(page.locator("#e-sign-in")).to_have_text(wrong)
    sign_in(page, "MINA", PASSWORD)
    expect(page).to_have_url(yard.base + "/runs?status=failed")
    secret = session_cookie(page)["value"]
    page.click("#who summary")
    page.click("#sign-out")
    expect(page).to_have_url(yard.base + "/sign-in")
    assert session_cookie(page) is None
    # The secret is of no use any more, wherever it was copied to.
    page.context.add_cookies([{"name": "skillyard", "value": secret, "url": yard.base}])
    page.goto(yard.base + "/runs")
    expect(page.locator("#ended")).to_be_visible()


def test_a_sign_in_brings_a_new_session(open_window):
    page = open_window("/sign-in", signed_in=False).page
    sign_in(page, "mina", PASSWORD)
    page.wait_for_url("**/dashboard")
    first = session_cookie(page)["value"]
    page.goto(page.url.replace("/dashboard", "/sign-in"))
    sign_in(page, "mina", PASSWORD)
    page.wait_for_url("**/dashboard")
    assert session_cookie(page)["value"] != first


def test_sessions_are_ended_from_elsewhere(open_window, yard):
    here, there = (open_window("/sign-in", signed_in=False).page for _ in range(2))
    for page in (here, there):
        sign_in(page, "mina", PASSWORD)
        page.wait_for_url("**/dashboard")
    here.goto(yard.base + "/settings#sessions")
    expect(here.locator("#sessions .chip")).to_have_count(1)
    # Its stream of events hears of the end as well, at a heartbeat, and would lead it to the sign-in.
    there.goto(yard.base + "/settings")
    for _ in range(here.locator("#sessions button").count()):
        here.locator("#sessions button").first.click()
        here.wait_for_load_state()
    expect(here.locator("#sessions tbody tr")).to_have_count(1)
    there.fill("#f-name", "laptop")
    there.click("#create-token")
    expect(there.locator("#ended")).to_be_visible()
    sign_in(there, "mina", PASSWORD)
    expect(there).to_have_url(re.compile("/settings"))
    expect(there.locator("#f-name")).to_have_value("laptop")
    here.reload()
    here.click("#end-all")
    here.click("#end-all-confirm")
    expect(here).to_have_url(yard.base + "/sign-in")
    there.reload()
    expect(there.locator("#ended")).to_be_visible()


def test_an_account_from_its_making_to_its_end(open_window, yard):
    admin = open_window("/sign-in", signed_in=False).page
    sign_in(admin, "mina", PASSWORD)
    admin.wait_for_url("**/dashboard")
    admin.goto(yard.base + "/settings/accounts")
    admin.fill("#f-name", "sora")
    admin.select_option("#f-role", "operator")
    admin.fill("#f-providers", "claude, openai")
    admin.click("#account-save")
    initial = admin.locator("#new-password").input_value()
    sora = open_window("/sign-in", signed_in=False).page
    sign_in(sora, "sora", initial)
    sora.wait_for_url("**/dashboard")
    sora.goto(yard.base + "/settings")
    sora.fill("#f-current", initial)
    sora.fill("#f-new", "three red lanterns")
    sora.fill("#f-again", "three red lanterns")
    sora.click("#password-save")
    expect(sora.locator("#account .alert.ok")).to_be_visible()
    assert sora.locator("#accounts").count() == 0
    sora.goto(yard.base + "/providers")
    assert sora.locator("#provider-add").count() == 0
    admin.locator("tbody a", has_text="sora").click()
    admin.click("#account-disable")
    admin.click("#confirm")
    expect(admin.locator("main .chip")).to_have_text("Disabled")
    sora.goto(yard.base + "/runs")
    expect(sora.locator("#ended")).to_be_visible()
    sign_in(sora, "sora", "three red lanterns")
    expect(sora.locator("#e-sign-in")).to_contain_text("There is no account")


def test_two_who_change_the_same_account(open_window, yard):
    first, second = (open_window("/sign-in", signed_in=False).page for _ in range(2))
    for page in (first, second):
        sign_in(page, "mina", PASSWORD)
        page.wait_for_url("**/dashboard")
        page.goto(yard.base + "/settings/accounts")
        page.locator("tbody a", has_text="sora").click()
    first.select_option("#f-role", "auditor")
    first.click("#account-save")
    expect(first.locator("main .alert.ok")).to_be_visible()
    second.fill("#f-display-name", "Sora Kim")
    second.click("#account-save")
    expect(second.locator("main [role=alert]")).to_contain_text("It is not what you last saw")
    expect(second.locator("#f-display-name")).to_have_value("Sora Kim")


@pytest.mark.parametrize("path", ["/sign-out", "/settings/language", "/settings/sessions/end", "/providers/claude/check"])
def test_another_site_does_nothing(open_window, yard, other_site, path):
    """SEC-08: the browser sends the cookie along, and the server sees whose form it was."""
    page = open_window("/sign-in", signed_in=False).page
    sign_in(page, "mina", PASSWORD)
    page.wait_for_url("**/dashboard")
    before = session_cookie(page)["value"]
    page.goto(f"{other_site}/?target={yard.base}{path}")
    with page.expect_navigation() as landing:
        page.click("#go")
    assert landing.value.status == 403
    sent = landing.value.request.all_headers()
    assert sent["sec-fetch-site"] in ("same-site", "cross-site")
    page.goto(yard.base + "/settings")
    expect(page.locator("#who summary")).to_contain_text("mina")
    assert session_cookie(page)["value"] == before
    assert not [c for c in page.context.cookies() if c["name"] == "lang"]


def test_guessing_is_slowed_down_and_says_for_how_long(open_window, yard):
    """SEC-09: whoever guesses waits; an owner at an address of theirs does not."""
    page = open_window("/sign-in", signed_in=False).page
    # Each wait is twice the one before it, and soon longer than a try takes.
    for _ in range(12):
        with page.expect_navigation():
            sign_in(page, "guessed", "not the password")
        if "Too many" in page.locator("#e-sign-in").inner_text():
            break
    expect(page.locator("#e-sign-in")).to_contain_text(re.compile(r"Try again in \d+(\.\d)? s\."))
    sign_in(page, "mina", PASSWORD)
    page.wait_for_url("**/dashboard")


def test_every_answer_is_guarded(open_window, yard):
    page = open_window("/sign-in", signed_in=False).page
    for path in ["/sign-in", "/setup", "/nowhere", "/static/x", "/runs", "/api/runs", "/healthz"]:
        headers = page.request.get(yard.base + path, max_redirects=0).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["cache-control"] == "no-store", path
        assert "strict-transport-security" not in headers, path
