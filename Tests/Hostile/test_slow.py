"""Clients that take their time: each is cut off when it is due, and who only has a slow line is not.

All of them run at once and beside the other tests, as each takes up to twenty seconds.
"""

import concurrent.futures
import dataclasses
import socket
import time
from collections.abc import Callable, Iterator

from wire import AUTHORIZED, Answers, connect, is_well, say

POST = f"POST /api/skills/check HTTP/1.1\r\n{AUTHORIZED}Content-Type: text/markdown\r\n"
SKILL = b"---\nname: slow-line\ndescription: Comes over a slow line.\n---\n\n# Slow\n\n" + b"Wait for it, please.\n" * 6600


def drip(piece: bytes, pause: float) -> Iterator[tuple[bytes, float]]:
    while True:
        yield piece, pause


def silence() -> Iterator[tuple[bytes, float]]:
    return iter(())


@dataclasses.dataclass
class Slow:
    name: str
    first: str
    then: Callable[[], Iterator[tuple[bytes, float]]]
    #: When the server is to hang up, in seconds.
    between: tuple[float, float]
    #: What it has been answered by then.
    statuses: list[int] = dataclasses.field(default_factory=list)


CASES = [
    Slow("says nothing", "", silence, (8, 19)),
    Slow("half a line, and nothing more", "GET /healthz HT", silence, (8, 19)),
    Slow("a request, and nothing more", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", silence, (8, 19), [200]),
    Slow("a head that drips in", "GET /healthz HTTP/1.1\r\n", lambda: drip(b"X-A: b\r\n", 1), (8, 19)),
    Slow("a header without end", "GET /healthz HTTP/1.1\r\nX-A: ", lambda: drip(b"b", 1), (8, 19)),
    Slow("a body that drips in", f"{POST}Content-Length: 100000\r\n\r\n", lambda: drip(b"a" * 100, 1), (13, 26), [408]),
    Slow("chunks of one byte", f"{POST}Transfer-Encoding: chunked\r\n\r\n", lambda: drip(b"1\r\na\r\n", 0.5), (13, 26), [408]),
    Slow("half a body, and nothing more", f"{POST}Content-Length: 100\r\n\r\nhalf", silence, (8, 19)),
]


def seconds_until_cut(case: Slow, connection: socket.socket) -> float:
    begun = time.monotonic()
    say(connection, case.first.encode())
    for piece, pause in case.then():
        # Wakes up as soon as the server hangs up.
        connection.settimeout(pause)
        try:
            if not connection.recv(1, socket.MSG_PEEK) or case.statuses == [408]:
                break
            assert case.statuses, "an answer to what was never asked"
        except TimeoutError:
            pass
        except ConnectionResetError:
            break
        if not say(connection, piece) or time.monotonic() - begun > 40:
            break
    connection.settimeout(40)
    # Half a body may have been answered with 400 when the connection ended.
    statuses = [answer.status for answer in Answers(connection).all()]
    assert statuses == case.statuses or statuses == [400], (case.name, statuses)
    return time.monotonic() - begun


def slow_line(yard) -> int:
    """Half a mebibyte a minute: the status of the answer."""
    with connect(yard, 30) as connection:
        say(connection, f"{POST}Content-Length: {len(SKILL)}\r\n\r\n".encode())
        for start in range(0, len(SKILL), 8192):
            assert say(connection, SKILL[start : start + 8192]), f"cut off after {start} bytes"
            time.sleep(1)
        answer = Answers(connection).next()
        return answer.status if answer else 0


class SlowClients:
    """All of them at work, from the beginning to the end."""

    def __init__(self, yard) -> None:
        self.yard = yard
        self.pool = concurrent.futures.ThreadPoolExecutor(len(CASES) + 1)

    def __enter__(self):
        self.honest = self.pool.submit(slow_line, self.yard)
        self.connections = [connect(self.yard) for _ in CASES]
        self.cut = [self.pool.submit(seconds_until_cut, case, c) for case, c in zip(CASES, self.connections)]
        return self

    def __exit__(self, *_) -> None:
        self.pool.shutdown()
        for connection in self.connections:
            connection.close()


def test_who_takes_their_time_is_cut_off_and_nobody_else(slow_clients):
    assert is_well(slow_clients.yard)
    for case, future in zip(CASES, slow_clients.cut):
        seconds = future.result()
        print(f"  {case.name}: {seconds:.1f} s")
        assert case.between[0] <= seconds <= case.between[1], (case.name, seconds)
    assert slow_clients.honest.result() == 200
