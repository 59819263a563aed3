"""What every state of every page must be."""

import os

import pytest

import pictures
from accessible import assert_accessible

# The browser itself writes these about answers that are meant to be refusals.
EXPECTED = ("the server responded with a status of 4",)
# Half-way through a change of colour nothing can be said of contrast.
SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter(a => a.effect.getComputedTiming().endTime !== Infinity).map(a => a.finished)).then(() => true)"""

EVERY_LOOK = [(l, t, w) for l in ("en", "ko") for t in ("light", "dark") for w in (1280, 320)]
# Each language, theme and width once; all eight together take four times as long: SKILLYARD_EVERY_LOOK=1.
LOOKS = EVERY_LOOK if os.environ.get("SKILLYARD_EVERY_LOOK") else [("en", "light", 1280), ("ko", "dark", 320)]
looks = pytest.mark.parametrize("lang, theme, width", LOOKS, ids=lambda look: str(look))


def looks_in_turn(names, cases):
    """Cases that show the same parts, each in one of the looks: what differs between two of them is seen in both."""
    if os.environ.get("SKILLYARD_EVERY_LOOK"):
        shown = [(*case, *look) for case in cases for look in LOOKS]
    else:
        shown = [(*case, *LOOKS[number % len(LOOKS)]) for number, case in enumerate(cases)]
    return pytest.mark.parametrize(f"{names}, lang, theme, width", shown)


def assert_clean(page, name, expected=EXPECTED):
    """Nothing that axe, the content security policy or the console has to say, and no scrolling sideways."""
    page.evaluate(SETTLED)
    pictures.take(page, name)
    assert_accessible(page)
    assert page.evaluate("window.__csp") == []
    assert [text for text in page.said if not any(part in text for part in expected)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
