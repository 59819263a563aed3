"""Alerts, their rules and the failure inbox over the samples; UI-02, UI-05, UI-07, UI-08."""

import re

import pytest
from clean import assert_clean, looks
from playwright.sync_api import expect

OPEN = "/alerts/019abce0-0001-7a3b-8c4d-5e6f70819a01"
SNOOZED = "/alerts/019abcd1-0002-7a3b-8c4d-5e6f70819a02"
CAUSE = "provider=claude&code=rate_limited&signature=rate_limit_error"
PAGES = {
    "alerts": "/alerts",
    "all": "/alerts?state=all",
    "none": "/alerts?state=acknowledged&provider=gemini",
    "alert": SNOOZED,
    "acknowledge": f"{OPEN}/acknowledge",
    "snooze": f"{OPEN}/snooze",
    "rules": "/alerts/rules?saved=queue-age",
    "kinds": "/alerts/rules/new",
    "rule-new": "/alerts/rules/new?kind=run_failed",
    "rule": "/alerts/rules/failure-rate",
    "rule-remove": "/alerts/rules/queue-age/remove",
    "failures": "/failures",
    "failures-acknowledge": f"/failures/acknowledge?{CAUSE}",
}
FIRED = {"en": "this rule would have fired 2 times", "ko": "이 규칙은 2번 알렸을 것입니다"}


@looks
def test_every_page_of_alerts_is_clean(visit, lang, theme, width):
    page = visit("/alerts", lang=lang, theme=theme, width=width)
    state = f"{lang}.{theme}.{width}"
    for name, path in PAGES.items():
        page.goto(path)
        page.wait_for_selector("html[data-ready]")
        assert page.evaluate("document.documentElement.lang") == lang
        assert page.title().startswith("(1) ")
        assert_clean(page, f"alerts-{name}.{state}")
    page.goto("/alerts/rules/queue-age")
    page.fill("#f-minutes", "10")
    page.click("#rule-save")
    expect(page.locator("#trial")).to_contain_text(FIRED[lang])
    assert_clean(page, f"alerts-trial.{state}")
    page.click("#rule-save")
    expect(page.locator("#rule-saved")).to_be_visible()
    page.goto("/alerts")
    page.wait_for_selector("html[data-ready]")
    page.click("[id$=-snooze]")
    expect(page.locator("#modal #care-form")).to_be_visible()
    page.fill("#f-until", "2020-01-01T10:00")
    page.click("#care-submit")
    expect(page.locator("#f-until-error")).to_be_visible()
    assert_clean(page, f"alerts-snooze-dialog.{state}")


def test_an_alert_is_acknowledged_by_keys_alone(visit):
    page = visit("/alerts")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("l")
    page.wait_for_selector("html[data-ready]")
    page.focus("[id$=-acknowledge]")
    page.keyboard.press("Enter")
    expect(page.locator("#modal #f-reason")).to_be_focused()
    page.keyboard.type("The vendor knows of it.")
    page.keyboard.press("Enter")
    expect(page.locator("#modal")).not_to_be_visible()
    expect(page.locator(".toast")).to_contain_text("Acknowledged: Targets failed · Claude")
    expect(page.locator("[id$=-acknowledge]")).to_be_focused()


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_what_the_role_is_for(visit, role):
    page = visit("/alerts", role=role)
    assert page.locator("[id$=-acknowledge]").count() == (role == "operator")
    page.goto("/alerts/rules/failure-rate")
    assert page.locator("#rule-try").count() == (role == "operator")
    assert page.locator("#rule-save").count() == 0
    assert_clean(page, f"rule.{role}")
    page.goto("/failures")
    assert page.locator("[id$=-retry]").count() == (2 if role == "operator" else 0)
    page.goto(f"{OPEN}/acknowledge")
    assert page.locator("#care-submit").count() == (role == "operator")
    assert_clean(page, f"acknowledge.{role}")


def test_without_scripts_all_of_it_works(visit):
    page = visit("/runs", scripts=False)
    assert page.title() == "(1) Runs · Skillyard"
    page.click("nav.side a[href='/alerts']")
    page.select_option("#f-provider", "claude")
    page.click("#filters button")
    page.wait_for_url("**/alerts?rule=&provider=claude")
    page.click("[id$=-acknowledge]")
    page.fill("#f-reason", "The vendor knows of it.")
    page.click("#care-submit")
    page.wait_for_url(f"**{OPEN}")
    page.goto("/alerts/rules")
    page.click("#rule-queue-age-switch")
    page.wait_for_url("**/alerts/rules#rule-queue-age")
    page.click("#rule-queue-age-open")
    page.click("#rule-try")
    expect(page.locator("#trial")).to_contain_text(FIRED["en"])
    page.goto("/alerts/rules")
    page.click("#rule-queue-age-remove")
    page.click("#rule-remove-confirm")
    page.wait_for_url("**/alerts/rules")
    page.goto("/failures")
    page.locator("[id$=-retry]").first.click()
    expect(page.locator("#retry-tally")).to_contain_text("2 failed targets are back at work")
    page.locator("[id$=-acknowledge]").first.click()
    page.fill("#f-reason", "Known.")
    page.click("#care-submit")
    page.wait_for_url("**/failures")


def test_a_new_alert_is_told_once_and_moves_nothing(visit):
    """The title, the tab's picture and a message follow the number, on whatever page; off again when none is open."""
    page = visit("/settings", width=320)
    picture = page.locator("#favicon")
    places = "[...document.querySelectorAll('.side a')].map(e => JSON.stringify(e.getBoundingClientRect()))"
    expect(page.locator("live-status[data-state=on]")).to_have_count(1)
    before = page.evaluate(places)
    none = '<input type="hidden" id="alerts-seen" name="seen" value="" data-open="">'
    page.route("**/alerts/open*", lambda route: route.fulfill(body=none, content_type="text/html"))
    changed(page, "() => document.title === 'Settings · Skillyard'")
    expect(picture).to_have_attribute("href", re.compile("/favicon.svg$"))
    expect(page.locator("#alerts-open")).not_to_be_visible()
    assert page.evaluate(places) == before
    page.unroute("**/alerts/open*")
    changed(page, "() => document.title === '(1) Settings · Skillyard'")
    expect(picture).to_have_attribute("href", re.compile("/favicon-alert.svg$"))
    expect(page.locator("#toasts[role=status] .toast")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text("New alert: Targets failed · Claude")
    assert page.evaluate(places) == before
    assert page.evaluate("document.activeElement === document.body")
    with page.expect_response("**/alerts/open?*") as again:
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:alert.changed'))")
    assert "hx-trigger-after-swap" not in again.value.headers
    expect(page.locator(".toast")).to_have_count(1)
    assert_clean(page, "alerts-told")


def changed(page, until):
    page.wait_for_function(
        f"() => ({until})() || (document.body.dispatchEvent(new CustomEvent('live:alert.changed')), false)", polling=100
    )
