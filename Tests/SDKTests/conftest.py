import pytest

from simulator import Simulator


@pytest.fixture
def simulator():
    """An empty simulator without faults."""
    running = Simulator()
    running.reset()
    yield running
    running.reset()
