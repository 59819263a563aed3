package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func alerts(_ query: AlertQuery) async throws(Problem) -> Page<AlertView> {
        let parameters: [(name: String, value: String?)] = [
            ("state", query.state?.rawValue), ("rule", query.rule?.rawValue),
            ("provider", query.provider?.rawValue),
        ]
        return try await send(.get(Address.query("/api/alerts", parameters + query.page.parameters)))
    }

    package func alert(_ id: AlertID) async throws(Problem) -> AlertView {
        try await send(.get(Address.path("api", "alerts", id.rawValue)))
    }

    package func acknowledgeAlert(
        _ id: AlertID,
        _ acknowledgement: AlertAcknowledgement
    ) async throws(Problem) -> AlertView {
        let path = Address.path("api", "alerts", id.rawValue, "acknowledge")
        return try await send(try .send(.POST, path, acknowledgement))
    }

    package func snoozeAlert(_ id: AlertID, _ snooze: AlertSnooze) async throws(Problem) -> AlertView {
        try await send(try .send(.POST, Address.path("api", "alerts", id.rawValue, "snooze"), snooze))
    }

    package func alertRules() async throws(Problem) -> Page<AlertRuleView> {
        try await send(.get("/api/alert-rules"))
    }

    package func alertRule(_ id: AlertRuleID) async throws(Problem) -> AlertRuleView {
        try await send(.get(Address.path("api", "alert-rules", id.rawValue)))
    }

    package func putAlertRule(
        _ id: AlertRuleID,
        _ settings: AlertRuleSettings,
        if precondition: Precondition
    ) async throws(Problem) -> AlertRuleRegistration {
        let command: Command = try .send(.PUT, Address.path("api", "alert-rules", id.rawValue), settings)
        let reply = try await reply(to: command.on(precondition))
        return AlertRuleRegistration(
            created: reply.status == 201,
            rule: try decode(AlertRuleView.self, from: reply)
        )
    }

    package func removeAlertRule(_ id: AlertRuleID, if precondition: Precondition) async throws(Problem)
        -> AlertRuleView
    {
        let path = Address.path("api", "alert-rules", id.rawValue)
        return try await send(Command(method: .DELETE, path: path).on(precondition))
    }

    package func dryRunAlertRule(_ request: AlertDryRunRequest) async throws(Problem) -> AlertDryRun {
        try await send(try .send(.POST, "/api/alert-rules/dry-run", request))
    }

    package func failures(limit: Int) async throws(Problem) -> FailureInbox {
        try await send(.get(Address.query("/api/failures", [("limit", String(limit))])))
    }

    package func acknowledgeFailures(_ request: FailureAcknowledgementRequest) async throws(Problem)
        -> FailureAcknowledgement
    {
        try await send(try .send(.POST, "/api/failures/acknowledge", request))
    }

    package func retryFailures(_ request: FailureRetryRequest) async throws(Problem) -> FailureRetry {
        try await send(try .send(.POST, "/api/failures/retry", request))
    }
}
