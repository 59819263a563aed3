package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    static let listAlertRules: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.alertRules())
    }

    static let getAlertRule: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let rule = try await plane.alertRule(try call.alertRuleID())
        return try call.json(rule, headers: .tagged(rule.revision))
    }

    static let putAlertRule: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.alertRuleID()
        let precondition = try call.ifMatchOrNone()
        let settings = try await call.body(as: AlertRuleSettings.self)
        let result = try await plane.putAlertRule(id, settings, if: precondition)
        var headers: HTTPFields = .tagged(result.rule.revision)
        headers[.location] = "/api/alert-rules/\(id)"
        return try call.json(result.rule, status: result.created ? .created : .ok, headers: headers)
    }

    static let removeAlertRule: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.alertRuleID()
        return try call.json(try await plane.removeAlertRule(id, if: try call.ifMatch()))
    }

    static let dryRunAlertRule: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let body = try await call.body(as: AlertDryRunRequest.self)
        return try call.json(try await plane.dryRunAlertRule(body))
    }
}

extension AlertRuleSettings: Readable {
    package init?(reading object: inout ObjectReader) {
        let title = object.requiredText("title", 1...100)
        let condition =
            object.require("condition") ? object.object("condition", of: AlertCondition.self) : nil
        let severity = object.choice("severity", of: AlertSeverity.self)
        let enabled = object.flag("enabled")
        let repeatMinutes = object.integer("repeat_minutes", Self.repeats)
        guard let title, let condition else { return nil }
        self.init(
            title: title,
            condition: condition,
            severity: severity ?? .warning,
            enabled: enabled ?? true,
            repeatMinutes: repeatMinutes
        )
    }
}

extension AlertDryRunRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let condition =
            object.require("condition") ? object.object("condition", of: AlertCondition.self) : nil
        let days = object.integer("days", Self.windows)
        guard let condition else { return nil }
        self.init(condition: condition, days: days ?? 30)
    }
}

extension AlertCondition: Readable {
    /// What another kind of condition takes counts as unknown.
    package init?(reading object: inout ObjectReader) {
        guard object.require("kind"), let kind = object.choice("kind", of: Kind.self) else { return nil }
        switch kind {
        case .targetFailed:
            let provider = object.providerID("provider")
            self = .targetFailed(provider: provider, codes: object.choices("codes", of: FailureCode.self))
        case .runFailed:
            let provider = object.providerID("provider")
            let outcomes = object.choices("outcomes", of: FailedOutcome.self)
            let codes = object.choices("codes", of: FailureCode.self)
            self = .runFailed(
                outcomes: outcomes.isEmpty ? Self.failedOutcomes : outcomes.map(\.status),
                provider: provider,
                codes: codes
            )
        case .failureRate:
            let provider = object.providerID("provider")
            let percent = object.requiredInteger("percent", Self.percents)
            let window = object.requiredInteger("window_minutes", Self.windows)
            let atLeast = object.requiredInteger("at_least", Self.counts)
            guard let percent, let window, let atLeast else { return nil }
            self = .failureRate(provider: provider, percent: percent, windowMinutes: window, atLeast: atLeast)
        case .queueAge, .stuckTask:
            let provider = object.providerID("provider")
            guard let minutes = object.requiredInteger("minutes", Self.ages) else { return nil }
            self =
                kind == .queueAge
                ? .queueAge(provider: provider, minutes: minutes)
                : .stuckTask(provider: provider, minutes: minutes)
        case .providerUnhealthy: self = .providerUnhealthy(provider: object.providerID("provider"))
        case .workerGone:
            guard let minimum = object.requiredInteger("minimum", Self.workers) else { return nil }
            self = .workerGone(minimum: minimum)
        case .auditBroken: self = .auditBroken
        case .driftFound:
            let provider = object.providerID("provider")
            self = .driftFound(provider: provider, atLeast: object.integer("at_least", Self.counts) ?? 1)
        case .credentialExpiring:
            let provider = object.providerID("provider")
            let days = object.integer("within_days", Self.days) ?? Self.usualDays
            self = .credentialExpiring(provider: provider, withinDays: days)
        }
    }
}

/// How a run can end that did not succeed.
private enum FailedOutcome: String, CaseIterable {
    case failed
    case partialFailed = "partial_failed"

    var status: RunStatus { self == .failed ? .failed : .partialFailed }
}

extension ObjectReader {
    mutating func providerID(_ name: String) -> ProviderID? {
        guard let text = value(name, String.self, expected: "Text") else { return nil }
        guard Grammar.isProviderID(text) else {
            note(name, .format, "A provider's id is expected: \(Grammar.providerIDRule)")
            return nil
        }
        return ProviderID(rawValue: text)
    }

    fileprivate mutating func requiredInteger(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        require(name) ? integer(name, range) : nil
    }

    /// A list of choices; empty when it is missing or at fault, which is then noted.
    fileprivate mutating func choices<Choice>(_ name: String, of type: Choice.Type) -> [Choice]
    where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
        guard has(name) else { return [] }
        let texts = texts(
            name,
            count: 1...type.allCases.count,
            rule: "One of \(names(of: type)) is expected."
        ) { Choice(rawValue: $0) != nil }
        return (texts ?? []).compactMap(Choice.init(rawValue:))
    }
}
