"""The program with secrets in it, and everything it ever said."""

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.parse
from http.cookies import SimpleCookie

from canaries import Canaries, unpacked
from parrot import Parrot
from yard import ROOT, free_port

PROGRAM = os.environ.get("SKILLYARD_BIN", str(ROOT / ".build/debug/skillyard"))
FORM = "application/x-www-form-urlencoded"


class Suspect:
    """Started and ended several times on the same data; every answer is kept under a name that says where it came from."""

    def __init__(self, folder: pathlib.Path, canaries: Canaries, parrot: Parrot) -> None:
        self.folder, self.canaries, self.parrot = folder, canaries, parrot
        self.data, self.port, self.starts = folder / "data", free_port(), 0
        self.said: list[tuple[str, bytes]] = []
        self.process: subprocess.Popen | None = None
        # The signed-in browser's cookie, and the token of programs.
        self.session = self.token = ""
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("SKILLYARD_")}
        self.environment["NO_COLOR"] = "1"
        self.environment["SWIFT_BACKTRACE"] = "enable=yes,interactive=no,color=no,registers=all,symbolicate=off"

    def start(self, token: str | None = None) -> None:
        """With the log at its most talkative; what it prints for its owner goes apart from the log."""
        arguments = ["serve", "--data", str(self.data), "--port", str(self.port), "--log-level", "trace"]
        arguments += ["--simulators", "--local-folders", "demo", "--url-import"]
        environment = self.environment | ({"SKILLYARD_BOOTSTRAP_TOKEN": token} if token else {})
        self.starts += 1
        with open(self.folder / "log", "ab") as log, open(self.printed_file, "ab") as printed:
            self.process = subprocess.Popen([PROGRAM, *arguments], env=environment, stdout=printed, stderr=log)
        deadline = time.monotonic() + 60
        while self.ask("GET", "/readyz", quiet=True)[0] != 200:
            assert self.process.poll() is None and time.monotonic() < deadline, self.log()[-3000:]
            time.sleep(0.05)

    @property
    def printed_file(self) -> pathlib.Path:
        return self.folder / f"printed-{self.starts}"

    def end(self, by: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(by)
        if by == signal.SIGABRT:
            # Its handler tells what it can and then goes on, as after a trap that would come again; so here it does.
            deadline = time.monotonic() + 60
            while b"Backtrace took" not in self.log():
                assert time.monotonic() < deadline
                time.sleep(0.05)
            self.process.send_signal(by)
        self.process.wait(60)

    def log(self) -> bytes:
        return (self.folder / "log").read_bytes()

    def ask(self, method, path, body=None, kind="application/json", cookie=False, quiet=False, **headers):
        """What the server answers; kept with its headers, to be looked through."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token and not cookie else {}
        if cookie:
            sent = {"Cookie": f"skillyard={urllib.parse.quote(self.session)}", "Sec-Fetch-Site": "same-origin"}
        if method in ("PUT", "PATCH"):
            # A provider is new each time; what else is changed is replaced whatever it was.
            is_new = path.startswith("/api/providers/") and not path.endswith("/credential")
            sent["If-None-Match" if is_new else "If-Match"] = "*"
        content = json.dumps(body).encode() if isinstance(body, dict) else body
        if content is not None:
            sent["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, content, sent | {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            text = answer.read()
        except OSError:
            assert quiet, (method, path)
            return 0, b""
        finally:
            connection.close()
        for morsel in SimpleCookie("; ".join(answer.headers.get_all("set-cookie") or [])).values():
            if morsel.key.endswith("skillyard") and morsel.value:
                self.session = morsel.value
        whole = f"{answer.status} {answer.headers}".encode() + unpacked(text)
        self.said.append((f"{method} {path.split('?')[0]}", whole))
        return answer.status, text

    def json(self, method, path, body=None, **more):
        status, text = self.ask(method, path, body, **more)
        assert status < 300, (method, path, text)
        return json.loads(text)

    def form(self, path: str, **fields: str) -> tuple[int, str]:
        """As the page sends it."""
        status, text = self.ask("POST", path, urllib.parse.urlencode(fields).encode(), FORM, cookie=True)
        return status, text.decode()

    def command(self, *arguments: str, given: str | None = None, **variables: str) -> subprocess.CompletedProcess:
        environment = {**self.environment, "SKILLYARD_TOKEN": self.token, **variables}
        environment["SKILLYARD_URL"] = f"http://127.0.0.1:{self.port}"
        ran = subprocess.run(
            [PROGRAM, *arguments], env=environment, input=given, capture_output=True, text=True, timeout=120
        )
        self.said.append((" ".join(arguments[:2]), (ran.stdout + ran.stderr).encode()))
        return ran

    def ended(self, run: str) -> dict:
        deadline = time.monotonic() + 120
        while (found := self.json("GET", f"/api/install-runs/{run}"))["status"] in ("queued", "running"):
            assert time.monotonic() < deadline, found
            time.sleep(0.1)
        return found

    def follow(self) -> None:
        """All events from the first on, as they are streamed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            head = f"GET /api/events?last_event_id=0 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {self.token}\r\n"
            line.sendall((head + "Accept: text/event-stream\r\n\r\n").encode())
            heard = b""
            try:
                while chunk := line.recv(1 << 16):
                    heard += chunk
            except TimeoutError:
                pass  # everything there was has come
        assert heard.count(b"\nid:") > 20, heard[-500:]
        self.said.append(("GET /api/events", heard))
