#!/usr/bin/env python3
"""Takes the pictures of the READMEs (docs/images) from a server of its own with the example skills.

  make screenshots       builds, then runs this in the environment of the browser tests
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Browser/e2e"))

from playwright.sync_api import sync_playwright  # noqa: E402

from yard import TOKEN, Yard  # noqa: E402

IMAGES = ROOT / "docs/images"
SKILLS = ("release-notes", "unit-table", "meeting-minutes-ko")


def fill(yard: Yard) -> str:
    """Some runs that went well and one on which Claude refused its key; returns that one."""
    for name in SKILLS:
        text = (ROOT / f"examples/skills/{name}/SKILL.md").read_bytes()
        yard.api("POST", "/api/skills", content=text, kind="text/markdown")
    for name in SKILLS:
        yard.install(name, on=["gemini", "codex"])
    for provider in ("openai", "claude", "gemini"):
        yard.api("POST", f"/api/providers/{provider}/check")
    yard.faults({"vendor": "claude", "effect": {"kind": "status", "status": 401}})
    run = yard.install("release-notes", "unit-table", on=["openai", "claude", "claude-code"])
    yard.faults()
    return run["id"]


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    yard = Yard()
    yard.start()
    try:
        pages = {"dashboard": "/dashboard", "skills": "/skills", "run": f"/runs/{fill(yard)}"}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
            for lang, locale in (("en", "en-US"), ("ko", "ko-KR")):
                for theme in ("light", "dark"):
                    context = browser.new_context(
                        locale=locale, color_scheme=theme, viewport={"width": 1280, "height": 900}
                    )
                    context.add_cookies([{"name": "skillyard", "value": TOKEN, "url": yard.base, "httpOnly": True}])
                    page = context.new_page()
                    for name, path in pages.items():
                        page.goto(yard.base + path)
                        page.wait_for_selector("html[data-ready]")
                        page.wait_for_selector("live-status[data-state=on]")
                        page.screenshot(path=str(IMAGES / f"{name}.{lang}.{theme}.png"))
                    context.close()
            browser.close()
    finally:
        yard.stop()


if __name__ == "__main__":
    main()
