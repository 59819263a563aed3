"""An operator's failure in the browser, from the vendor that fails to the alert that has recovered."""

import re

from playwright.sync_api import expect

DENIED = {"vendor": "claude", "effect": {"kind": "status", "status": 401}}


def test_a_vendor_fails_and_recovers_AL_01_AL_02(open_window, yard):
    """AL-01: a final failure opens exactly one alert, a later success ends it. AL-02: what fails for the same cause is counted in it."""
    for name in ("invoice", "minutes"):
        yard.register(name)
    yard.faults(DENIED)
    window = open_window("/alerts")
    page = window.page
    cards, badge, picture = page.locator(".finding-card"), page.locator("#alerts-open"), page.locator("#favicon")
    expect(page.locator("live-status[data-state=on]")).to_be_visible()
    expect(page.locator("#alerts-results")).to_contain_text("Nothing is wrong")
    expect(badge).not_to_be_visible()
    runs = [yard.install("invoice", on=["claude"])["id"]]
    # It comes by itself: in the list, in the navigation, in the tab, and as a message.
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Targets failed · Claude")
    expect(cards).to_contain_text("The provider did not accept the credential.")
    expect(badge).to_have_text(re.compile("^1"))
    expect(page).to_have_title("(1) Alerts · Skillyard")
    expect(picture).to_have_attribute("href", re.compile("favicon-alert"))
    expect(page.locator(".toast")).to_contain_text("New alert: Targets failed")
    runs.append(yard.install("minutes", on=["claude"])["id"])
    expect(cards).to_contain_text("Seen 2 times")
    expect(cards).to_have_count(1)

    cards.locator("[id$=-acknowledge]").click()
    page.fill("#modal #f-reason", "The key is being renewed.")
    page.click("#care-submit")
    expect(page.locator("#modal")).not_to_be_visible()
    expect(page.locator("#alerts-results")).to_contain_text("Nothing is wrong")
    expect(badge).not_to_be_visible()
    expect(page).to_have_title("Alerts · Skillyard")
    expect(picture).not_to_have_attribute("href", re.compile("favicon-alert"))
    page.click("#state-acknowledged")
    expect(cards).to_contain_text("The key is being renewed.")

    page.goto(f"{yard.base}/dashboard")
    expect(page.locator("#attend-failures")).to_contain_text("2 failed targets")
    expect(page.locator("#attend-alerts")).to_have_count(0)
    page.click("#attend-failures")
    expect(cards).to_contain_text("2 failed targets")
    yard.faults()
    cards.locator("[id$=-retry]").click()
    expect(page.locator(".toast")).to_contain_text("2 failed targets are back at work")
    for run in runs:
        assert yard.ended(run)["status"] == "success"
    expect(page.locator("#failures-results")).to_contain_text("Nothing is left to deal with")
    page.goto(f"{yard.base}/alerts?state=recovered")
    expect(cards).to_contain_text("Recovered")
    expect(cards).to_contain_text("Seen 2 times")
    assert [a["state"] for a in yard.api("GET", "/api/alerts")["items"]] == ["recovered"]
    window.check_clean()
