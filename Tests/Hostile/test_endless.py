"""Bodies and heads without end: refused while they come, and never kept."""

import pathlib
import socket

from wire import AUTHORIZED, Answers, check_problem, connect, exchange, is_well, say

MEBIBYTE = 1 << 20


def memory(yard) -> int:
    """What the server has in memory, in bytes."""
    status = pathlib.Path(f"/proc/{yard.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def flood(yard, head: str, piece: bytes, most: int) -> tuple[int, list]:
    """Sends pieces until the server answers or hangs up: how many bytes it took, and the answers."""
    sent = 0
    with connect(yard, 20) as connection:
        say(connection, head.encode())
        while sent < most and say(connection, piece):
            sent += len(piece)
            connection.setblocking(False)
            try:
                connection.recv(1, socket.MSG_PEEK)
                break
            except BlockingIOError:
                pass
            except ConnectionResetError:
                break
            finally:
                connection.settimeout(20)
        return sent, Answers(connection).all()


def test_an_upload_without_end_is_refused_at_its_limit(node):
    head = f"POST /api/skills HTTP/1.1\r\n{AUTHORIZED}Content-Type: application/zip\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + b"\0" * MEBIBYTE + b"\r\n"
    before = memory(node)
    sent, answers = flood(node, head, chunk, 1024 * MEBIBYTE)
    print(f"  {sent >> 20} MiB taken, {(memory(node) - before) >> 20} MiB more in memory")
    assert 60 * MEBIBYTE < sent < 128 * MEBIBYTE
    assert [answer.status for answer in answers] == [413] and answers[0].closes
    assert check_problem(answers[0])["code"] == "payload_too_large"
    assert memory(node) - before < 400 * MEBIBYTE
    assert is_well(node)


def test_json_without_end_is_refused_at_its_limit(node):
    head = f"POST /api/install-runs HTTP/1.1\r\n{AUTHORIZED}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent, answers = flood(node, head, b"10000\r\n" + b" " * 65_536 + b"\r\n", 256 * MEBIBYTE)
    assert sent < 16 * MEBIBYTE
    assert [answer.status for answer in answers] == [413] and check_problem(answers[0])


def test_an_announced_flood_is_refused_before_it_comes(node):
    for length in (1 << 40, (1 << 63) - 1):
        head = f"POST /api/skills HTTP/1.1\r\n{AUTHORIZED}Content-Type: application/zip\r\nContent-Length: {length}\r\n\r\n"
        with connect(node) as connection:
            say(connection, head.encode())
            answer = Answers(connection).next()
            assert answer and answer.status == 413 and answer.closes and check_problem(answer)


def test_heads_that_are_too_large_are_told_so(node):
    for name, head in {
        "a long header": b"X-Long: " + b"a" * 300_000,
        "a long name": b"X-" + b"a" * 300_000 + b": b",
        "many headers": b"\r\n".join(b"X-%d: b" % number for number in range(20_000)),
        "a large cookie": b"Cookie: skillyard=" + b"a" * 200_000,
    }.items():
        answers = exchange(node, b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n\r\n")
        assert [answer.status for answer in answers] == [431], (name, answers)
        assert answers[0].closes
    assert is_well(node)


def test_an_address_without_end_is_cut_off(node):
    sent, answers = flood(node, "GET /", b"a" * 65_536, 64 * MEBIBYTE)
    assert sent < 8 * MEBIBYTE, f"{sent} bytes of an address were taken"
    assert all(400 <= answer.status < 500 for answer in answers)
    assert is_well(node)
