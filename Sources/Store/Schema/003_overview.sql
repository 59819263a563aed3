-- At a glance: what ended when, and where every skill stands.

-- Runs that ended in a span of time, how they ended and how long they took, from the index alone.
CREATE INDEX install_runs_ended ON install_runs (finished_at, status, created_at) WHERE finished_at IS NOT NULL;

-- The same of tasks, for each provider.
CREATE INDEX install_tasks_outcomes ON install_tasks (provider_id, status, finished_at) WHERE finished_at IS NOT NULL;

-- The last task of a skill on a provider, however many there were.
CREATE INDEX install_tasks_ended ON install_tasks (provider_id, skill_id, id) WHERE finished_at IS NOT NULL;
