package import Contract
import Store

/// The rules that come with the program; what a person changes or removes stays so.
package enum AlertDefaults {
    package static let rules: [(id: AlertRuleID, settings: AlertRuleSettings)] = [
        rule("target-failed", "Targets failed", .targetFailed(), repeatMinutes: 240),
        rule(
            "failure-rate",
            "Most targets of a provider fail",
            .failureRate(percent: 50, windowMinutes: 15, atLeast: 10),
            .critical
        ),
        rule("queue-age", "Targets wait too long", .queueAge(minutes: 30)),
        rule("stuck-task", "A try does not end", .stuckTask(minutes: 90)),
        rule("provider-unhealthy", "A provider is not well", .providerUnhealthy()),
        rule("worker-gone", "No worker is at work", .workerGone(minimum: 1), .critical, repeatMinutes: 60),
        rule("audit-broken", "The audit log is not whole", .auditBroken, .critical, repeatMinutes: 1440),
        rule("drift-found", "Something was changed at a provider", .driftFound(), repeatMinutes: 1440),
        rule(
            "credential-expiring",
            "A credential is about to expire",
            .credentialExpiring(),
            repeatMinutes: 10_080
        ),
    ]

    /// Adds the rules and begins to look at what happens, unless that was done before.
    static func prepare(_ connection: any Connection, at now: Timestamp) throws {
        try StartLock.take(connection)
        let progress = AlertProgressTable(connection)
        guard try progress.find() == nil else { return }
        try progress.begin(at: now)
        let table = AlertRuleTable(connection)
        for (id, settings) in rules where try table.find(id) == nil {
            try table.put(
                AlertRuleView(
                    id: id,
                    settings: settings,
                    revisionNumber: 1,
                    updatedAt: now,
                    updatedBy: "system"
                )
            )
        }
    }

    private static func rule(
        _ id: String,
        _ title: String,
        _ condition: AlertCondition,
        _ severity: AlertSeverity = .warning,
        repeatMinutes: Int? = nil
    ) -> (id: AlertRuleID, settings: AlertRuleSettings) {
        let settings = AlertRuleSettings(
            title: title,
            condition: condition,
            severity: severity,
            repeatMinutes: repeatMinutes
        )
        return (AlertRuleID(rawValue: id), settings)
    }
}

extension Engine {
    /// Has alerts looked for from now on, by the rules that come with the program, unless that was done before.
    ///
    /// - Throws: ``StoreError``
    package func prepareAlerts() async throws {
        let moment = now()
        try await database.write { try AlertDefaults.prepare($0, at: moment) }
    }
}
