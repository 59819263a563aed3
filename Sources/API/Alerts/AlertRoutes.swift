package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    static let listAlerts: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let wanted = AlertQuery(
            state: query.choice("state", of: AlertState.self),
            rule: query.alertRuleID("rule"),
            provider: query.providerID("provider"),
            page: query.page()
        )
        try query.finish()
        return try call.json(try await plane.alerts(wanted))
    }

    static let getAlert: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.alert(try call.alertID()))
    }

    static let acknowledgeAlert: @Sendable (Call, any ControlPlane) async throws -> Response = {
        call,
        plane in
        let id = try call.alertID()
        let body = try await call.body(as: AlertAcknowledgement.self)
        return try call.json(try await plane.acknowledgeAlert(id, body))
    }

    static let snoozeAlert: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.alertID()
        let body = try await call.body(as: AlertSnooze.self)
        return try call.json(try await plane.snoozeAlert(id, body))
    }

    static let listFailures: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let limit = query.limit(in: 1...FailureInbox.maximumTargets)
        try query.finish()
        return try call.json(try await plane.failures(limit: limit ?? FailureInbox.maximumTargets))
    }

    static let acknowledgeFailures: @Sendable (Call, any ControlPlane) async throws -> Response = {
        call,
        plane in
        let body = try await call.body(as: FailureAcknowledgementRequest.self)
        return try call.json(try await plane.acknowledgeFailures(body))
    }

    static let retryFailures: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let body = try await call.body(as: FailureRetryRequest.self)
        return try call.json(try await plane.retryFailures(body))
    }
}

extension Call {
    fileprivate func alertID() throws(Problem) -> AlertID { AlertID(rawValue: try uuid(of: "alert")) }
}

extension AlertAcknowledgement: Readable {
    package init?(reading object: inout ObjectReader) {
        guard let reason = object.requiredText("reason", 1...1000, multiline: true) else { return nil }
        self.init(reason: reason)
    }
}

extension AlertSnooze: Readable {
    package init?(reading object: inout ObjectReader) {
        let until = object.require("until") ? object.time("until") : nil
        let reason = object.text("reason", 1...1000, multiline: true)
        guard let until else { return nil }
        self.init(until: until, reason: reason)
    }
}

extension FailureAcknowledgementRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let cause = object.require("cause") ? object.object("cause", of: FailureCause.self) : nil
        let lastAt = object.require("last_at") ? object.time("last_at") : nil
        let reason = object.requiredText("reason", 1...1000, multiline: true)
        guard let cause, let lastAt, let reason else { return nil }
        self.init(cause: cause.cause, lastAt: lastAt, reason: reason)
    }
}

extension FailureRetryRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let cause = object.require("cause") ? object.object("cause", of: FailureCause.self) : nil
        guard let cause else { return nil }
        self.init(cause: cause.cause)
    }
}

/// The cause of failures: unlike that of an alert, always with a provider and a code.
private struct FailureCause: Readable {
    let cause: AlertCause

    init?(reading object: inout ObjectReader) {
        let provider = object.require("provider") ? object.providerID("provider") : nil
        let code = object.require("code") ? object.choice("code", of: FailureCode.self) : nil
        let signature = object.text("signature", 1...100)
        guard let provider, let code else { return nil }
        cause = AlertCause(provider: provider, code: code, signature: signature)
    }
}
