"""People who look at pages while something else goes on."""

import contextlib
import dataclasses
import http.client
import threading
import time

#: More than any page may take; what takes longer is a failure and not a time.
LIMIT_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Look:
    page: str
    #: When the page was due, by `time.monotonic`.
    due: float
    #: From then until the whole answer was there.
    seconds: float


class Viewers:
    """What several people see who each ask for one page after the other, at times that are set beforehand.

    A page counts from when it was due: whoever only asks again after an answer does not notice a server that hangs.
    """

    def __init__(self, port, token, pages, count, every, missing=()):
        self._port = port
        self._headers = {"Cookie": f"skillyard={token}"}
        self._pages = pages
        self._every = every
        #: Pages that need not be there.
        self._missing = missing
        self._done = threading.Event()
        self._looks = []
        self.failures = []
        began = time.monotonic()
        self._threads = [
            threading.Thread(target=self._watch, args=(number, began + every * number / count), daemon=True)
            for number in range(count)
        ]

    @contextlib.contextmanager
    def watching(self):
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._done.set()
            for thread in self._threads:
                thread.join(LIMIT_SECONDS + 10)
                if thread.is_alive():
                    self.failures.append("a viewer still waits for a page")

    def looks(self, begin=0.0, end=float("inf")):
        """Those that were due within a time, the fastest first."""
        return sorted((look for look in list(self._looks) if begin <= look.due < end), key=lambda look: look.seconds)

    def _watch(self, number, due):
        connection, turn = None, number
        while not self._done.wait(max(0.0, due - time.monotonic())):
            page = self._pages[turn % len(self._pages)]
            try:
                connection = connection or self._connect()
                self._look(connection, page, due)
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(f"{page}: {type(error).__name__}")
                if connection:
                    connection.close()
                connection = None
            due, turn = due + self._every, turn + 1
        if connection:
            connection.close()

    def _connect(self):
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=LIMIT_SECONDS)

    def _look(self, connection, page, due):
        connection.request("GET", page, headers=self._headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200 or answer.status == 404 and page in self._missing:
            self._looks.append(Look(page, due, time.monotonic() - due))
        else:
            self.failures.append(f"{page}: {answer.status}")
