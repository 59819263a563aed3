"""A real server of its own for the browser tests: the built program, its simulators, its data in a fresh folder."""

import io
import itertools
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOKEN = "browser-tests-administrator-token"


ports_tried = itertools.count(random.randrange(500))


def free_port() -> int:
    """A port that nobody listens on, for whoever begins to listen there a while later.

    Nobody else gets it meanwhile: it lies below those that Linux gives to whoever wants any, and in a range of this
    process's own.
    """
    first, count = 10_000 + os.getpid() % 40 * 500, 500
    for _ in range(count):
        port = first + next(ports_tried) % count
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("there is no free port")


def skill_zip(name: str, description: str = "Says hello. Use when somebody greets.", body: str = "Say hello.") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{name}/SKILL.md", f"---\nname: {name}\ndescription: {description}\n---\n\n# {name}\n\n{body}\n")
        archive.writestr(f"{name}/scripts/hello.sh", "#!/bin/sh\necho hello\n")
    return buffer.getvalue()


class Yard:
    """The program as an operator runs it; `kill` and `start` keep port and data."""

    def __init__(self, token: str | None = TOKEN, options: tuple[str, ...] = ()) -> None:
        self.token, self.options = token, options
        self.environment: dict[str, str] = {}
        self.folder = tempfile.TemporaryDirectory(prefix="skillyard-browser-")
        self.port, self.simulators = free_port(), free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        self.log = open(pathlib.Path(self.folder.name) / "log", "ab")

    def start(self) -> None:
        program = os.environ.get("SKILLYARD_BIN", str(ROOT / ".build/debug/skillyard"))
        arguments = ["serve", "--simulators", "--local-folders", "demo", "--data", self.folder.name]
        arguments += ["--port", str(self.port), "--simulator-port", str(self.simulators), *self.options]
        environment = {k: v for k, v in os.environ.items() if k != "SKILLYARD_BOOTSTRAP_TOKEN"}
        environment.update(self.environment)
        if self.token:
            environment["SKILLYARD_BOOTSTRAP_TOKEN"] = self.token
        self.process = subprocess.Popen([program, *arguments], env=environment, stdout=self.log, stderr=self.log)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"{self.base}/readyz", timeout=2).read()
                return
            except (OSError, urllib.error.HTTPError):
                assert self.process and self.process.poll() is None, self.tail()
                assert time.monotonic() < deadline, self.tail()
                time.sleep(0.02)

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                self.kill()
        self.log.close()
        self.folder.cleanup()

    def tail(self) -> str:
        self.log.flush()
        return (pathlib.Path(self.folder.name) / "log").read_text(errors="replace")[-4000:]

    # What operators do by other doors

    def api(self, method: str, path: str, body: object = None, content: bytes | None = None,
            kind: str = "application/json", **more: str):
        data = content if content is not None else None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {TOKEN}"} | {name.replace("_", "-"): value for name, value in more.items()}
        if data is not None:
            headers["Content-Type"] = kind
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def register(self, name: str, **words: str):
        return self.api("POST", "/api/skills", content=skill_zip(name, **words), kind="application/zip")

    def install(self, *skills: str, on: list[str], wait: bool = True):
        request = {"skills": [{"name": name} for name in skills], "providers": on}
        run = self.api("POST", "/api/install-runs", request)
        return self.ended(run["id"]) if wait else run

    def ended(self, run: str, seconds: float = 30):
        """The run once it has ended; asked for until then."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.api("GET", f"/api/install-runs/{run}")
            if found["status"] in ("success", "failed", "partial_failed"):
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.05)

    # What the vendors do

    def faults(self, *rules: dict) -> None:
        self._simulator("/_faults", {"seed": 1, "rules": list(rules)})

    def vendor(self, method: str, path: str) -> None:
        """What somebody asks of a vendor past Skillyard."""
        headers = {"Authorization": "Bearer somebody", "anthropic-version": "2026-10-21"}
        url = f"http://127.0.0.1:{self.simulators}{path}"
        urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers), timeout=5).read()

    def requests(self) -> dict:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.simulators}/_requests", timeout=5) as answer:
            return json.load(answer)

    def _simulator(self, path: str, body: dict) -> None:
        url = f"http://127.0.0.1:{self.simulators}{path}"
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=5).read()
