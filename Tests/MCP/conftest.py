import pathlib
import sys

import pytest

# The server of the browser tests is the one here, too.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser/e2e"))

from yard import TOKEN, Yard  # noqa: E402


@pytest.fixture(scope="session")
def yard():
    yard = Yard()
    yard.start()
    try:
        for name in ("release-notes", "sql-review"):
            yard.register(name)
        yard.install("release-notes", on=["openai"])
        yield yard
    finally:
        yard.stop()


@pytest.fixture(scope="session")
def administrator() -> str:
    return TOKEN


@pytest.fixture(scope="session")
def viewer(yard) -> str:
    """The secret of a token that may only look."""
    return yard.api("POST", "/api/tokens", {"name": "a model that looks", "role": "viewer"})["secret"]
