"""Requests whose end two readers could see in different places, and what is no HTTP at all.

Behind each ambiguous one hides another request. Were it answered, a proxy in front of the server could be made to pass on
what it never saw (RFC 9112, section 11.2).
"""

import pytest

from wire import AUTHORIZED, check_problem, connect, exchange, is_well, say

HIDDEN = f"GET /api/me HTTP/1.1\r\n{AUTHORIZED}X-Request-Id: hidden\r\n\r\n"
POST = f"POST /api/skills/check HTTP/1.1\r\n{AUTHORIZED}Content-Type: text/markdown\r\n"
CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n"

AMBIGUOUS = {
    "both lengths, chunks end first": f"{POST}Content-Length: {{length}}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{{hidden}}",
    "both lengths, the other way around": f"{POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n{{hidden}}",
    "two lengths": f"{POST}Content-Length: 0\r\nContent-Length: {{length}}\r\n\r\n{{hidden}}",
    "two lengths in one": f"{POST}Content-Length: 0, {{length}}\r\n\r\n{{hidden}}",
    "a signed length": f"{POST}Content-Length: +0\r\n\r\n{{hidden}}",
    "a negative length": f"{POST}Content-Length: -1\r\n\r\n{{hidden}}",
    "a hexadecimal length": f"{POST}Content-Length: 0x0\r\n\r\n{{hidden}}",
    "a length beyond all numbers": f"{POST}Content-Length: 99999999999999999999999\r\n\r\n{{hidden}}",
    "an empty length": f"{POST}Content-Length: \r\n\r\n{{hidden}}",
    "chunked, but not last": f"{POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{{hidden}}",
    "chunked, misspelt": f"{POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{{hidden}}",
    "chunked, with a space before the colon": f"{POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{{hidden}}",
    "chunked, folded": f"{POST}Transfer-Encoding:\r\n chunked\r\nContent-Length: {{length}}\r\n\r\n0\r\n\r\n{{hidden}}",
    "chunked twice": f"{POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{{hidden}}",
    "a chunk of no size": f"{CHUNKED}\r\n{{hidden}}",
    "a chunk size that is no number": f"{CHUNKED}G\r\n{{hidden}}",
    "a negative chunk": f"{CHUNKED}-1\r\n{{hidden}}",
    "a chunk beyond all numbers": f"{CHUNKED}FFFFFFFFFFFFFFFFF\r\n{{hidden}}",
    "a chunk size with 0x": f"{CHUNKED}0x0\r\n\r\n{{hidden}}",
    "a chunk that is longer than it says": f"{CHUNKED}1\r\naaa\r\n0\r\n\r\n{{hidden}}",
    "a chunk that ends with LF": f"{CHUNKED}1\na\n0\n\n{{hidden}}",
    "a chunk size that ends with CR": f"{CHUNKED}0\r\r\n\r\n{{hidden}}",
    "a header without a name": f"{POST}: a\r\nContent-Length: 0\r\n\r\n{{hidden}}",
    "a space in a name": f"{POST}Content Length: 0\r\nContent-Length: 0\r\n\r\n{{hidden}}",
    "NUL in a value": f"{POST}X-A: a\0b\r\nContent-Length: 0\r\n\r\n{{hidden}}",
    "CR in a value": f"{POST}X-A: a\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n{{hidden}}",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_no_request_hides_behind_another(node, name):
    text = AMBIGUOUS[name].format(hidden=HIDDEN, length=len(HIDDEN) + 5)
    answers = exchange(node, text.encode("latin-1"))
    assert "hidden" not in [answer.fields.get("x-request-id") for answer in answers], answers
    assert len(answers) <= 1 and all(400 <= answer.status < 500 for answer in answers), answers
    for answer in answers:
        # What reached a route is refused like anything else; what did not gets a bare 400.
        assert answer.status == 400 if not answer.body else check_problem(answer)


HARDLY_HTTP = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 32,
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "two versions": b"GET /healthz HTTP/1.1 HTTP/1.1\r\n\r\n",
    "a version to come": b"GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
    "lower case": b"get /healthz http/1.1\r\nHost: a\r\n\r\n",
    "empty lines": b"\r\n" * 10_000 + b"\0",
    "high bytes": b"\xff" * 4096,
    "a tunnel": b"CONNECT internal:443 HTTP/1.1\r\nHost: internal\r\n\r\n",
    "an address that is no UTF-8": b"GET /%\x80\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    "an address that climbs": b"GET //../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    "another host": b"GET http://elsewhere.example/healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "an upgrade": b"GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "an unknown expectation": b"GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: 999-nonsense\r\nContent-Length: 5\r\n\r\nhello",
}


@pytest.mark.parametrize("name", HARDLY_HTTP)
def test_what_is_hardly_http_breaks_nothing(node, name):
    for answer in exchange(node, HARDLY_HTTP[name]):
        assert answer.status < 500, answer
        assert b"root:" not in answer.body
    assert is_well(node)


def test_a_thousand_requests_at_once_are_answered_in_order(node):
    asked = [f"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: n{number}\r\n\r\n" for number in range(1000)]
    answers = exchange(node, "".join(asked).encode())
    assert [answer.fields["x-request-id"] for answer in answers] == [f"n{number}" for number in range(1000)]


def test_rubbish_after_a_request_leaves_its_answer_whole(node):
    answers = exchange(node, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" + b"\0\xff rubbish\r\n\r\n" * 100)
    assert [answer.status for answer in answers][:1] == [200] and len(answers) <= 2
    assert all(answer.status == 400 for answer in answers[1:])


def test_who_hangs_up_in_the_middle_breaks_nothing(node):
    whole = f"{POST}Content-Length: 500\r\n\r\n".encode() + b"a" * 500
    for length in range(1, len(whole), 7):
        with connect(node) as connection:
            say(connection, whole[:length])
    assert is_well(node)
