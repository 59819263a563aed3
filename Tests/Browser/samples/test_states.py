"""UI-08: every panel says in words that it has nothing, cannot be read, may not be read, waits or is out of date."""

import re

import pytest
from clean import assert_clean, looks, looks_in_turn
from playwright.sync_api import expect


# A page, the operations it cannot do without, and where it says so.
UNREADABLE = [
    ("/skills", "skills", "main"),
    ("/skills/release-notes", "skill", "main"),
    ("/skills/release-notes", "scan", "#scan"),
    ("/runs", "runs", "main"),
    ("/providers", "providers", "main"),
    ("/alerts", "alerts", "main"),
    ("/alerts/rules", "alertRules", "main"),
    ("/failures", "failures", "main"),
    ("/settings/channels", "channels", "main"),
    ("/settings/channels", "deliveries", "main"),
    ("/drift", "driftFindings", "main"),
    ("/audit", "audit", "main"),
    ("/settings", "tokens", "#tokens"),
    ("/dashboard", "overview", "#dash-glance"),
    ("/dashboard", "failures", "#dash-glance"),
    ("/dashboard", "runs", "#dash-recent"),
    ("/dashboard", "matrix", "#dash-matrix"),
    ("/dashboard", "providers", "#dash-depth"),
]
# What the headings of refusals say; words nobody else uses on these pages.
CANNOT = {"en": "The service cannot do this right now", "ko": "지금은 처리할 수 없습니다"}
EMPTY = [
    ("/dashboard", {"en": "Three steps", "ko": "세 단계"}),
    ("/skills", {"en": "No skills yet", "ko": "아직 스킬이 없습니다"}),
    ("/runs", {"en": "No runs yet", "ko": "아직 실행이 없습니다"}),
    ("/alerts", {"en": "Nothing is wrong", "ko": "이상 없음"}),
    ("/drift", {"en": "Nothing differs", "ko": "다른 것이 없습니다"}),
    ("/failures", {"en": "Nothing is left to deal with", "ko": "처리할 실패가 없습니다"}),
    ("/settings/channels", {"en": "Nobody is told of alerts yet", "ko": "알림을 받는 곳이 없습니다"}),
    ("/install", {"en": "No skill is chosen", "ko": "고른 스킬이 없습니다"}),
]
# A part that asks for itself anew, the event that makes it, and a word it keeps showing.
FRESH = [
    ("/dashboard", "#dash-recent", "live:recent"),
    ("/dashboard", "#dash-matrix", "live:overview"),
    ("/skills", "#skills-results", "live:skill.changed"),
    ("/runs", "#runs-results", "live:runs.list"),
    ("/providers", "#providers-list", "live:provider.changed"),
    ("/alerts", "#alerts-results", "live:alert.changed"),
    ("/failures", "#failures-results", "live:failures"),
    ("/audit", "#audit-results", "live:resync"),
]


@looks
@pytest.mark.parametrize("path, words", EMPTY)
def test_empty(visit, path, words, lang, theme, width):
    page = visit(path, shown=["empty"], lang=lang, theme=theme, width=width)
    expect(page.locator("main")).to_contain_text(words[lang])
    assert_clean(page, f"empty{path.replace('/', '-')}.{lang}.{theme}.{width}")


@looks_in_turn("path, operation, place", UNREADABLE)
def test_error(visit, path, operation, place, lang, theme, width):
    page = visit(path, shown=[f"without={operation}"], lang=lang, theme=theme, width=width)
    expect(page.locator(place)).to_contain_text(CANNOT[lang])
    expect(page.locator("nav.side")).to_be_visible()
    expected = ("status of 503", "Code 503")
    assert_clean(page, f"error{path.replace('/', '-')}.{operation}.{lang}.{theme}.{width}", expected)


def test_error_of_one_panel_leaves_the_others(visit):
    page = visit("/dashboard", shown=["without=matrix"])
    expect(page.locator("#dash-matrix")).to_contain_text(CANNOT["en"])
    for place in ("#dash-glance", "#dash-recent", "#dash-depth"):
        expect(page.locator(place)).not_to_contain_text(CANNOT["en"])


@looks_in_turn("path, place, event", FRESH)
def test_stale_and_fresh_again(visit, path, place, event, lang, theme, width):
    page = visit(path, lang=lang, theme=theme, width=width)
    part = page.locator(place)
    shown = part.inner_text()
    page.route("**/*", lambda route: route.abort() if fragment(route.request) else route.continue_())
    refresh(page, event, f"document.querySelector('{place}.stale') !== null")
    expect(page.locator(".toast")).to_be_visible()
    assert part.inner_text() == shown, "what was read last must stay"
    assert_clean(page, f"stale{place}.{lang}.{theme}.{width}", ("net::ERR_FAILED", "htmx:"))
    page.unroute("**/*")
    refresh(page, event, f"document.querySelector('{place}:not(.stale)') !== null")


def test_a_refresh_takes_nothing_away_that_is_being_clicked(visit):
    page = visit("/alerts")
    page.focus("#chat-open")
    button = page.locator("[id$=-acknowledge]").first
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    of_list = re.compile(r"/alerts(\?|$)")
    with page.expect_response(of_list):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:alert.changed'))")
    page.wait_for_function("!document.querySelector('.htmx-request')")
    with page.expect_response(of_list):
        page.mouse.up()
    expect(page.locator("#modal #care-form")).to_be_visible()


@looks
def test_loading(visit, lang, theme, width):
    page = visit("/skills", lang=lang, theme=theme, width=width)
    held = []
    page.route("**/skills?*", lambda route: held.append(route))
    page.fill("#q", "csv")
    results = page.locator("#skills-results")
    expect(results).to_have_class(re.compile("htmx-request"))
    expect(results).not_to_have_css("box-shadow", "none")
    assert_clean(page, f"loading.{lang}.{theme}.{width}")
    before = results.bounding_box()
    held[0].continue_()
    expect(results).not_to_have_class(re.compile("htmx-request"))
    assert page.locator("#skills-results").bounding_box()["y"] == before["y"], "nothing jumps"


def fragment(request):
    return request.headers.get("hx-request") == "true" and request.resource_type in ("xhr", "fetch")


def refresh(page, event, until):
    """Says it again until it is so: a part that is just being fetched drops what comes meanwhile."""
    page.wait_for_function(
        f"() => {until} || (document.body.dispatchEvent(new CustomEvent('{event}')), false)", polling=100
    )
