"""One client of the event stream, on a raw socket, and clients that stop reading."""

import re
import socket
import time

#: Ends a piece that the server wrote: its last event and its chunk (RFC 9112, section 7.1).
PIECE_END = b"\n\n\r\n"
EVENT_END = re.compile(rb"\n\n(?:\r\n[0-9a-f]+\r\n)?")
HEAD_END = b"\r\n\r\n"
#: Small, so that what a client leaves unread soon is the server's business.
SLOW_BUFFER = 4096


class Client:
    def __init__(self, port, token, is_slow):
        self.socket = socket.socket()
        if is_slow:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SLOW_BUFFER)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(
            f"GET /api/events HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )
        self.rest = b""
        self.count = 0

    def open(self):
        """Reads up to the first words of the stream: from then on nothing may be missed."""
        data = b""
        while b": connected" + PIECE_END not in data:
            piece = self.socket.recv(4096)
            if not piece:
                raise RuntimeError(f"no stream: {data[:300]!r}")
            data += piece
        head, _, body = data.partition(HEAD_END)
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(f"no stream: {head!r}")
        self.rest = body.partition(b": connected" + PIECE_END)[2]
        self.socket.setblocking(False)

    def events(self, data):
        """The events that these bytes complete, each as it was written; comments are left out."""
        data = self.rest + data
        end = data.rfind(PIECE_END)
        if end < 0:
            self.rest = data
            return []
        self.rest = data[end + len(PIECE_END) :]
        found = EVENT_END.split(data[data.index(b"\r\n") + 2 : end])
        return [event for event in found if not event.startswith(b":")] if b": still" in data else found


class SlowFollowers:
    """Clients that stop reading once their stream has begun."""

    def __init__(self, port, token, count):
        self._clients = [Client(port, token, is_slow=True) for _ in range(count)]
        for client in self._clients:
            client.open()

    def read_on(self, first, count, seconds):
        """What becomes of those that read again: each is told to `resync`, finds its stream `closed`, or `neither`."""
        return [_read_rest(client, time.monotonic() + seconds) for client in self._clients[first : first + count]]


def _read_rest(client, deadline):
    """Reads until it is told to read everything anew, until the end, or until the deadline."""
    # As with the first buffer, a byte at a time so to speak, what is on the way would take its time.
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    while time.monotonic() < deadline:
        try:
            data = client.socket.recv(1 << 18)
        except BlockingIOError:
            time.sleep(0.01)
            continue
        except ConnectionResetError:
            data = b""
        if not data:
            return "closed"
        if any(b"\nevent: resync\n" in event for event in client.events(data)):
            return "resync"
    return "neither"
