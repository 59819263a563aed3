import Contract
import Fixtures

/// Alerts as the samples have them.
extension FakePlane {
    func alerts(_ query: AlertQuery) async throws(Problem) -> Page<AlertView> { try sample("listAlerts") }

    func alert(_ id: AlertID) async throws(Problem) -> AlertView {
        let alerts: Page<AlertView> = try sample("listAlerts")
        if let alert = alerts.items.first(where: { $0.id == id }) { return alert }
        return try sample("getAlert")
    }

    func acknowledgeAlert(
        _ id: AlertID,
        _ acknowledgement: AlertAcknowledgement
    ) async throws(Problem) -> AlertView {
        note { $0.reasons.append(acknowledgement.reason) }
        return try sample("acknowledgeAlert")
    }

    func snoozeAlert(_ id: AlertID, _ snooze: AlertSnooze) async throws(Problem) -> AlertView {
        note { $0.snoozes.append(snooze) }
        return try sample("snoozeAlert")
    }

    func alertRules() async throws(Problem) -> Page<AlertRuleView> { try sample("listAlertRules") }

    func alertRule(_ id: AlertRuleID) async throws(Problem) -> AlertRuleView {
        let rules: Page<AlertRuleView> = try sample("listAlertRules")
        guard let rule = rules.items.first(where: { $0.id == id }) else {
            throw Problem(.notFound, "no rule")
        }
        return rule
    }

    func putAlertRule(
        _ id: AlertRuleID,
        _ settings: AlertRuleSettings,
        if precondition: Precondition
    ) async throws(Problem) -> AlertRuleRegistration {
        note {
            $0.rules.append(settings)
            $0.preconditions.append(precondition)
        }
        let rule: AlertRuleView = try sample("putAlertRule")
        return AlertRuleRegistration(created: precondition == .absent, rule: rule)
    }

    func removeAlertRule(_ id: AlertRuleID, if precondition: Precondition) async throws(Problem)
        -> AlertRuleView
    {
        note { $0.preconditions.append(precondition) }
        return try sample("removeAlertRule")
    }

    func dryRunAlertRule(_ request: AlertDryRunRequest) async throws(Problem) -> AlertDryRun {
        note { $0.conditions.append(request.condition) }
        return try sample("dryRunAlertRule")
    }

    func failures(limit: Int) async throws(Problem) -> FailureInbox { try sample("listFailures") }

    func acknowledgeFailures(_ request: FailureAcknowledgementRequest) async throws(Problem)
        -> FailureAcknowledgement
    {
        note { $0.acknowledged.append(request) }
        return try sample("acknowledgeFailures")
    }

    func retryFailures(_ request: FailureRetryRequest) async throws(Problem) -> FailureRetry {
        note { $0.retried.append(request) }
        return try sample("retryFailures")
    }

    func sample<Value: Decodable>(_ name: String) throws(Problem) -> Value {
        try refuse()
        do { return try Fixtures.value(name) } catch { throw Problem(.internal, "no sample \(name)") }
    }
}
