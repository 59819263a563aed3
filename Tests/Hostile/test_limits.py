"""SEC-09: requests beyond what one caller may send: counted by who asks, told in their language, and nobody else's loss."""

import re

from wire import AUTHORIZED, Answers, check_problem, connect, say


def ask(connection, path: str, *fields: str):
    head = "".join(f"{field}\r\n" for field in ("Host: a", *fields))
    say(connection, f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
    answer = Answers(connection).next()
    assert answer
    return answer


def test_addresses_are_those_that_a_named_proxy_tells(start):
    limits = ("--anonymous-requests-per-minute", "20", "--requests-per-minute", "40")
    with connect(start(*limits, "--trusted-proxies", "127.0.0.1")) as connection:
        first = "X-Forwarded-For: 203.0.113.9, 198.51.100.1"
        statuses = [ask(connection, "/api/me", first).status for _ in range(25)]
        # The bucket fills meanwhile, by one every three seconds.
        assert statuses[:20] == [401] * 20 and 429 in statuses[20:], statuses
        refused = ask(connection, "/api/me", first)
        while refused.status != 429:
            refused = ask(connection, "/api/me", first)
        assert check_problem(refused)["code"] == "rate_limited"
        assert refused.fields["ratelimit-policy"] == '"address";q=20;w=60'
        assert refused.fields["ratelimit"].startswith('"address";r=0;t=')
        assert 1 <= int(refused.fields["retry-after"]) <= 3
        for language, words in (("en", "without a valid sign-in"), ("ko", "유효한 로그인 없이")):
            page = ask(connection, "/sign-in", first, "Accept: text/html", f"Cookie: lang={language}")
            assert page.status == 429 and page.fields["content-type"].startswith("text/html")
            assert page.fields["retry-after"] and words in page.body.decode(), page
        style = re.search(r"/static/[^\"]+\.css", page.body.decode())
        assert style, page.body
        for path in ("/healthz", "/readyz", style[0]):
            assert ask(connection, path, first).status == 200, path
        # What is not there costs a page of its own, and made-up sessions must not reach the database here.
        made_up = "Cookie: __Host-skillyard=x"
        lost = [ask(connection, "/static/", first, "Accept: text/html", made_up).status for _ in range(10)]
        assert 429 in lost, lost
        assert ask(connection, "/api/me", "X-Forwarded-For: 198.51.100.2").status == 401
        # Signed in, by the token alone, from wherever.
        signed_in = AUTHORIZED.strip().split("\r\n")[1]
        for number in range(40):
            assert ask(connection, "/api/me", signed_in, f"X-Forwarded-For: 192.0.2.{number}").status == 200
        last = [ask(connection, "/api/me", signed_in, "X-Forwarded-For: 192.0.2.99").status for _ in range(3)]
        assert 429 in last
