"""A session that ends while somebody works, and what is left of it in the browser."""

from playwright.sync_api import expect

TOKEN = "sky_fixture-token"


def sign_in(page):
    page.wait_for_url("**/sign-in**")
    page.context.add_cookies([])
    page.click("#with-token summary")
    page.fill("#token", TOKEN)
    page.click("#token-sign-in")
    page.wait_for_selector("html[data-ready]")


def expire(page):
    page.context.clear_cookies()


def test_a_form_is_there_again_after_signing_in(visit):
    page = visit("/providers/claude")
    page.fill("#f-display-name", "Claude in Europe")
    page.uncheck("#f-enabled")
    expire(page)
    page.click("#settings-save")
    sign_in(page)
    assert page.url.endswith("/providers/claude")
    expect(page.locator("#f-display-name")).to_have_value("Claude in Europe")
    expect(page.locator("#f-enabled")).not_to_be_checked()
    expect(page.locator("#toasts")).to_contain_text("What you typed before signing in is back.")
    # Once, and not on the next visit.
    page.reload()
    expect(page.locator("#f-display-name")).to_have_value("Claude")


def test_a_part_of_a_page_that_cannot_be_read_loses_neither_place_nor_text(visit):
    page = visit("/settings?from=mail")
    page.fill("#f-name", "release-bot")
    page.select_option("#f-role", "operator")
    expire(page)
    page.click("#create-token")
    sign_in(page)
    assert page.url.endswith("/settings?from=mail")
    expect(page.locator("#f-name")).to_have_value("release-bot")
    expect(page.locator("#f-role")).to_have_value("operator")


def test_a_dialog_is_filled_in_again_when_it_is_opened(visit):
    page = visit("/skills/release-notes/versions")
    page.locator('[data-hx-get$="/yank"]').first.click()
    page.fill("#modal #reason", "Misses half.")
    expire(page)
    page.click("#yank-submit")
    sign_in(page)
    page.locator('[data-hx-get$="/yank"]').first.click()
    expect(page.locator("#modal #reason")).to_have_value("Misses half.")


def test_a_token_is_never_kept(visit):
    page = visit("/sign-in")
    expire(page)
    page.goto("/sign-in")
    page.click("#with-token summary")
    page.fill("#token", "sky_wrong")
    page.click("#token-sign-in")
    assert "sky_wrong" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_signing_out_forgets_what_was_said(visit):
    page = visit("/settings")
    page.click("#chat-open")
    page.fill("#chat-text", "install release-notes")
    page.click("#chat-send")
    expect(page.locator("#chat-thread .turn")).to_have_count(1)
    page.wait_for_function("JSON.parse(sessionStorage.getItem('chat-thread'))")
    page.keyboard.press("Escape")
    page.click("#who summary")
    page.click("#sign-out")
    page.wait_for_url("**/sign-in")
    assert page.evaluate("sessionStorage.getItem('chat-thread')") is None
    sign_in(page)
    page.click("#chat-open")
    expect(page.locator("#chat-start")).to_be_visible()
    expect(page.locator("#chat-thread .turn")).to_have_count(0)


def test_a_line_is_there_again_after_signing_in(visit):
    page = visit("/chat")
    expire(page)
    page.fill("#chat-text", "install release-notes")
    page.press("#chat-text", "Enter")
    sign_in(page)
    assert page.url.endswith("/chat")
    expect(page.locator("#chat-text")).to_have_value("install release-notes")


def test_who_saves_second_sees_what_changed(visit):
    page = visit("/providers?saved=claude")
    expect(page.locator("#provider-saved")).to_contain_text("The settings of Claude are saved.")
