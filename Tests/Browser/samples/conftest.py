"""A browser, and the pages over the samples of docs/fixtures.

SKILLYARD_FIXTURE_SITE names the program that serves them, .build/debug/FixtureSite unless set.
"""

import os
import pathlib
import subprocess
import urllib.request

import pytest
from playwright.sync_api import sync_playwright
from yard import free_port

# So that its assertions say what they found.
pytest.register_assert_rewrite("clean")

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOKEN = "sky_fixture-token"


#: What the first word of the event stream has parts ask for is there: whoever knows no position asks for everything.
SETTLED = """() => {
  const status = document.querySelector("live-status");
  return !status || status.dataset.state === "on" && !document.querySelector(".htmx-request");
}"""


class Site:
    """One running FixtureSite."""

    def __init__(self, *arguments):
        program = os.environ.get("SKILLYARD_FIXTURE_SITE", ROOT / ".build/debug/FixtureSite")
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [program, str(port), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        # It says when it listens, and ends its output when it cannot.
        for line in self.process.stdout:
            if "listening on" in line:
                break
        else:
            raise RuntimeError("FixtureSite did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session")
def sites():
    """A site for each choice of arguments, started when it is first asked for."""
    running = {}

    def site(*arguments):
        if arguments not in running:
            running[arguments] = Site(*arguments)
        return running[arguments]

    yield site
    for started in running.values():
        started.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # Chromium's sandbox does not work as root, as in containers.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(sites, browser):
    """Opens a page as somebody who has signed in; every one is closed after the test."""
    contexts = []

    def open_page(path, *, role="admin", shown=(), lang="en", theme="light", width=1280, scripts=True):
        base = sites(f"role={role}", *shown).base
        context = browser.new_context(
            base_url=base,
            locale="ko-KR" if lang == "ko" else "en-US",
            color_scheme=theme,
            viewport={"width": width, "height": 860},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.add_cookies([{"name": "skillyard", "value": TOKEN, "url": base}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        if scripts:
            page.add_init_script(
                "window.__csp = []; document.addEventListener('securitypolicyviolation',"
                " e => window.__csp.push(e.violatedDirective + ' ' + e.blockedURI))"
            )
        page.goto(path)
        if scripts:
            page.wait_for_selector("html[data-ready]")
            page.wait_for_function(SETTLED)
        return page

    yield open_page
    for context in contexts:
        context.close()
