package import Contract
import Domain
import Store

extension EngineSession {
    package func alertRules() async throws(Problem) -> Page<AlertRuleView> {
        try await permit(.readAlerts)
        return try await answer {
            let rules = try await engine.database.read { try AlertRuleTable($0).readable().rules }
            return Page(items: rules, nextCursor: nil)
        }
    }

    package func alertRule(_ id: AlertRuleID) async throws(Problem) -> AlertRuleView {
        try await permit(.readAlerts)
        return try await found(.missing(alertRule: id)) { try AlertRuleTable($0).find(id) }
    }

    package func putAlertRule(
        _ id: AlertRuleID,
        _ settings: AlertRuleSettings,
        if precondition: Precondition
    ) async throws(Problem) -> AlertRuleRegistration {
        try await carryOut(.putAlertRule, on: "alert_rule:\(id)") {
            try AlertRequestRules.check(AlertRequestRules.faults(id, settings))
            return try await put(id, settings, if: precondition)
        }
    }

    private func put(
        _ id: AlertRuleID,
        _ settings: AlertRuleSettings,
        if precondition: Precondition
    ) async throws -> AlertRuleRegistration {
        let (now, person) = (engine.now(), signedIn.name)
        return try await engine.database.write { connection in
            // Nobody judges by the old rule while it changes.
            try AlertProgressTable(connection).lock()
            let table = AlertRuleTable(connection)
            let known = try table.find(id)
            let conditions = [settings.condition] + [known?.settings.condition].compactMap(\.self)
            let providers = conditions.map(\.provider)
            try requireScope(.putAlertRule, providers, at: "/condition/provider", connection)
            // The same again undoes nothing, and may be the repetition of a request whose answer got lost.
            let isSame = known?.settings == settings && precondition != .absent
            if !isSame { try precondition.require(at: known?.revision, "alert rule \(id)") }
            let rule =
                known.flatMap { isSame ? $0 : nil }
                ?? AlertRuleView(
                    id: id,
                    settings: settings,
                    revisionNumber: (known?.revisionNumber ?? 0) + 1,
                    updatedAt: now,
                    updatedBy: person
                )
            if !isSame { try table.put(rule) }
            // Of what it does not look at any more, nothing would ever say that it is over.
            let looksElsewhere =
                known.map { !settings.condition.looks(asWideAs: $0.settings.condition) } ?? false
            if !settings.enabled || looksElsewhere { try endAlerts(of: id, connection, at: now) }
            // The history has every version once.
            if !isSame { try AuditTable(connection).append([try entry(.putAlertRule, on: rule)], at: now) }
            return AlertRuleRegistration(created: known == nil, rule: rule)
        }
    }

    package func removeAlertRule(_ id: AlertRuleID, if precondition: Precondition) async throws(Problem)
        -> AlertRuleView
    {
        let now = engine.now()
        return try await carryOut(.removeAlertRule, on: "alert_rule:\(id)") {
            try await engine.database.write { connection in
                try AlertProgressTable(connection).lock()
                let table = AlertRuleTable(connection)
                guard let rule = try table.find(id) else { throw Problem.missing(alertRule: id) }
                let provider = rule.settings.condition.provider
                try requireScope(.removeAlertRule, [provider], at: "/condition/provider", connection)
                try precondition.require(at: rule.revision, "alert rule \(id)")
                try endAlerts(of: id, connection, at: now)
                try table.remove(id)
                try AuditTable(connection).append([try entry(.removeAlertRule, on: rule)], at: now)
                return rule
            }
        }
    }

    private func endAlerts(of rule: AlertRuleID, _ connection: any Connection, at now: Timestamp) throws {
        let ended = try AlertTable(connection).endAll(of: rule, at: now)
        let events = ended.map { NewEvent(.alertChanged, of: $0, state: .recovered) }
        try EventTable(connection).append(events, at: now)
    }

    package func dryRunAlertRule(_ request: AlertDryRunRequest) async throws(Problem) -> AlertDryRun {
        try await permit(.dryRunAlertRule)
        var faults = AlertRequestRules.faults(request.condition, at: "/condition")
        AlertRequestRules.check(request.days, AlertDryRunRequest.windows, "/days", &faults)
        try AlertRequestRules.check(faults)
        let since = engine.now() - .seconds(request.days * 86_400)
        return try await answer {
            try await AlertReplay(engine.database).run(request.condition, since: since)
        }
    }

    /// The history keeps every version of a rule.
    private func entry(_ operation: Operation, on rule: AlertRuleView) throws -> NewAuditEntry {
        entry(
            operation.rawValue,
            on: "alert_rule:\(rule.id)",
            detail: [
                "revision": "\(rule.revisionNumber)", "settings": try JSON.text(rule.settings),
            ]
        )
    }
}
