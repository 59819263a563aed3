/// What each metric says, for the `# HELP` line that Prometheus shows beside it.
enum MetricDescriptions {
    static let all: [String: String] = work.merging(standing) { $1 }.merging(serving) { $1 }
        .merging(database) { $1 }

    /// What this process did.
    private static let work: [String: String] = [
        "skillyard_runs_total": "Runs accepted, by kind.",
        "skillyard_runs_ended_total": "Runs that ended, by kind and how.",
        "skillyard_targets_ended_total": "Targets that ended, by provider and how.",
        "skillyard_target_failures_total": "Targets that ended as failed, by the code of the failure.",
        "skillyard_tries_total": "Tries of targets that ended, by outcome.",
        "skillyard_try_duration_seconds": "How long tries took, by the kind of their provider.",
        "skillyard_targets_rescued_total": "Targets taken back from workers that fell silent.",
        "skillyard_leases_lost_total": "Leases that a worker of this process lost.",
        "skillyard_worker_targets":
            "Targets that the worker of this process has claimed, and those it works on.",
        "skillyard_worker_targets_limit": "How many targets the worker of this process may hold.",
        "skillyard_breaker_changes_total":
            "Changes of providers' circuit breakers, by the state they came into.",
    ]

    /// How the whole system stands, the same at every node.
    private static let standing: [String: String] = [
        "skillyard_queue_targets": "Targets that wait for their turn at a provider, counted up to 10,000.",
        "skillyard_queue_oldest_wait_seconds":
            "For how long the oldest of those targets has waited that could begin.",
        "skillyard_provider_down": "1 while the breaker of a provider is open or tries it, else 0.",
        "skillyard_provider_held_back": "1 while a provider has the wait that it asked for, else 0.",
        "skillyard_provider_paused": "1 while a provider or everything is paused, else 0.",
        "skillyard_work_paused": "1 while everything is paused, else 0.",
        "skillyard_alerts": "Alerts that have not recovered, by severity and state.",
        "skillyard_open_failures": "Those of the newest 1,000 failed targets that nobody has dealt with.",
        "skillyard_workers": "Workers that gave a sign of life in the last minute.",
        "skillyard_event_position": "The place of the newest event.",
        "skillyard_audit_verified_timestamp_seconds": "When the audit log was last verified.",
        "skillyard_audit_intact": "1 when it was whole then, else 0.",
        "skillyard_standing_timestamp_seconds":
            "When these were read; half a minute later the others are left out.",
    ]

    /// What this process serves.
    private static let serving: [String: String] = [
        "skillyard_http_requests_total": "Requests answered, by method, route and class of the status.",
        "skillyard_http_errors_total": "Requests answered with a status of 500 or above.",
        "skillyard_http_request_duration_seconds":
            "How long answers took to begin: for programs, pages and what watches the node.",
        "skillyard_event_followers": "Event streams that are open at this process.",
        "skillyard_spans_exported_total": "Spans that a collector took.",
        "skillyard_spans_dropped_total": "Spans that found no room, or that no collector took.",
        "skillyard_spans_waiting": "Spans that wait to be sent.",
        "skillyard_build_info": "1, with the version of the program.",
        "skillyard_start_timestamp_seconds": "When this process began.",
    ]

    private static let database: [String: String] = [
        "skillyard_database_write_duration_seconds":
            "How long transactions that write took, from handing in until they were durable or undone.",
        "skillyard_database_transactions_open": "Transactions that were handed in and have not ended.",
        "skillyard_database_connections": "Connections to PostgreSQL, by state.",
        "skillyard_database_connections_limit": "How many connections to PostgreSQL this node may open.",
        "skillyard_database_waiting": "Transactions that wait for a connection now.",
        "skillyard_database_waits_total": "Transactions that had to wait for a connection.",
        "skillyard_database_wait_seconds_total": "How long they waited together.",
        "skillyard_database_transactions_total": "Transactions carried out.",
        "skillyard_database_round_trips_total": "How often an answer of the server was waited for.",
        "skillyard_database_retries_total": "Transactions that were run again.",
        "skillyard_database_reconnects_total": "Connections opened in place of lost ones.",
    ]
}
