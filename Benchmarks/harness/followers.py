"""Followers of the event stream, thousands in one process: raw sockets and epoll, one look at each piece that arrives.

They run apart from the benchmark, whose own work would hold them up, and answer commands over a pipe.
"""

import array
import calendar
import contextlib
import multiprocessing
import re
import resource
import select
import time

from harness.stream_client import Client

AT = re.compile(rb'"at":"([^"]+)"')


class Followers:
    """Reads what comes to many clients and compares each with the one that was first."""

    def __init__(self, port, token):
        self._place = port, token
        self._clients = {}
        self._poll = select.epoll()
        #: What the first one to get each event got.
        self._events = []
        #: For each piece that arrived: the first event's number, how many, when.
        self._pieces = array.array("q"), array.array("q"), array.array("d")
        self._faults = []

    def connect(self, count):
        clients = [Client(*self._place, is_slow=False) for _ in range(count)]
        for client in clients:
            client.open()
            self._clients[client.socket.fileno()] = client
            self._poll.register(client.socket, select.EPOLLIN)

    def read(self, seconds):
        for descriptor, _ in self._poll.poll(seconds):
            client = self._clients[descriptor]
            data = client.socket.recv(1 << 18)
            now = time.time()
            if data:
                self._take(client, client.events(data), now)
            else:
                self._faults.append(f"closed after {client.count} events")
                self._poll.unregister(descriptor)

    def _take(self, client, events, now):
        if not events:
            return
        start, end = client.count, client.count + len(events)
        self._events += events[max(0, len(self._events) - start) :]
        if self._events[start:end] != events:
            self._faults.append(f"other events than the first client's from number {start}: {events[0]!r}")
        for values, value in zip(self._pieces, (start, len(events), now)):
            values.append(value)
        client.count = end

    def have(self, count):
        """Whether each has got so many events."""
        return all(client.count >= count for client in self._clients.values())

    def summary(self):
        delays = array.array("d")
        told = [_time(AT.search(event)[1]) for event in self._events if AT.search(event)]
        if len(told) == len(self._events):
            for start, count, now in zip(*self._pieces):
                delays.extend([now - at for at in told[start : start + count]])
        delays = sorted(delays)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "positions": [int(event[4 : event.index(b"\n")]) for event in self._events],
            "counts": [client.count for client in self._clients.values()],
            "faults": self._faults,
            "pieces": len(self._pieces[0]),
            "p50": delays[len(delays) // 2] if delays else 0,
            "p99": delays[int(len(delays) * 0.99)] if delays else 0,
            "most": delays[-1] if delays else 0,
            "cpu": usage.ru_utime + usage.ru_stime,
        }


def _time(text):
    """Seconds since 1970 of a timestamp such as 2026-01-31T12:00:00.123456Z."""
    whole, _, fraction = text.decode().rstrip("Z").partition(".")
    return calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float(f"0.{fraction or 0}")


def _serve(pipe, port, token, count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, count + 256)), hard))
    followers = Followers(port, token)
    try:
        followers.connect(count)
        pipe.send(None)
        while not pipe.poll():
            followers.read(0.05)
        expected, deadline = pipe.recv(), time.monotonic() + 10
        while not followers.have(expected) and time.monotonic() < deadline:
            followers.read(0.05)
        pipe.send(followers.summary())
    except (OSError, RuntimeError) as error:
        pipe.send(error)


@contextlib.contextmanager
def following(port, token, count):
    """So many clients, each at the end of the events; ends them.

    Gives what waits until each has got so many events, a while at the most, and tells how they fared.
    """
    context = multiprocessing.get_context("spawn")
    pipe, end = context.Pipe()
    process = context.Process(target=_serve, args=(end, port, token, count), daemon=True)
    process.start()

    def answer(seconds):
        if not pipe.poll(seconds):
            raise RuntimeError("the followers do not answer")
        received = pipe.recv()
        if isinstance(received, Exception):
            raise RuntimeError(f"the followers: {received}")
        return received

    def finish(events):
        pipe.send(events)
        return answer(120)

    try:
        answer(120)
        yield finish
    finally:
        process.terminate()
        process.join()
