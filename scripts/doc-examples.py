#!/usr/bin/env python3
"""Runs the examples of README.md, README.ko.md and docs/05-api-contract.md, in order, against a server started for each page.

  scripts/doc-examples.py       takes .build/debug/skillyard, or $SKILLYARD_BIN

Shell blocks must succeed. In console blocks every line shown must come, with other numbers, ids and times
allowed, and in any order, as targets end in any; `$ echo $?` tells the status of the command before it. In the API's page the answer may hold no
field that the fixture shown below it lacks. A `bash` block is shown only: it needs hosts that are not here. A line `<!-- example: COMMAND -->` is run without being shown.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Browser/e2e"))

from yard import free_port  # noqa: E402

PROGRAM = pathlib.Path(os.environ.get("SKILLYARD_BIN", ROOT / ".build/debug/skillyard"))
PRELUDE = """
skillyard() { "$PROGRAM" "$@"; }
curl() { command curl --silent --show-error --fail-with-body --max-time 60 "$@"; }
# Waits until the run at that path has ended.
settled() {
    for _ in $(seq 200); do
        curl "$SKILLYARD_URL$1" -H "Authorization: Bearer $(cat var/token)" | grep -q '"finished_at"' && return
        sleep 0.05
    done
    echo "run $1 did not end" >&2
    return 1
}
"""


class Shell:
    """One shell for a whole page, so that a block finds the variables of those before it."""

    def __init__(self, folder, environment):
        self.folder = folder
        self.process = subprocess.Popen(
            ["bash"], cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        self.count = 0
        self.run(PRELUDE)

    def run(self, command):
        """Returns the exit status, what was answered and what was said besides."""
        self.count += 1
        out, err, status = (self.folder / f".{name}{self.count}" for name in ("out", "err", "status"))
        os.mkfifo(status)
        text = f"{{ {command}\n}} >{out} 2>{err} </dev/null; echo $? >{status}\n"
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()
        ended = int(status.read_text())
        return ended, out.read_text(), err.read_text()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def blocks(page):
    """The examples of a page: (line number, kind, text, name of the fixture below)."""
    pattern = re.compile(
        r"^<!-- example: (?P<hidden>.*?) -->$"
        r"|^```(?P<kind>sh|console)\n(?P<text>.*?)^```\n(?:\n<!-- docs/fixtures/(?P<fixture>\S+) -->)?",
        re.S | re.M,
    )
    for match in pattern.finditer(page):
        line = page.count("\n", 0, match.start()) + 1
        if match["hidden"]:
            yield line, "sh", match["hidden"], None
        else:
            yield line, match["kind"], match["text"], match["fixture"]


def loose(line):
    """What a shown line stands for: numbers, ids and paths are those of whoever wrote it down."""
    escaped = re.escape(line.strip())
    escaped = re.sub(r"/\S+", r"\\S+", escaped)
    escaped = re.sub(r"(skill|skver|req)_\w+", r"\1_\\w+", escaped)
    escaped = re.sub(r"\b([0-9a-f]{12}|[0-9a-f]{64})\b", r"\\w+", escaped)
    escaped = re.sub(r"\d+", r"\\d+", escaped)
    # From ten seconds on they are whole.
    escaped = re.sub(r"\\d\+\\\.\\d\+(?=\\ s)", r"[\\d.]+", escaped)
    escaped = escaped.replace("…", ".*")
    return re.sub(r"(\\ )+", r"\\s+", escaped)


def missing(shown, said):
    """The first line that was shown and did not come."""
    lines = said.splitlines()
    for expected in shown:
        if expected.strip() == "…":
            continue
        pattern = re.compile(loose(expected))
        if not any(pattern.search(line) for line in lines):
            return expected
    return None


def console(text):
    """The commands of a console block: (command, lines shown, status)."""
    steps = []
    for line in text.splitlines():
        if line == "$ echo $?":
            steps[-1][2] = None
        elif line.startswith("$ "):
            steps.append([line[2:], [], 0])
        elif steps[-1][2] is None:
            steps[-1][2] = int(line)
        else:
            steps[-1][1].append(line)
    return steps


def check_console(shell, text):
    for command, shown, status in console(text):
        ended, said, _ = shell.run(f"{{ {command}; }} 2>&1")
        if ended != status:
            return f"$ {command}\nended with {ended} instead of {status}:\n{said}"
        line = missing(shown, said)
        if line is not None:
            return f"$ {command}\ndid not say {line!r} but:\n{said}"
    return None


def check_shell(shell, text, fixture):
    endless = " -N" in text
    if endless:
        text = text.replace("curl ", "curl --max-time 2 ", 1)
    ended, out, err = shell.run(text)
    if ended != (28 if endless else 0):
        return f"{text}ended with {ended}:\n{out}{err}"
    if endless:
        return None if out.startswith("retry: ") else f"{text}is no event stream:\n{out}"
    if not fixture or not out:
        return None
    known = json.loads((ROOT / "docs/fixtures" / fixture).read_text())
    unknown = json.loads(out).keys() - known.keys()
    return f"{text}answers with {unknown}, which {fixture} does not show." if unknown else None


def check_page(name, folder):
    port, simulators = free_port(), free_port()
    (folder / "examples").symlink_to(ROOT / "examples")
    (folder / "home").mkdir()
    environment = os.environ | {
        "PROGRAM": str(PROGRAM),
        "HOME": str(folder / "home"),
        "SKILLYARD_URL": f"http://127.0.0.1:{port}",
        "SIMULATORS": f"http://127.0.0.1:{simulators}",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    server = subprocess.Popen(
        [PROGRAM, "serve", "--simulators", "--local-folders", "demo", "--port", str(port)]
        + ["--simulator-port", str(simulators)],
        cwd=folder,
        env=environment,
        stdout=(log := folder / "log").open("w"),
        stderr=subprocess.STDOUT,
    )
    page = (ROOT / name).read_text()
    page = page.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace("localhost:8090", f"localhost:{simulators}")
    try:
        while "Skillyard listens on" not in log.read_text():
            if server.poll() is not None:
                return 0, f"The server did not start:\n{log.read_text()}"
            time.sleep(0.05)
        shell = Shell(folder, environment)
        count = 0
        for line, kind, text, fixture in blocks(page):
            if text.startswith("make "):
                continue  # building and testing: what called this has done it
            count += 1
            fault = check_console(shell, text) if kind == "console" else check_shell(shell, text, fixture)
            if fault:
                return count, f"{name}:{line}: {fault}"
        shell.close()
        return count, None
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def give_up(number, frame):
    raise TimeoutError("the examples take too long")


def main():
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(900)
    failed = False
    for name in ("README.md", "README.ko.md", "docs/05-api-contract.md"):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="skillyard-examples-"))
        try:
            count, fault = check_page(name, folder)
        finally:
            shutil.rmtree(folder)
        print(fault or f"{name}: {count} examples work as shown", file=sys.stderr if fault else sys.stdout)
        failed = failed or fault is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
