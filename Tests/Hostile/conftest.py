import pathlib
import resource
import sys

import pytest

# The server of the browser tests is the one here, too.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser/e2e"))

from yard import Yard  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def open_files() -> int:
    """As many as this machine lets us have; the servers inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(soft, min(hard, 65_536))
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


@pytest.fixture(scope="session")
def start(open_files):
    """Starts servers that are stopped at the end."""
    running = []

    def make(*options: str) -> Yard:
        yard = Yard(options=options)
        running.append(yard)
        yard.start()
        return yard

    yield make
    for yard in running:
        yard.stop()


@pytest.fixture(scope="session", autouse=True)
def slow_clients(request, start):
    """Those of test_slow.py take their time beside all other tests, each on a connection to a server of their own."""
    test = "test_who_takes_their_time_is_cut_off_and_nobody_else"
    if not any(item.name == test for item in request.session.items):
        yield None
        return
    import test_slow

    with test_slow.SlowClients(start()) as clients:
        yield clients


@pytest.fixture(scope="session")
def node(start) -> Yard:
    """One without limits of requests: what is looked at here lies below them."""
    return start("--requests-per-minute", "0", "--anonymous-requests-per-minute", "0")
