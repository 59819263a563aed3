"""A PostgreSQL server of the benchmark's own, with fsync on: private, on a socket in its folder, gone at the end."""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import time

from harness.processes import running

USER = "skillyard"
SYSTEM_USER = "postgres"
PORT = 5432
#: Beside PostgreSQL's own defaults; no checkpoint falls into a measurement.
SETTINGS = f"""
port = {PORT}
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 4GB
checkpoint_timeout = 30min
"""


class Cluster:
    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self._programs = _programs()
        self._count = 0
        self.process = None

    @contextlib.contextmanager
    def started(self):
        self._folder.mkdir(mode=0o700)
        data = self._folder / "data"
        if os.geteuid() == 0:
            # The server's programs refuse to run as root.
            user = pwd.getpwnam(SYSTEM_USER)
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        initdb = [self._program("initdb"), "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8",
                  "--locale=C.UTF-8"]  # fmt: skip
        done = subprocess.run(self._as_user(initdb), capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stdout}{done.stderr}")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(f"{SETTINGS}unix_socket_directories = '{self._folder}'\n")
        server = self._as_user([self._program("postgres"), "-D", data])
        with running(server, dict(os.environ), self._folder.parent / "postgres.log") as self.process:
            self._wait()
            yield self

    def _wait(self):
        deadline = time.monotonic() + 30
        while subprocess.run(self._client("pg_isready", "-q", "-d", "postgres"), check=False).returncode:
            self.process.require_alive()
            if time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.1)

    @contextlib.contextmanager
    def database(self, template="template0"):
        """A database of its own, for as long as it is needed; gives its name."""
        self._count += 1
        name = f"bench_{self._count}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template}")
        # What was copied is written back now and not in the middle of a measurement.
        self.ask("CHECKPOINT")
        try:
            yield name
        finally:
            with contextlib.suppress(RuntimeError):
                self.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, database):
        return f"postgres:///{database}?host={self._folder}&port={PORT}&user={USER}"

    def ask(self, statement, database="postgres"):
        """Runs a statement and gives what it returns: rows of texts."""
        command = self._client("psql", "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", database)
        done = subprocess.run(command, input=statement, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{statement[:200]}: {done.stderr}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def pgbench(self, script, database, clients, transactions, **variables):
        """Transactions per second of a pgbench script; each client runs so many."""
        command = self._client(
            "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-t", str(transactions), "-f", str(script),
            *[word for name, value in variables.items() for word in ("-D", f"{name}={value}")], database,
        )  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        lines = [line for line in done.stdout.splitlines() if line.startswith("tps = ")]
        if done.returncode or not lines or "failed transactions: 0 " not in done.stdout:
            raise RuntimeError(f"pgbench failed: {done.stdout}{done.stderr}")
        return float(lines[0].split()[2])

    def _client(self, program, *arguments):
        place = ["-h", str(self._folder), "-p", str(PORT), "-U", USER]
        return [self._program(program), *place, *arguments]

    def _program(self, name):
        return str(self._programs / name)

    @staticmethod
    def _as_user(command):
        if os.geteuid() != 0:
            return command
        # The kernel forgets who to end with whom when the user changes, so it is told again.
        return ["setpriv", f"--reuid={SYSTEM_USER}", f"--regid={SYSTEM_USER}", "--init-groups", "--pdeathsig=QUIT",
                *command]  # fmt: skip


def _programs():
    """The folder of the newest server; Debian keeps them by version."""
    root = pathlib.Path("/usr/lib/postgresql")
    versions = sorted((path for path in root.glob("*/bin") if (path / "initdb").exists()),
                      key=lambda path: int(path.parent.name))  # fmt: skip
    if versions:
        return versions[-1]
    if found := shutil.which("initdb"):
        return pathlib.Path(found).parent
    raise RuntimeError("PostgreSQL's server is not installed")
