#!/usr/bin/env python3
"""Measures Skillyard on this machine, beside what the machine itself can do in the same minutes.

Everything runs on loopback, is bounded in time and number, and is cleaned up at the end, however that comes.
docs/performance.md says what each figure means.
"""

import argparse
import contextlib
import http.client
import os
import pathlib
import secrets
import shutil
import signal
import sys
import tempfile

from harness.control_plane import ControlPlane, Vendor
from harness.processes import running
from harness.report import Report
from measures import accepting, chat, disk, draining, group_commit, incident, latency, vendor

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEASURES = {
    "disk": disk,
    "vendor": vendor,
    "accept": accepting,
    "drain": draining,
    "idle": latency,
    "store": group_commit,
    "chat": chat,
    "incident": incident,
}


class Server:
    def __init__(self, process):
        self.process = process
        self.port = process.port()


class Bench:
    """The run at hand: its folder, its programs, its sizes."""

    latencies = (0, 20)
    #: Longer than any measurement: the clean-up of a benchmark is not what is measured.
    lease_seconds = 60

    def __init__(self, options, folder):
        self.folder = pathlib.Path(folder)
        self.skillyard = options.build / "skillyard"
        self.store_benchmark = options.build / "StoreBenchmark"
        self.chat_benchmark = options.build / "ChatBenchmark"
        self.corpus = ROOT / "Tests" / "ChatTests" / "corpus"
        self.token = f"bench-{secrets.token_hex(16)}"
        self.quick = options.quick
        self.skills, self.turns, self.idle_runs = (500, 4, 60) if options.quick else (2000, 5, 300)
        self.vendor = None
        self._count = 0

    def seconds(self, full):
        return max(2, full // 3) if self.quick else full

    @contextlib.contextmanager
    def started(self):
        """Starts the simulator and prepares the data folder that measurements begin with."""
        log = self.folder / "vendor.log"
        with running([self.skillyard, "simulate", "--port", "0"], self._environment(), log) as simulator:
            self.vendor = Vendor(simulator.port())
            template = self.folder / "template"
            template.mkdir()
            with self.serving(template, "api") as server:
                plane = ControlPlane(server.port, self.token)
                plane.put_provider(self.vendor.port, vendor.CONNECTIONS)
                plane.register_skills(self.skills)
            yield

    @contextlib.contextmanager
    def prepared(self):
        """A data folder of its own, with skills and a provider."""
        with self.copy(self.folder / "template") as folder:
            yield folder

    @contextlib.contextmanager
    def copy(self, source):
        self._count += 1
        folder = self.folder / f"data-{self._count}"
        shutil.copytree(source, folder)
        # Written back now, or the copy's own pages would be flushed in the middle of a measurement.
        os.sync()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def serving(self, folder, role):
        with self._node(folder, "serve", "--port", "0", "--role", role) as process:
            yield Server(process)

    @contextlib.contextmanager
    def working(self, folder):
        with self._node(folder, "worker") as process:
            yield process

    def _node(self, folder, *arguments):
        command = [self.skillyard, *arguments, "--data", folder, "--lease-seconds", self.lease_seconds,
                   "--shutdown-seconds", 0, "--log-level", "warning"]  # fmt: skip
        return running(command, self._environment(), folder / "node.log")

    def _environment(self):
        return {
            "PATH": os.environ.get("PATH", ""),
            "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""),
            "HOME": str(self.folder),
            "SKILLYARD_BOOTSTRAP_TOKEN": self.token,
            "SKILLYARD_SANDBOX_KEY": "sandbox",
        }


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="shorter and smaller, about a minute")
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path, help="write the figures there too")
    parser.add_argument("--only", metavar="PARTS", default=",".join(MEASURES), help=f"of {','.join(MEASURES)}")
    parser.add_argument("--build", metavar="DIR", type=pathlib.Path, default=ROOT / ".build" / "release",
                        help="where the programs are")  # fmt: skip
    parser.add_argument("--folder", metavar="DIR", help="whose file system to measure; default: that of var/")
    chosen = parser.parse_args()
    chosen.parts = chosen.only.split(",")
    if unknown := set(chosen.parts) - set(MEASURES):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    chosen.build = chosen.build.resolve()
    return chosen


def main():
    chosen = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = pathlib.Path(chosen.folder) if chosen.folder else ROOT / "var"
    place.mkdir(parents=True, exist_ok=True)
    report = Report(chosen.quick)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as folder:
            bench = Bench(chosen, folder)
            with bench.started():
                for part, module in MEASURES.items():
                    if part in chosen.parts:
                        module.measure(bench, report)
    finally:
        # What is known is told also where something failed: some of it took minutes.
        print(f"\n{report.table()}")
        if chosen.json:
            chosen.json.write_text(report.json(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except (RuntimeError, OSError, http.client.HTTPException) as error:
        sys.exit(f"bench: {type(error).__name__}: {error}")
