#!/usr/bin/env python3
"""Measures Skillyard on PostgreSQL, beside what the same server does for pgbench in the same minutes.

The server is the benchmark's own, with fsync on. Everything runs on this machine, is bounded in time and number, and
is cleaned up at the end, however that comes. docs/performance.md says what each figure means.
"""

import argparse
import contextlib
import os
import pathlib
import secrets
import signal
import sys
import tempfile

from harness.control_plane import ControlPlane, Vendor, skill_name
from harness.postgres import Cluster
from harness.processes import running
from harness.report import Report
from postgres import accepting, draining, events, queue_alone, reading

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEASURES = {"queue": queue_alone, "accept": accepting, "drain": draining, "read": reading, "events": events}


class Server:
    def __init__(self, process):
        self.process = process
        self.port = process.port()


class Bench:
    """The run at hand: its server, its programs, its sizes."""

    #: Longer than any measurement: the clean-up of a benchmark is not what is measured.
    lease_seconds = 60
    connections = 50

    def __init__(self, options, folder):
        self.folder = pathlib.Path(folder)
        self.cluster = Cluster(self.folder / "cluster")
        self.queue_benchmark = options.build / "QueueBenchmark"
        self._skillyard = options.build / "skillyard"
        self.token = f"bench-{secrets.token_hex(16)}"
        self.quick = options.quick
        self.skills = 500 if options.quick else 2000
        self.samples = 1 if options.quick else 3
        self.vendor = None
        self.template = None
        self._count = 0

    @contextlib.contextmanager
    def started(self):
        """Starts PostgreSQL and the simulator, and prepares the database that measurements begin with."""
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.cluster.started())
            command = [self._skillyard, "simulate", "--port", "0"]
            simulator = running(command, self._environment(), self.folder / "vendor.log")
            self.vendor = Vendor(stack.enter_context(simulator).port())
            self.template = stack.enter_context(self.cluster.database())
            with self.serving(self.template, "api") as server:
                plane = ControlPlane(server.port, self.token)
                plane.put_provider(self.vendor.port, self.connections)
                plane.register_skills(self.skills)
            self.cluster.ask("ANALYZE", self.template)
            yield

    def fill_queue(self, database, turns):
        """Every skill installed, removed and installed again, so no task has nothing to do.

        Returns the number of tasks.
        """
        names = [skill_name(number) for number in range(self.skills)]
        with self.serving(database, "api") as server:
            plane = ControlPlane(server.port, self.token)
            for turn in range(turns):
                plane.start_run("install" if turn % 2 == 0 else "uninstall", names)
        self.cluster.ask("ANALYZE", database)
        return turns * len(names)

    @contextlib.contextmanager
    def serving(self, database, role):
        with self._node(database, "serve", "--port", "0", "--role", role) as process:
            yield Server(process)

    @contextlib.contextmanager
    def working(self, database):
        with self._node(database, "worker") as process:
            yield process

    def _node(self, database, *arguments):
        self._count += 1
        folder = self.folder / f"node-{self._count}"
        folder.mkdir()
        command = [self._skillyard, *arguments, "--data", folder, "--database-url", self.cluster.url(database),
                   "--lease-seconds", self.lease_seconds, "--shutdown-seconds", 0, "--log-level", "warning"]  # fmt: skip
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
    parser.add_argument("--quick", action="store_true", help="shorter and smaller")
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path, help="write the figures there too")
    parser.add_argument("--only", metavar="PARTS", default=",".join(MEASURES), help=f"of {','.join(MEASURES)}")
    parser.add_argument("--build", metavar="DIR", type=pathlib.Path, default=ROOT / ".build" / "release",
                        help="where the programs are")  # fmt: skip
    parser.add_argument("--folder", metavar="DIR", default="/var/tmp", help="whose file system to measure")
    chosen = parser.parse_args()
    chosen.parts = chosen.only.split(",")
    if unknown := set(chosen.parts) - set(MEASURES):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    chosen.build = chosen.build.resolve()
    return chosen


def main():
    chosen = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Report(chosen.quick)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=chosen.folder) as folder:
        # The server runs as another user and has to get at its own folder below this one.
        pathlib.Path(folder).chmod(0o711)
        bench = Bench(chosen, folder)
        with bench.started():
            for part, module in MEASURES.items():
                if part in chosen.parts:
                    module.measure(bench, report)
    print(f"\n{report.table()}")
    if chosen.json:
        chosen.json.write_text(report.json(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except RuntimeError as error:
        sys.exit(f"bench: {error}")
