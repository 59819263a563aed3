"""What stands around every page, and the pages about providers, the audit log and settings."""

import re

import pytest
from clean import assert_clean, looks
from playwright.sync_api import expect

TOKEN = "/settings/tokens/019abcd0-1111-7222-8333-444455556666"
ACCOUNT = "/settings/accounts/019abcd0-2222-7333-8444-555566660000"
PAGES = ["/providers", "/providers/claude", "/providers/new", "/providers/new?kind=gemini", "/audit", "/settings", "/chat"]
ACCESS = ["/sign-in?ended=yes", "/setup", "/setup?code=skc_x", "/settings/accounts", ACCOUNT, f"{ACCOUNT}?saved=yes"]
ACCESS += [f"{ACCOUNT}/disable", f"{ACCOUNT}/sign-out", "/settings/sessions/end"]


def named(path):
    return re.sub(r"\W+", "-", path).strip("-")


@looks
def test_every_state_is_clean(visit, lang, theme, width):
    page = visit("/settings", lang=lang, theme=theme, width=width)
    state = f"{lang}.{theme}.{width}"
    for path in PAGES + [f"{TOKEN}/revoke"]:
        page.goto(path)
        page.wait_for_selector("html[data-ready]")
        assert page.evaluate("document.documentElement.lang") == lang
        assert_clean(page, f"{named(path)}.{state}")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    assert_clean(page, f"palette.{state}")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keymap")).to_be_visible()
    assert_clean(page, f"keymap.{state}")
    page.keyboard.press("Escape")
    expect(page.locator("#keymap")).not_to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("#chat-text")).to_be_focused()
    page.keyboard.type("install release-notes")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-thread .turn .mine")).to_have_text("install release-notes")
    expect(page.locator("#chat-bar")).not_to_be_empty()
    assert_clean(page, f"panel.{state}")


@looks
def test_every_page_of_access_is_clean(visit, lang, theme, width):
    page = visit("/settings", lang=lang, theme=theme, width=width)
    state = f"{lang}.{theme}.{width}"
    for path in ACCESS:
        page.goto(path)
        page.wait_for_selector("html[data-ready]")
        assert_clean(page, f"{named(path)}.{state}")
    page.goto("/sign-in")
    page.fill("#name", "mina")
    page.fill("#password", "not the password")
    page.click("#sign-in")
    expect(page.locator("#e-sign-in")).to_be_visible()
    page.said.clear()
    assert_clean(page, f"sign-in.refused.{state}")
    page.goto("/settings/accounts")
    page.fill("#f-name", "sora")
    page.click("#account-save")
    expect(page.locator("#new-password")).to_be_visible()
    assert_clean(page, f"accounts.issued.{state}")


@pytest.mark.parametrize("role", ["viewer", "operator", "approver", "auditor", "admin"])
def test_the_pages_of_access_are_what_the_role_is_for(visit, role):
    page = visit("/settings", role=role)
    assert page.locator("#accounts").count() == (role in ("auditor", "admin"))
    expect(page.locator("#create-token")).to_be_visible()
    assert page.locator("#f-role option").count() == {"viewer": 1, "admin": 5}.get(role, 2)
    assert_clean(page, f"settings.{role}")
    page.goto("/settings/accounts")
    assert page.locator("#new-account").count() == (role == "admin")
    assert_clean(page, f"accounts.{role}")


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_who_may_not_is_told_so(visit, role):
    page = visit("/audit", role=role)
    expect(page.locator("#audit-own")).to_be_visible()
    assert page.locator("#verify").count() == 0
    assert_clean(page, f"audit.own.{role}")
    page.goto("/providers")
    assert page.locator("#provider-add").count() == 0
    assert page.locator("#provider-claude-check").count() == (role == "operator")
    page.goto("/providers/claude")
    assert page.locator("#settings-save").count() == 0
    assert_clean(page, f"provider.denied.{role}")


def test_a_check_says_how_it_went_and_keeps_the_focus(visit):
    page = visit("/providers")
    page.focus("#provider-claude-check")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_have_text(re.compile("Claude answers"))
    expect(page.locator("#provider-claude-check")).to_be_focused()
    assert_clean(page, "providers.checked")


def test_the_log_can_be_narrowed_and_verified(visit):
    page = visit("/audit")
    page.fill("#actor", "mina")
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit?actor=mina")
    page.click("#verify")
    expect(page.locator("#audit-verification")).to_contain_text("entry 17")
    page.locator("#audit-results summary").first.click()
    assert_clean(page, "audit.verified")
    page.reload()
    expect(page.locator("#actor")).to_have_value("mina")
    page.click("#audit-clear")
    page.wait_for_url("**/audit")


def test_a_token_is_shown_once_and_revoked_after_a_question(visit):
    page = visit("/settings")
    page.fill("#f-name", "ci")
    page.click("#create-token")
    secret = page.locator("#new-secret")
    expect(secret).to_have_value(re.compile("^sky_"))
    assert_clean(page, "settings.issued")
    page.reload()
    expect(secret).to_have_count(0)
    page.click("[id^=revoke-]")
    dialog = page.locator("#modal")
    expect(dialog).to_contain_text("ci")
    assert_clean(page, "settings.revoke")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(page.locator("[id^=revoke-]").first).to_be_focused()
    page.click("[id^=revoke-]")
    page.click("#revoke-confirm")
    expect(dialog).not_to_be_visible()
    expect(page.locator(".toast")).to_contain_text("ci was revoked")


def test_without_scripts_all_of_it_works(visit):
    page = visit("/settings", scripts=False)
    page.select_option("#p-language", "ko")
    page.select_option("#p-theme", "dark")
    page.select_option("#p-density", "compact")
    page.click("#preferences-save")
    root = page.locator("html")
    expect(root).to_have_attribute("lang", "ko")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_have_attribute("data-density", "compact")
    page.click("#language")
    expect(root).to_have_attribute("lang", "en")
    assert page.url.endswith("/settings")
    page.fill("#f-name", "ci")
    page.click("#create-token")
    expect(page.locator("#new-secret")).to_have_value(re.compile("^sky_"))
    page.goto("/settings")
    page.click("[id^=revoke-]")
    page.click("#revoke-confirm")
    page.wait_for_url("**/settings#tokens")
    page.goto("/providers")
    page.click("#provider-claude-check")
    page.wait_for_url("**/providers#provider-claude")
    page.goto("/providers/claude")
    page.click("#settings-save")
    page.wait_for_url(re.compile(r"/providers\?saved=claude"))
    page.click("#chat-open")
    page.fill("#chat-text", "install release-notes")
    page.click("#chat-send")
    page.wait_for_url("**/chat?thread=**")
    expect(page.locator("#chat-thread")).to_contain_text("On which providers?")


def test_the_palette_finds_and_goes(visit):
    page = visit("/settings")
    page.keyboard.press("Control+k")
    page.keyboard.type("audit")
    expect(page.locator("#palette-list li").first).to_have_text(re.compile("Audit log"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/providers")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("/")
    expect(page.locator("#palette-q")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.locator("#palette-q")).to_have_value("ga")


def test_single_keys_can_be_switched_off(visit):
    page = visit("/settings")
    page.uncheck("#p-keys")
    page.click("#preferences-save")
    page.wait_for_selector("body[data-keys=off]")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("?")
    page.keyboard.press("c")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_the_panel_keeps_its_thread_and_stays_open(visit):
    page = visit("/settings")
    page.click("#chat-open")
    expect(page.locator("#chat-text")).to_be_focused()
    # At once, whether or not what was said before is there yet.
    page.keyboard.type("install release-notes")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-thread .turn")).to_have_count(1)
    expect(page.locator("#chat-text")).to_have_value("")
    page.goto("/audit")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#chat")).to_be_visible()
    expect(page.locator("#chat-thread .turn")).to_have_count(8)
    page.focus("#chat-text")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#chat-text")).to_have_value("install release-notes on claude, openai and codex-home")
    page.keyboard.press("Escape")
    expect(page.locator("#chat")).not_to_be_visible()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#chat")).not_to_be_visible()


def test_enter_while_composing_sends_nothing(visit):
    page = visit("/chat", lang="ko")
    page.fill("#chat-text", "한")
    for event in ["{key: 'Enter', isComposing: true}", "{key: 'Enter', keyCode: 229}"]:
        page.evaluate(
            f"document.querySelector('#chat-text').dispatchEvent("
            f"new KeyboardEvent('keydown', {{...{event}, bubbles: true, cancelable: true}}))"
        )
    expect(page.locator("#chat-text")).to_have_value("한")
    assert page.locator("#chat-thread :is(.turn, .sending)").count() == 0
    page.press("#chat-text", "Enter")
    expect(page.locator("#chat-thread .turn")).to_have_count(1)


def test_ten_tabs_have_one_connection(visit):
    first = visit("/settings")
    pages = [first] + [first.context.new_page() for _ in range(9)]
    streams = []
    for page in pages:
        page.on("request", lambda request: streams.append(request.url) if "/events" in request.url else None)
    for page in pages[1:]:
        page.goto("/settings")
    for page in pages:
        expect(page.locator("live-status[data-state=on]")).to_have_count(1)
    assert streams == [], "the first tab was connected already"
    first.close()
    pages[1].wait_for_event("request", lambda request: "/events" in request.url) if not streams else None
    assert len(streams) == 1


def test_polling_takes_over_where_no_stream_gets_through(visit):
    page = visit("/settings")
    page.context.route("**/events**", lambda route: route.continue_() if "/poll" in route.request.url else route.abort())
    page.reload()
    expect(page.locator("live-status")).to_have_text("Checking every few seconds", timeout=20_000)


def test_checkpoints_can_be_kept_and_the_log_taken_along(visit):
    page = visit("/audit")
    expect(page.locator("#h-checkpoints")).to_be_visible()
    with page.expect_download() as kept:
        page.click("#checkpoint-1")
    assert kept.value.suggested_filename == "checkpoint-1.json"
    with page.expect_download() as export:
        page.click("#audit-export")
    assert export.value.suggested_filename.endswith(".jsonl")
    page.click("#verify")
    expect(page.locator("#audit-verification")).to_contain_text("37")
    assert_clean(page, "audit.checkpoints")


def test_a_broken_log_is_told_in_the_visitors_language(visit):
    page = visit("/audit", lang="ko")
    page.click("#verify")
    expect(page.locator("#audit-verification")).to_contain_text("체인 main: 항목 17의 내용이나 위치가 바뀌었습니다")
    assert page.locator("#audit-verification [lang]").count() == 0
    assert_clean(page, "audit.verified.ko")
