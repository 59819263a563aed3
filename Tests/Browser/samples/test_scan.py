"""SEC-03, SEC-04, UI-08: what the safety scan found, that it does not mean safe, and how it is waived."""

import pytest
from clean import assert_clean, looks
from playwright.sync_api import expect

VERSION = "/skills/release-notes/versions/2"
WAIVE = f"{VERSION}/findings/91b2c6f00d7a35e4/waive"
REVOKE = f"{VERSION}/waivers/019330e2-4a70-7c4e-9d0b-5f2a1c3b4d5e/revoke"
NOTICE = {
    "en": "No findings does not mean safe.",
    "ko": "발견된 것이 없다고 안전하다는 뜻은 아닙니다.",
}
FIX = {"en": "have an approver waive the findings", "ko": "승인자에게 예외 승인을 요청하세요"}


@looks
def test_the_page_of_a_skill(visit, lang, theme, width):
    page = visit("/skills/release-notes", lang=lang, theme=theme, width=width)
    scan = page.locator("#scan")
    expect(scan).to_contain_text(NOTICE[lang])
    expect(scan).to_contain_text("scripts/merged.sh:8")
    scan.scroll_into_view_if_needed()
    assert_clean(page, f"scan.{lang}.{theme}.{width}")
    scan.get_by_role("link", name="scripts/merged.sh:8", exact=True).click()
    page.wait_for_url("**/files?**#L8")


@looks
def test_a_finding_is_waived_in_a_dialog_and_on_a_page(visit, lang, theme, width):
    page = visit("/skills/release-notes", lang=lang, theme=theme, width=width)
    page.locator(f'#scan [href="{WAIVE}"]').click()
    form = page.locator("#modal #waive-form")
    expect(form).to_be_visible()
    assert_clean(page, f"waive-dialog.{lang}.{theme}.{width}")
    form.locator("#f-reason").fill("A test key.")
    form.locator("#waive-submit").click()
    page.wait_for_url("**/skills/release-notes?version=2")
    page.goto(WAIVE)
    page.wait_for_selector("html[data-ready]")
    assert_clean(page, f"waive-page.{lang}.{theme}.{width}")


@looks
def test_a_waiver_is_ended_in_a_dialog_and_on_a_page(visit, lang, theme, width):
    page = visit("/skills/release-notes", lang=lang, theme=theme, width=width)
    page.locator(f'#scan [href="{REVOKE}"]').click()
    expect(page.locator("#modal #waiver-revoke-confirm")).to_be_visible()
    assert_clean(page, f"revoke-waiver-dialog.{lang}.{theme}.{width}")
    page.locator("#waiver-revoke-confirm").click()
    page.wait_for_url("**/skills/release-notes?version=2")
    page.goto(REVOKE)
    page.wait_for_selector("html[data-ready]")
    assert_clean(page, f"revoke-waiver-page.{lang}.{theme}.{width}")


@looks
def test_a_check_and_what_was_registered(visit, lang, theme, width):
    page = visit("/skills", lang=lang, theme=theme, width=width)
    page.locator('main [data-hx-get="/skills/new"]').click()
    page.locator("#skill-form details summary").click()
    page.fill("#text", "---\nname: release-notes\n---")
    page.click("#check")
    report = page.locator("#skill-report")
    expect(report).to_contain_text(NOTICE[lang])
    expect(report).to_contain_text("scripts/notes.sh:3")
    report.scroll_into_view_if_needed()
    assert_clean(page, f"check-scan.{lang}.{theme}.{width}")
    page.click("#register")
    expect(page.locator("#skill-register")).to_contain_text(NOTICE[lang])
    assert_clean(page, f"registered-scan.{lang}.{theme}.{width}")


def test_what_was_registered_on_a_page_of_its_own(visit):
    page = visit("/skills/new")
    page.locator("#skill-form details summary").click()
    page.fill("#text", "---\nname: release-notes\n---")
    page.click("#register")
    expect(page.locator("h1")).to_have_text("release-notes is registered as version 2")
    assert_clean(page, "registered-on-its-own-page")


@looks
def test_a_plan_that_is_blocked(visit, lang, theme, width):
    page = visit(
        "/install?skill=release-notes&version=2", shown=["blocked"], lang=lang, theme=theme, width=width
    )
    page.click("#show-plan")
    expect(page.locator("main table.plan")).to_contain_text(FIX[lang])
    assert page.locator("#start").count() == 0
    assert_clean(page, f"plan-blocked.{lang}.{theme}.{width}")
    page.locator('a[href$="#scan"]').click()
    expect(page.locator("#scan")).to_be_in_viewport()


@pytest.mark.parametrize("role", ["viewer", "operator", "auditor"])
def test_who_may_not_waive_is_told_so(visit, role):
    page = visit("/skills/release-notes", role=role)
    expect(page.locator("#scan")).to_contain_text(NOTICE["en"])
    assert page.locator('#scan [href$="/waive"], #scan [href$="/revoke"]').count() == 0
    page.goto(WAIVE)
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("main")).to_contain_text("Only approvers and administrators waive findings")
    assert page.locator("#waive-submit").count() == 0
    assert_clean(page, f"waive.denied.{role}")
