"""Child processes that never outlive this one, and what the kernel says of them."""

import contextlib
import ctypes
import os
import queue
import re
import resource
import signal
import subprocess
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
_libc = ctypes.CDLL(None)
_alive = []


def _die_with_parent():
    """Even when this process is killed outright, the kernel ends its children (prctl(2), PR_SET_PDEATHSIG)."""
    _libc.prctl(1, signal.SIGKILL)


class Child:
    """A running program with its output in a file of its own."""

    def __init__(self, arguments, environment, log):
        self._lines = queue.Queue()
        self._log = open(log, "w", encoding="utf-8")
        self._process = subprocess.Popen(
            [str(argument) for argument in arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            preexec_fn=_die_with_parent,
        )
        _alive.append(self)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    @property
    def pid(self):
        return self._process.pid

    def port(self, seconds=30):
        """The port in the first address it prints; fails when there is none in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(queue.Empty):
                line = self._lines.get(timeout=0.2)
                if line is None:
                    break
                if found := ADDRESS.search(line):
                    return int(found[1])
        raise RuntimeError(f"{self._process.args[0]} did not say where it listens; see {self._log.name}")

    def require_alive(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"{self._process.args} ended with {self._process.returncode}; see {self._log.name}")

    def cpu_seconds(self):
        """User and system time so far (proc(5), fields 14 and 15)."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak_mebibytes(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def stop(self, seconds=15):
        if self in _alive:
            _alive.remove(self)
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()


@contextlib.contextmanager
def running(arguments, environment, log):
    child = Child(arguments, environment, log)
    try:
        yield child
    finally:
        child.stop()


class OtherWork:
    """How many cores everything else on the machine kept busy between two moments."""

    def __init__(self):
        self._start = self._now()

    def cores(self):
        then, now = self._start, self._now()
        elapsed = max(now[2] - then[2], 1e-3)
        return max(0.0, (now[0] - then[0]) - (now[1] - then[1])) / elapsed

    @staticmethod
    def _now():
        with open("/proc/stat", encoding="ascii") as file:
            fields = [int(field) for field in file.readline().split()[1:]]
        busy = (sum(fields[:8]) - fields[3] - fields[4]) / TICKS
        ours = 0.0
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
            usage = resource.getrusage(who)
            ours += usage.ru_utime + usage.ru_stime
        for child in _alive:
            with contextlib.suppress(OSError):
                ours += child.cpu_seconds()
        return busy, ours, time.monotonic()
