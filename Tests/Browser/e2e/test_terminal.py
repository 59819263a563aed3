"""`skillyard chat` as somebody types at it, at a terminal of its own."""

import os
import pty
import select
import time

import pytest

from test_proofs import PROGRAM
from yard import TOKEN


class Terminal:
    """The program at the other end of a pseudo-terminal that is its controlling one, so that Ctrl-C arrives."""

    def __init__(self, yard, *arguments: str) -> None:
        self.shown, self.seen = b"", 0
        environment = os.environ | {"SKILLYARD_URL": yard.base, "SKILLYARD_TOKEN": TOKEN, "HOME": yard.folder.name}
        environment |= {"TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        self.child, self.master = pty.fork()
        if self.child == 0:
            os.execve(PROGRAM, [PROGRAM, *arguments], environment)

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def expect(self, text: str, seconds: float = 20) -> None:
        """Waits until it is shown, behind what was waited for before."""
        deadline = time.monotonic() + seconds
        while (place := self.shown.find(text.encode(), self.seen)) < 0:
            ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"{text!r} is not shown: {self.shown[self.seen:].decode(errors='replace')!r}"
            self.shown += os.read(self.master, 4096)
        self.seen = place + len(text.encode())

    def ended(self, seconds: float = 20) -> int:
        deadline = time.monotonic() + seconds
        while True:
            ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.monotonic()))
            assert ready, "it does not end"
            try:
                if not os.read(self.master, 4096):
                    break
            except OSError:  # The other end is closed.
                break
        _, status = os.waitpid(self.child, 0)
        os.close(self.master)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("place", ["codex"])
def test_lines_are_completed_confirmed_and_followed(yard, place):
    yard.register("demo")
    terminal = Terminal(yard, "chat")
    terminal.expect("skillyard> ")
    terminal.type(f"/install de\ton {place}\r")
    terminal.expect("Carry it out? [y/N] ")
    terminal.type("y\r")
    terminal.expect("success")
    terminal.expect("skillyard> ")
    # Ctrl-C takes back a line, and Backspace a letter of Hangul.
    terminal.type("not this\x03알림아\x7f\r")
    terminal.expect("열린 알림이 없습니다.")
    terminal.expect("skillyard> ")
    terminal.type("\x04")
    assert terminal.ended() == 0
    thread = yard.api("GET", "/api/chat-ops/threads")["items"][0]["id"]
    turns = yard.api("GET", f"/api/chat-ops/threads/{thread}")["turns"]
    assert [(turn["text"], turn["outcome"]) for turn in turns] == [
        (f"/install demo on {place}", "done"),
        ("알림", "answered"),
    ]
