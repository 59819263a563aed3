"""API-01: ten thousand requests, most of them malformed somewhere, over every route: no 5xx, and every refusal in its form.

`HOSTILE_SEED` brings a run back, `HOSTILE_REQUESTS` makes more of them.
"""

import collections
import concurrent.futures
import os
import re
import secrets

from requests_of import Dice, operations
from wire import Answers, Broken, check_problem, connect, is_well, say

COUNT = int(os.environ.get("HOSTILE_REQUESTS", "10000"))
SEED = int(os.environ.get("HOSTILE_SEED") or secrets.randbits(32))
WORKERS = 4
#: What a server says to bytes that reach no route (RFC 9110, section 15.5).
BARE = (400, 431)


def is_head(data: bytes) -> bool:
    """Empty lines before a request count for nothing (RFC 9112, section 2.2)."""
    return data.lstrip(b"\r\n").startswith(b"HEAD")


class Tally:
    def __init__(self) -> None:
        self.statuses = collections.Counter()
        self.reached, self.succeeded = set(), set()
        self.faults: list[str] = []

    def take(self, name: str, data: bytes, answers) -> None:
        for answer in answers:
            self.statuses[answer.status] += 1
            fault = self._fault(data, answer)
            if fault:
                self.faults.append(f"{fault}\n  request {data[:1500]!r}\n  answer {answer.status} {answer.body[:500]!r}")
            if answer.body or answer.status not in BARE:
                self.reached.add(name)
            if answer.status < 300:
                self.succeeded.add(name)

    @staticmethod
    def _fault(data: bytes, answer) -> str | None:
        if answer.status >= 500:
            return f"a {answer.status}"
        if answer.status < 400 or is_head(data) or answer.status in BARE and not answer.body and answer.closes:
            return None
        # A path that was broken on its way here is one of the pages', and they answer browsers with a page.
        if answer.fields.get("content-type", "").startswith("text/html") and not re.match(rb"[A-Z]+ /(api|openapi)\b", data):
            return None
        try:
            check_problem(answer)
        except (AssertionError, ValueError, KeyError) as fault:
            return f"no problem document: {fault!r}"[:500]
        return None


def send(yard, tally: Tally, name: str, data: bytes) -> None:
    try:
        with connect(yard, 30) as connection:
            say(connection, data)
            try:
                connection.shutdown(1)
            except OSError:
                return
            reader, answers = Answers(connection), []
            while answer := reader.next(head=is_head(data)):
                answers.append(answer)
    except (Broken, TimeoutError, ValueError) as fault:
        tally.faults.append(f"{fault!r}\n  request {data[:1500]!r}")
        return
    tally.take(name, data, answers)


def things(yard) -> dict[str, list[str]]:
    """What exists, so that half of the requests name something."""
    yard.register("dice")
    run = yard.install("dice", on=["claude-code"])["id"]
    return {
        "name": ["dice", "release-notes", "check"], "number": ["1", "2", "0"], "provider": ["claude-code", "openai"],
        "id": [run, "claude-code", "00000000-0000-7000-8000-000000000000"], "skill": ["dice"], "path": ["SKILL.md"],
        "version": [1], "parent_run_id": [run],
    }  # fmt: skip


def share(yard, known, number: int) -> Tally:
    tally, dice, all_ = Tally(), Dice(SEED + number, known), operations()
    for index in range(number, COUNT, WORKERS):
        # Every operation in turn, and the same by every worker in the end.
        operation = all_[index // WORKERS % len(all_)]
        send(yard, tally, operation.name, dice.request(operation))
    return tally


def test_ten_thousand_requests_break_nothing(node):
    print(f"  HOSTILE_SEED={SEED}")
    known = things(node)
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        tallies = list(pool.map(lambda number: share(node, known, number), range(WORKERS)))
    statuses = sum((tally.statuses for tally in tallies), collections.Counter())
    faults = [fault for tally in tallies for fault in tally.faults]
    print(f"  {COUNT} requests: " + ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items())))
    assert not faults, f"HOSTILE_SEED={SEED}: {len(faults)} faults, of which\n" + "\n".join(faults[:5])
    names = {operation.name for operation in operations()}
    assert set.union(*(tally.reached for tally in tallies)) == names
    assert len(set.union(*(tally.succeeded for tally in tallies))) > len(names) / 2
    assert is_well(node), node.tail()
    assert "fatal" not in node.tail().lower(), node.tail()
