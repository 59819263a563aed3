"""What the product's SQLite file holds, read without disturbing it."""

import contextlib
import sqlite3
import time


@contextlib.contextmanager
def reading(folder):
    connection = sqlite3.connect(f"file:{folder}/skillyard.db?mode=ro", uri=True, timeout=5)
    try:
        yield connection
    finally:
        connection.close()


def run_count(folder):
    with reading(folder) as connection:
        return connection.execute("SELECT count(*) FROM install_runs").fetchone()[0]


def wait_for_runs(folder, check, limit, pause=0.1):
    """Waits until every run has ended.

    `check` is called between looks and may fail; `limit` is in seconds.
    """
    deadline = time.monotonic() + limit
    with reading(folder) as connection:
        while connection.execute("SELECT 1 FROM install_runs WHERE finished_at IS NULL LIMIT 1").fetchone():
            check()
            if time.monotonic() > deadline:
                raise RuntimeError(f"the runs did not end within {limit} s")
            time.sleep(pause)


def require_success(folder, expected):
    """Makes sure that every task was carried out: a skipped or failed one costs less and would flatter."""
    with reading(folder) as connection:
        counts = dict(connection.execute("SELECT status, count(*) FROM install_tasks GROUP BY status"))
    if counts != {"success": expected}:
        raise RuntimeError(f"{expected} successful tasks were expected; there are {counts}")


def task_seconds(folder):
    """From the first task's claim to the last one's end."""
    with reading(folder) as connection:
        first, last = connection.execute("SELECT min(started_at), max(finished_at) FROM install_tasks").fetchone()
    return (last - first) / 1e6


def finished_at(connection, run):
    """When a run ended, in seconds since 1970; None while it has not."""
    row = connection.execute("SELECT finished_at FROM install_runs WHERE id = ?", (run,)).fetchone()
    return row[0] / 1e6 if row and row[0] else None
