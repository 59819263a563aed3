"""Conversations over the samples: every card, the panel and its field; UI-02, UI-05, UI-07, UI-08, CH-07."""

import re

import pytest
from clean import assert_clean, looks
from playwright.sync_api import expect

THREAD = "019abcf0-0000-7a3b-8c4d-5e6f70819d00"
TURN = "019abcf0-0008-7a3b-8c4d-5e6f70819d08"


def say(page, line):
    page.fill("#chat-text", line)
    page.press("#chat-text", "Enter")


@looks
def test_every_card_is_clean(visit, lang, theme, width):
    page = visit(f"/chat?thread={THREAD}", lang=lang, theme=theme, width=width)
    state = f"{lang}.{theme}.{width}"
    expect(page.locator(".turn")).to_have_count(8)
    page.click("#chat-threads summary")
    page.locator(f"#plan-{TURN} summary").click()
    assert_clean(page, f"chat-thread.{state}")
    page.goto("/chat")
    page.wait_for_selector("html[data-ready]")
    assert_clean(page, f"chat-start.{state}")
    say(page, "install it everywhere")
    expect(page.locator(f"#confirm-{TURN}")).to_be_visible()
    assert_clean(page, f"chat-proposal.{state}")
    page.fill("#chat-text", "/")
    expect(page.locator("#chat-commands")).to_be_visible()
    assert_clean(page, f"chat-commands.{state}")
    page.keyboard.press("Escape")
    page.click(f"#confirm-{TURN}")
    expect(page.locator(".run-card")).to_be_visible()
    assert_clean(page, f"chat-run.{state}")


def test_a_proposal_is_confirmed_where_it_stands(visit):
    page = visit("/chat")
    say(page, "install it everywhere")
    page.wait_for_url(f"**/chat?thread={THREAD}")
    answer = page.locator(f"#answer-{TURN}")
    expect(answer.locator("tbody tr")).to_have_count(3)
    expect(answer.locator(".left")).to_have_text(re.compile(r"^(20:00|19:\d\d)$"))
    # What is said of it is heard once, and without the seconds.
    expect(page.locator("#chat-news")).to_contain_text("It waits for you to confirm it.")
    page.focus(f"#confirm-{TURN}")
    page.keyboard.press("Enter")
    expect(answer.locator(".run-card")).to_contain_text("708192a3")
    expect(page.locator(f"#reply-{TURN}")).to_be_focused()
    expect(page.locator(f"#confirm-{TURN}")).to_have_count(0)


def test_a_proposal_is_withdrawn(visit):
    page = visit("/chat")
    say(page, "install it everywhere")
    page.click(f"#dismiss-{TURN}")
    expect(page.locator(f"#answer-{TURN}")).to_contain_text("You chose to do nothing")
    expect(page.locator(f"#confirm-{TURN}")).to_have_count(0)


def test_a_time_that_is_over_asks_the_server(visit):
    """The clock is moved, not waited for."""
    page = visit("/settings")
    page.clock.install()
    page.goto("/chat")
    page.wait_for_selector("html[data-ready]")
    say(page, "install it everywhere")
    # The server wrote 20:00: only once it counts does the page look at the clock.
    expect(page.locator(".left")).to_have_text(re.compile(r"19:5\d"))
    with page.expect_request(lambda request: f"/chat/turns/{TURN}" in request.url):
        page.clock.fast_forward(1_203_000)


def test_a_choice_is_said_with_one_press(visit):
    page = visit("/chat")
    say(page, "install release-notes")
    page.get_by_role("button", name="openai", exact=True).click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("#chat-text")).to_be_focused()


def test_commands_are_completed_by_keys_alone(visit):
    page = visit("/chat")
    field, listed = page.locator("#chat-text"), page.locator("#chat-commands [role=option]:visible")
    expect(field).to_have_attribute("role", "combobox")
    field.focus()
    page.keyboard.type("/r")
    expect(listed).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-activedescendant", "chat-command-retry")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "chat-command-rollback")
    page.keyboard.press("Tab")
    expect(field).to_have_value("/rollback ")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("/why")
    page.keyboard.press("Enter")
    # Typed to its end it is said.
    expect(page.locator(".turn")).to_have_count(1)


def test_a_line_outlives_a_server_that_is_away(visit):
    page = visit("/chat")
    page.route("**/chat", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    say(page, "install release-notes")
    expect(page.locator("#chat-failed")).to_be_visible()
    expect(page.locator("#chat-text")).to_have_value("install release-notes")
    expect(page.locator(".toast")).to_have_count(0)
    page.unroute("**/chat")
    page.click("#chat-again")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#chat-failed")).to_have_count(0)


def test_while_a_line_is_on_its_way_the_next_one_waits(visit):
    page = visit("/chat")
    held = []
    page.route("**/chat", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    say(page, "install release-notes")
    expect(page.locator(".sending .mine")).to_have_text("install release-notes")
    say(page, "any alerts?")
    expect(page.locator("#chat-text")).to_have_value("any alerts?")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".sending")).to_have_count(0)
    expect(page.locator("#chat-text")).to_have_value("any alerts?")


def test_the_panel_begins_anew_and_goes_back(visit):
    page = visit("/settings")
    page.click("#chat-open")
    page.click("#chat-threads summary")
    page.locator("#chat-threads a").first.click()
    expect(page.locator("#chat .turn")).to_have_count(8)
    page.click("#chat-new")
    expect(page.locator("#chat-start")).to_be_visible()
    expect(page.locator("#chat .turn")).to_have_count(0)
    assert page.url.endswith("/settings")


def test_a_line_that_is_sent_before_the_code_for_it_is_there_waits_for_that(visit):
    page = visit("/settings")
    held = []
    page.route("**/chat/page.js*", lambda route: held.append(route))
    page.click("#chat-open")
    say(page, "install it everywhere")
    while not held:
        page.wait_for_timeout(20)
    expect(page.locator("#chat-text")).to_have_value("install it everywhere")
    expect(page.locator("#chat .turn")).to_have_count(0)
    held[0].continue_()
    expect(page.locator("#chat .turn")).to_have_count(1)
    expect(page.locator("#chat-text")).to_have_value("")


def test_what_was_said_before_comes_late_and_keeps_the_thread_that_has_begun(visit):
    page = visit("/settings")
    held = []
    page.route(re.compile(r"/chat\?thread="), lambda route: held.append(route))
    page.click("#chat-open")
    say(page, "install it everywhere")
    expect(page.locator("#chat .turn")).to_have_count(1)
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator("#chat-start")).to_be_attached()
    expect(page.locator("#chat-thread-id")).to_have_value(THREAD)


def test_the_panel_that_could_not_be_loaded_tries_again(visit):
    page = visit("/settings")
    page.route("**/chat?**", lambda route: route.abort())
    page.click("#chat-open")
    again = page.locator("#chat-earlier button")
    expect(again).to_be_visible()
    page.unroute("**/chat?**")
    again.click()
    expect(page.locator("#chat-start")).to_be_visible()


def test_without_scripts_a_proposal_is_confirmed(visit):
    page = visit("/chat", scripts=False)
    page.fill("#chat-text", "install it everywhere")
    page.click("#chat-send")
    page.wait_for_url(f"**/chat?thread={THREAD}**")
    page.get_by_role("button", name="openai", exact=True).click()
    page.wait_for_url(f"**/chat?thread={THREAD}**")
    assert page.locator("main h1").count() == 1
