-- From the request to the try: which request asked for what, by the id that its answer and the audit log have, too.

-- Null for what was asked for before, or of a program that knows nothing of it.
ALTER TABLE install_runs ADD COLUMN request_id TEXT;
ALTER TABLE install_tasks ADD COLUMN request_id TEXT;   -- the run's, or that of the last retry
ALTER TABLE task_attempts ADD COLUMN request_id TEXT;   -- its task's while it ran
