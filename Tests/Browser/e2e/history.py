"""Years of use for the budget tests: many skills through the API, finished runs straight into the database."""

import concurrent.futures
import pathlib
import sqlite3
import time

from yard import Yard

SKILLS, RUNS, TARGETS_EACH = 10_000, 100_000, 3
WORDS = ["report", "review", "release", "translate", "summary", "invoice", "회의록", "배포", "번역", "보고서", "점검", "요약"]

# Ids rise with time, as real ones do.
NUMBERS = f"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {RUNS - 1})"
RUN_ID = "printf('01900000-0000-7000-8000-%012d', i)"
FAILED = "(i % 50 = 7)"

HISTORY = f"""
INSERT INTO install_runs (id, kind, status, requested_by, source, created_at, started_at, finished_at,
    queued, running, retry_wait, success, failed, canceled, skipped)
{NUMBERS}
SELECT {RUN_ID}, 'install', CASE WHEN {FAILED} THEN 'partial_failed' ELSE 'success' END, 'user-' || (i % 50),
    CASE WHEN i % 3 = 0 THEN 'cli' ELSE 'api' END, :begin + i * :step, :begin + i * :step + 5000,
    :begin + i * :step + 400000 + (i % 97) * 20000, 0, 0, 0, 3 - {FAILED}, {FAILED}, 0, 0
FROM n;

INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id, status, claimed_at,
    attempt, max_attempts, rescues, cancel_requested, error, remote_id, remote_version, started_at, finished_at)
SELECT printf('01900000-0000-7000-9%d00-', k) || substr(r.id, 25), r.id, 'install', s.id, s.name, 1, v.digest, p.id,
    CASE WHEN k < r.failed THEN 'failed' ELSE 'success' END, r.started_at, 1, 5, 0, 0,
    CASE WHEN k < r.failed THEN '{{"code":"auth_failed","message":"Refused.","retryable":false}}' END,
    CASE WHEN k >= r.failed THEN 'skill_' || r.rowid END, '1', r.started_at, r.finished_at
FROM install_runs r
JOIN (SELECT 0 k UNION ALL SELECT 1 UNION ALL SELECT 2)
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM providers ORDER BY id LIMIT 3) p ON p.number = k
JOIN (SELECT id, name, row_number() OVER (ORDER BY id) - 1 AS number FROM skills) s ON s.number = r.rowid % :skills
JOIN skill_versions v ON v.skill_id = s.id AND v.version = 1;

INSERT INTO task_attempts (task_id, number, worker, started_at, finished_at, outcome)
SELECT id, 1, 'worker', started_at, finished_at, CASE status WHEN 'failed' THEN 'auth_failed' ELSE status END
FROM install_tasks;

INSERT INTO installations (skill_id, provider_id, skill, version, digest, remote_id, remote_version, run_id, installed_at)
SELECT skill_id, provider_id, skill, 1, digest, remote_id, '1', run_id, max(finished_at)
FROM install_tasks WHERE status = 'success' GROUP BY skill_id, provider_id;

INSERT INTO events (kind, at, run_id, status) SELECT 'run.changed', finished_at, id, status FROM install_runs;
ANALYZE;
"""


def register_skills(yard: Yard) -> None:
    def register(number: int) -> None:
        word = WORDS[number % len(WORDS)]
        yard.register(f"skill-{number:05}", description=f"{word} number {number}. Use when {word} is wanted.")

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for _ in pool.map(register, range(SKILLS)):
            pass


def add_runs(yard: Yard) -> None:
    """Ends within the last 29 days, evenly; the program must not be running."""
    span = 29 * 86_400_000_000
    begin = int(time.time() * 1_000_000) - span
    [file] = pathlib.Path(yard.folder.name).glob("skillyard.db")
    with sqlite3.connect(file) as database:
        for statement in HISTORY.split(";\n"):
            wanted = {"begin": begin, "step": span // RUNS, "skills": SKILLS}
            database.execute(statement, {k: v for k, v in wanted.items() if f":{k}" in statement})


def fill(yard: Yard) -> None:
    register_skills(yard)
    yard.process.terminate()
    yard.process.wait(25)
    add_runs(yard)
    yard.start()
