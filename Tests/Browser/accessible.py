"""What axe has to say of a page, and of which rules."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Whatever else it could tell, of every element that is as it should be, takes as long again.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}


def assert_accessible(page):
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()
