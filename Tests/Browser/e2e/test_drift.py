"""Somebody changes a skill at the vendor, past Skillyard: from the finding to the alert, the repair and the recovery."""

from playwright.sync_api import expect


def drift_alerts(yard):
    return [a["state"] for a in yard.api("GET", "/api/alerts?rule=drift-found")["items"]]


def test_what_was_deleted_at_the_vendor_is_found_and_repaired(open_window, yard):
    yard.register("invoice")
    assert yard.ended(yard.install("invoice", on=["claude"])["id"])["status"] == "success"
    (installed,) = yard.api("GET", "/api/installations?skill=invoice&provider=claude")["items"]
    yard.vendor("DELETE", f"/claude/v1/skills/{installed['remote']['id']}")

    window = open_window("/drift")
    page = window.page
    cards, look = page.locator(".finding-card"), page.locator("#look-claude")
    expect(page.locator("live-status[data-state=on]")).to_be_visible()
    expect(look).to_contain_text("Not looked at yet")
    page.click("#look-claude-check")
    expect(page.locator(".toast").first).to_contain_text("was asked for")
    # The rest comes by itself.
    expect(look).to_contain_text("Differs")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Gone")
    expect(page.locator("#alerts-open")).to_contain_text("1")
    assert drift_alerts(yard) == ["open"]

    cards.locator("[id$=-repair]").click()
    expect(page.locator("main")).to_contain_text("Repair: sent again")
    page.click("#start")
    page.wait_for_url("**/runs/*")
    run = page.url.rsplit("/", 1)[1]
    assert yard.ended(run)["status"] == "success"
    page.goto(f"{yard.base}/drift?provider=claude")
    expect(page.locator("#drift-results")).to_contain_text("Nothing differs.")
    expect(page.locator("#alerts-open")).not_to_be_visible()
    assert drift_alerts(yard) == ["recovered"]
    window.check_clean()
