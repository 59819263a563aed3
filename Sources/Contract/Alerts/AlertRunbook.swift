extension AlertRuleID {
    /// The rules that come with the program: `docs/operations.md` says what to do about their alerts.
    package static let inRunbook: Set<String> = [
        "target-failed", "failure-rate", "queue-age", "stuck-task", "provider-unhealthy", "worker-gone",
        "audit-broken", "drift-found", "credential-expiring",
    ]

    /// The heading of `docs/operations.md` under which that stands, as browsers find it; nil for a rule that somebody
    /// made.
    package var runbookAnchor: String? { Self.inRunbook.contains(rawValue) ? "alert-\(rawValue)" : nil }
}
