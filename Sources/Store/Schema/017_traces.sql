-- Which place in a trace asked for it (W3C Trace Context), so that what happens later belongs to the same trace.

ALTER TABLE install_runs ADD COLUMN traceparent TEXT;

-- Of the request that asked for it last, as request_id.
ALTER TABLE install_tasks ADD COLUMN traceparent TEXT;

ALTER TABLE task_attempts ADD COLUMN traceparent TEXT;
