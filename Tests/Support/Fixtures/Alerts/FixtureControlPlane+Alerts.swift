package import Contract
import Synchronization

/// The samples of alerts and failures.
extension FixtureControlPlane {
    package func alerts(_ query: AlertQuery) async throws(Problem) -> Page<AlertView> {
        let state = query.state?.rawValue ?? "-"
        let (rule, provider) = (query.rule?.rawValue ?? "-", query.provider?.rawValue ?? "-")
        let page: Page<AlertView> = try answer("listAlerts", "alerts \(state) \(rule) \(provider)")
        if isEmpty { return Page(items: [], nextCursor: nil) }
        guard let wanted = query.state else { return page }
        return Page(items: page.items.filter { $0.state == wanted }, nextCursor: nil)
    }

    package func alert(_ id: AlertID) async throws(Problem) -> AlertView {
        let alert: AlertView = try answer("getAlert", "alert \(id)")
        let all: Page<AlertView> = try sample("listAlerts")
        return all.items.first { $0.id == id } ?? alert
    }

    package func acknowledgeAlert(
        _ id: AlertID,
        _ acknowledgement: AlertAcknowledgement
    ) async throws(Problem) -> AlertView {
        try answer("acknowledgeAlert", "acknowledgeAlert \(id) \(acknowledgement.reason)")
    }

    package func snoozeAlert(_ id: AlertID, _ snooze: AlertSnooze) async throws(Problem) -> AlertView {
        try answer("snoozeAlert", "snoozeAlert \(id) \(snooze.until)")
    }

    package func alertRules() async throws(Problem) -> Page<AlertRuleView> {
        try answer("listAlertRules", "alertRules")
    }

    package func alertRule(_ id: AlertRuleID) async throws(Problem) -> AlertRuleView {
        let rule: AlertRuleView = try answer("getAlertRule", "alertRule \(id)")
        let all: Page<AlertRuleView> = try sample("listAlertRules")
        return all.items.first { $0.id == id } ?? rule
    }

    package func putAlertRule(
        _ id: AlertRuleID,
        _ settings: AlertRuleSettings,
        if precondition: Precondition
    ) async throws(Problem) -> AlertRuleRegistration {
        let rule: AlertRuleView = try answer(
            "putAlertRule",
            "putAlertRule \(id) \(precondition.text) \(settings.title)"
        )
        return AlertRuleRegistration(created: state.withLock(\.creates), rule: rule)
    }

    package func removeAlertRule(_ id: AlertRuleID, if precondition: Precondition) async throws(Problem)
        -> AlertRuleView
    {
        try answer("removeAlertRule", "removeAlertRule \(id) \(precondition.text)")
    }

    package func dryRunAlertRule(_ request: AlertDryRunRequest) async throws(Problem) -> AlertDryRun {
        try answer("dryRunAlertRule", "dryRunAlertRule \(request.condition.kind.rawValue) \(request.days)")
    }

    package func failures(limit: Int) async throws(Problem) -> FailureInbox {
        let inbox: FailureInbox = try answer("listFailures", "failures \(limit)")
        return isEmpty ? FailureInbox(groups: [], targets: 0, complete: true) : inbox
    }

    package func acknowledgeFailures(_ request: FailureAcknowledgementRequest) async throws(Problem)
        -> FailureAcknowledgement
    {
        try answer("acknowledgeFailures", "acknowledgeFailures \(request.cause.sortKey)")
    }

    package func retryFailures(_ request: FailureRetryRequest) async throws(Problem) -> FailureRetry {
        try answer("retryFailures", "retryFailures \(request.cause.sortKey)")
    }
}
