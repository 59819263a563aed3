"""Channels and what they told, over the samples; UI-02, UI-05, UI-07, UI-08."""

import pytest
from clean import assert_clean, looks
from playwright.sync_api import expect

PAGES = {
    "list": "/settings/channels",
    "tested": "/settings/channels?tested=chat",
    "none": "/settings/channels?state=delivered&channel=chat",
    "kinds": "/settings/channels/new",
    "webhook": "/settings/channels/new?kind=webhook",
    "email": "/settings/channels/mail",
    "chat": "/settings/channels/chat",
    "remove": "/settings/channels/ops-hook/remove",
}


@looks
def test_every_page_of_channels_is_clean(visit, lang, theme, width):
    page = visit("/settings/channels", lang=lang, theme=theme, width=width)
    state = f"{lang}.{theme}.{width}"
    for name, path in PAGES.items():
        page.goto(path)
        page.wait_for_selector("html[data-ready]")
        assert page.evaluate("document.documentElement.lang") == lang
        assert_clean(page, f"channels-{name}.{state}")
    page.goto("/settings/channels")
    page.click("#channel-mail-remove")
    expect(page.locator("#modal #channel-remove")).to_be_visible()
    assert_clean(page, f"channels-remove-dialog.{state}")


@pytest.mark.parametrize("role", ["auditor", "operator"])
def test_what_the_role_is_for(visit, role):
    page = visit("/settings/channels", role=role)
    assert page.locator("[id$=-test]").count() == (3 if role == "operator" else 0)
    assert page.locator("#channel-add").count() == 0
    page.goto("/settings/channels/chat")
    assert page.locator("#channel-form").count() == 0
    expect(page.locator("main")).to_contain_text("Administrators change channels.")
