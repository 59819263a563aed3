import os

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from yard import TOKEN, Yard

# For machines that do other things, too; what has to be quick says so itself.
expect.set_options(timeout=15_000)
WATCH_POLICY = """window.__csp = [];
document.addEventListener("securitypolicyviolation", e =>
  window.__csp.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));"""


# Files whose tests take minutes; one that comes last would have all browsers but its own wait for it.
LONGEST = ["test_access", "test_secrets", "test_flows", "test_pages", "test_approval"]


def pytest_collection_modifyitems(items):
    def turn(item):
        name = item.path.stem
        return LONGEST.index(name) if name in LONGEST else len(LONGEST)

    items.sort(key=turn)


@pytest.fixture(scope="session")
def browser():
    program = os.environ.get("SKILLYARD_CHROMIUM", "/usr/bin/chromium-headless-shell")
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container's root does not have; every page here is our own.
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def yard():
    running = Yard()
    running.start()
    yield running
    running.stop()


class Window:
    """A page whose console, script errors and policy violations are watched."""

    def __init__(self, page: Page) -> None:
        self.page, self.problems = page, []
        page.on("console", lambda m: self.problems.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.problems.append(str(e)))
        page.add_init_script(WATCH_POLICY)

    def check_clean(self, *expected: str) -> None:
        """Nothing in the console but what a test provoked, and nothing that the policy stopped."""
        assert self.page.evaluate("window.__csp") == []
        assert [p for p in self.problems if not any(e in p for e in expected)] == []


@pytest.fixture
def open_window(browser: Browser, yard: Yard):
    contexts = []

    def make(path="/dashboard", lang="en", theme="light", js=True, signed_in=True, width=1280, height=860, **more):
        context = browser.new_context(
            locale="ko-KR" if lang == "ko" else "en-US",
            color_scheme=theme,
            java_script_enabled=js,
            viewport={"width": width, "height": height},
            **more,
        )
        contexts.append(context)
        if signed_in:
            context.add_cookies([{"name": "skillyard", "value": TOKEN, "url": yard.base, "httpOnly": True}])
        window = Window(context.new_page())
        if path is None:
            return window
        window.page.goto(yard.base + path)
        if js:
            window.page.wait_for_selector("html[data-ready]")
        return window

    yield make
    for context in contexts:
        context.close()
