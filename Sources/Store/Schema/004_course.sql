-- At a glance: the same of some runs only, and what stood open at a moment of the past.

-- Runs that ended in a span of time with all that they are counted by, from the index alone. It begins like
-- install_runs_ended and does its work, too.
CREATE INDEX install_runs_course
    ON install_runs (finished_at, status, created_at, started_at, kind, source, requested_by)
    WHERE finished_at IS NOT NULL;
DROP INDEX install_runs_ended;
