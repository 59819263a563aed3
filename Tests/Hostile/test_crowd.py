"""More connections than a node takes, none of which asks anything."""

import contextlib
import select
import socket
import time

from wire import AUTHORIZED, Answers, connect, is_well, say

WANTED = 10_500
#: What a node takes: half of what it may have open, at most this.
MOST = 10_000
#: For everything else that is open here.
SPARE = 200


def is_open(connection: socket.socket) -> bool:
    """Whether the server has not hung up; what it says is read and forgotten."""
    connection.setblocking(False)
    try:
        while connection.recv(65_536):
            pass
        return False
    except BlockingIOError:
        return True
    except ConnectionResetError:
        return False


def test_ten_thousand_that_ask_nothing_keep_nobody_out(start, open_files):
    yard = start()
    count = min(WANTED, open_files - SPARE)
    if count < WANTED:
        print(f"  SCALED DOWN: {open_files} open files are allowed here, so {count} connections instead of {WANTED}")
    with contextlib.ExitStack() as stack:
        follower = stack.enter_context(connect(yard))
        say(follower, f"GET /api/events HTTP/1.1\r\n{AUTHORIZED}\r\n".encode())
        assert follower.recv(12) == b"HTTP/1.1 200"
        begun = time.monotonic()
        place = ("127.0.0.1", yard.port)
        crowd = [stack.enter_context(socket.create_connection(place, timeout=10)) for _ in range(count)]
        opened = time.monotonic() - begun
        waits = []
        for _ in range(30):
            asked = time.monotonic()
            assert is_well(yard, 20), yard.tail()
            waits.append(time.monotonic() - asked)
        took = time.monotonic() - begun
        poll = select.poll()
        for connection in crowd:
            poll.register(connection, select.POLLIN)
        closed = len(poll.poll(0))
        print(
            f"  {count} connections in {opened:.1f} s; the first answer after {waits[0]:.3f} s, "
            f"then {sorted(waits)[15]:.3f} s; {closed} gave way"
        )
        # The first waits for everybody who came before to be taken on.
        assert waits[0] < 20 and sorted(waits)[15] < 1
        if took >= 9:
            print("  TOO SLOW HERE to see who gives way: after ten seconds they are closed for being idle")
        else:
            assert count - min(open_files // 2, MOST) <= closed < count // 2
        assert is_open(follower), "who reads events never gives way"
        # Ten thousand goodbyes would take longer than all of this.
        yard.kill()
