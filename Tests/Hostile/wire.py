"""Connections that say only what they are told to, and answers taken apart by hand."""

import dataclasses
import json
import socket

from yard import TOKEN, Yard

AUTHORIZED = f"Host: a\r\nAuthorization: Bearer {TOKEN}\r\n"


def connect(yard: Yard, timeout: float = 10) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", yard.port), timeout=timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def say(connection: socket.socket, data: bytes) -> bool:
    """False when the other side has hung up meanwhile."""
    try:
        connection.sendall(data)
        return True
    except OSError:
        return False


@dataclasses.dataclass
class Answer:
    status: int
    fields: dict[str, str]
    body: bytes

    @property
    def closes(self) -> bool:
        return self.fields.get("connection", "").lower() == "close"


class Broken(Exception):
    """What came is no HTTP/1.1."""


class Answers:
    """Reads the answers of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.rest = connection, b""

    def _more(self) -> bool:
        try:
            data = self.connection.recv(65_536)
        except ConnectionResetError:
            data = b""
        self.rest += data
        return bool(data)

    def _line_end(self, mark: bytes) -> int | None:
        while (place := self.rest.find(mark)) < 0:
            if not self._more():
                return None
        return place

    def _take(self, count: int) -> bytes:
        while len(self.rest) < count:
            if not self._more():
                raise Broken(f"broke off {count - len(self.rest)} bytes too early")
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def next(self, head: bool = False) -> Answer | None:
        """None when the other side has hung up. `head` for an answer to HEAD: it has no body."""
        end = self._line_end(b"\r\n\r\n")
        if end is None:
            if self.rest:
                raise Broken(f"half an answer: {self.rest[:200]!r}")
            return None
        first, *lines = self._take(end + 4)[:-4].decode("latin-1").split("\r\n")
        if not first.startswith("HTTP/1.1 "):
            raise Broken(first)
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split()[1])
        return Answer(status, fields, b"" if head or status in (204, 304) else self._body(fields))

    def _body(self, fields: dict[str, str]) -> bytes:
        if "chunked" not in fields.get("transfer-encoding", ""):
            return self._take(int(fields.get("content-length", 0)))
        body = b""
        while True:
            end = self._line_end(b"\r\n")
            if end is None and fields.get("content-type", "").startswith("text/event-stream"):
                # Without an end of its own.
                return body
            if end is None:
                raise Broken("broke off inside a chunked body")
            size = int(self._take(end + 2).split(b";")[0], 16)
            body += self._take(size)
            self._take(2)
            if size == 0:
                return body

    def all(self) -> list[Answer]:
        """Until the other side hangs up."""
        answers = []
        while answer := self.next():
            answers.append(answer)
        return answers


def exchange(yard: Yard, data: bytes, timeout: float = 15) -> list[Answer]:
    """Everything that is answered to these bytes until the server hangs up, as nothing follows them."""
    with connect(yard, timeout) as connection:
        say(connection, data)
        try:
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return Answers(connection).all()


def check_problem(answer: Answer) -> dict:
    """What every refusal of a route has in common (API-01)."""
    assert answer.fields["content-type"] == "application/problem+json", answer
    problem = json.loads(answer.body)
    assert problem["status"] == answer.status and problem["code"] and problem["detail"], problem
    assert problem["request_id"] == answer.fields["x-request-id"], (problem, answer.fields)
    assert b"Swift." not in answer.body and b".swift" not in answer.body, problem
    return problem


def is_well(yard: Yard, seconds: float = 10) -> bool:
    """Whether somebody new is answered in time."""
    with connect(yard, seconds) as connection:
        say(connection, f"GET /api/me HTTP/1.1\r\n{AUTHORIZED}\r\n".encode())
        answer = Answers(connection).next()
        return answer is not None and answer.status == 200
