/// What each metric says, for the `# HELP` line that Prometheus shows beside it.
enum MetricDescriptions {
    static let all: [String: String] = [
        "skillyard_runs_total": "Runs accepted, by kind.",
        "skillyard_tries_total": "Tries of targets that ended, by outcome.",
        "skillyard_breaker_changes_total":
            "Changes of providers' circuit breakers, by the state they came into.",
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
