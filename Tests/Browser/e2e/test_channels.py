"""People and programs are told of alerts: a signed webhook and mail, from the vendor that fails to its recovery."""

import re
import time

import pytest
from playwright.sync_api import expect

from accessible import assert_accessible
from hook_receiver import Hooks
from mail_receiver import Mailbox
from yard import TOKEN, Yard

DENIED = {"vendor": "claude", "effect": {"kind": "status", "status": 401}}


@pytest.fixture(scope="module")
def hooks():
    made = Hooks()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def mailbox():
    made = Mailbox()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def yard(mailbox):
    running = Yard(TOKEN)
    running.environment = {
        "SKILLYARD_PRIVATE_CHANNELS": "true",
        "SKILLYARD_SMTP_HOST": "127.0.0.1",
        "SKILLYARD_SMTP_PORT": str(mailbox.port),
        "SKILLYARD_SMTP_SECURITY": "none",
        "SKILLYARD_SMTP_FROM": "skillyard@example.com",
    }
    running.start()
    yield running
    running.stop()


def add_webhook(page, yard, hooks) -> None:
    page.goto(f"{yard.base}/settings/channels")
    page.click("#channel-add")
    page.get_by_role("link", name="Webhook", exact=True).click()
    page.fill("#f-id", "ops")
    page.fill("#f-name", "Operations")
    page.fill("#f-url", hooks.url)
    page.click("#channel-save")
    hooks.secret = page.locator("#new-secret").input_value()
    assert hooks.secret.startswith("whsec_")
    assert hooks.url not in page.content()


def test_people_are_told_when_an_alert_opens_and_recovers_AL_02_OP_04(open_window, yard, hooks, mailbox):
    """AL-02: one notice when it opens and one when it recovers. OP-04: the request of the run stands in the webhook."""
    window = open_window("/settings")
    page = window.page
    page.click("#channels")
    expect(page.locator("main")).to_contain_text("Nobody is told of alerts yet")
    add_webhook(page, yard, hooks)
    page.goto(f"{yard.base}/settings/channels/new?kind=email")
    page.fill("#f-id", "mail")
    page.fill("#f-name", "On call")
    page.fill("#f-recipients", "oncall@example.com, mina@example.com")
    page.select_option("#f-language", "ko")
    page.click("#channel-save")
    expect(page.locator("#channel-notice")).to_contain_text("“On call” is saved")

    page.click("#channel-ops-test")
    expect(page.locator("#channel-notice")).to_contain_text("The test was delivered.")
    test = hooks.next()
    assert test["signed"] and test["body"]["type"] == "channel.test"
    page.click("#channel-mail-test")
    _, recipients, mail = mailbox.next()
    assert recipients == ["oncall@example.com", "mina@example.com"]
    assert mail["Subject"] == "[Skillyard] 시험"

    yard.register("invoice")
    yard.faults(DENIED)
    run = yard.install("invoice", on=["claude"])
    assert run["status"] == "failed"
    opened = hooks.next()
    assert opened["signed"]
    data = opened["body"]["data"]
    assert opened["body"]["type"] == "alert.opened"
    assert data["alert"]["title"] == "Targets failed" and data["alert"]["cause"]["code"] == "auth_failed"
    entry = yard.api("GET", f"/api/audit?subject=run:{run['id']}&action=run.start")["items"][0]
    known = {"request_id": entry["request_id"], "trace_id": entry["detail"]["trace_id"]}
    assert data["runs"] == [{"id": run["id"], **known}]
    sender, _, mail = mailbox.next()
    assert sender == "skillyard@example.com"
    assert mail["Subject"] == "[경고] 알림: Targets failed"
    text = mail.get_body(("plain",)).get_content()
    assert "원인: claude · auth_failed" in text and entry["request_id"] in text
    assert "<table" in mail.get_body(("html",)).get_content()

    yard.faults()
    yard.api("POST", f"/api/install-runs/{run['id']}/retry")
    assert yard.ended(run["id"])["status"] == "success"
    recovered = hooks.next()
    assert recovered["signed"] and recovered["body"]["type"] == "alert.recovered"
    assert recovered["body"]["data"]["alert"]["id"] == data["alert"]["id"]
    assert mailbox.next()[2]["Subject"] == "[경고] 복구됨: Targets failed"
    # One each, and no more.
    assert hooks.received.empty() and mailbox.received.empty()
    told = delivered(yard, "ops")
    assert [(d["kind"], d["state"]) for d in told] == [
        ("recovered", "delivered"),
        ("opened", "delivered"),
        ("test", "delivered"),
    ]
    window.check_clean()


def delivered(yard, channel):
    """What a channel was told: that something has arrived is written after the receiver has answered."""
    deadline = time.monotonic() + 10
    while True:
        told = yard.api("GET", f"/api/deliveries?channel={channel}")["items"]
        if all(d["state"] == "delivered" for d in told) or time.monotonic() > deadline:
            return told
        time.sleep(0.05)


def test_a_channel_that_fails_changes_no_run_and_is_sent_again(open_window, yard, hooks):
    """AL-02, AL-04: what was refused stands in the log, and one button sends it again with the same id."""
    hooks.answer = 400
    yard.register("minutes")
    yard.faults(DENIED)
    failed = yard.install("minutes", on=["claude"])
    yard.faults()
    window = open_window("/settings/channels?state=failed")
    page = window.page
    rows = page.locator("#deliveries tbody tr")
    for _ in range(60):
        page.reload()
        if rows.count() == 1:
            break
        page.wait_for_timeout(250)
    expect(rows).to_contain_text("It answered 400.")
    assert yard.api("GET", f"/api/install-runs/{failed['id']}")["status"] == "failed"
    assert yard.install("minutes", on=["openai"])["status"] == "success"
    first = hooks.ids[-1]
    hooks.answer = 204
    page.click("[id^=replay-]")
    expect(page.locator("#channel-notice")).to_contain_text("It is sent again now.")
    again = hooks.next()
    assert again["signed"] and again["headers"]["webhook-id"] == first
    window.check_clean()


@pytest.mark.parametrize("lang, theme", [("en", "light"), ("ko", "dark")])
@pytest.mark.parametrize("path", ["", "/new", "/new?kind=webhook", "/new?kind=email", "/ops", "/ops/remove"])
def test_pages_are_accessible_and_fit(open_window, yard, path, lang, theme):
    window = open_window(f"/settings/channels{path}", lang, theme)
    assert_accessible(window.page)
    window.page.set_viewport_size({"width": 320, "height": 800})
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.check_clean()


def test_everything_goes_without_scripts(open_window, yard, hooks):
    page = open_window("/settings/channels/ops", js=False).page
    page.fill("#f-name", "Operations 2")
    page.click("#channel-save")
    expect(page.locator("#channel-notice")).to_contain_text("Operations 2")
    page.click("#channel-ops-test")
    expect(page.locator("#channel-notice")).to_contain_text("delivered")
    assert hooks.next()["signed"]
    page.click("#channel-mail-remove")
    page.click("#channel-remove-confirm")
    expect(page.locator("#channel-mail")).to_have_count(0)
    assert re.search(r"/settings/channels$", page.url)
