package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    /// Those that are open, unless something else is asked for.
    static let listDrift: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let state = query.choice("state", of: WantedFindings.self) ?? .open
        let wanted = DriftQuery(
            provider: query.providerID("provider"),
            skill: query.text("skill", maximum: 256),
            state: DriftFindingView.State(rawValue: state.rawValue),
            page: query.page()
        )
        try query.finish()
        return try call.json(try await plane.driftFindings(wanted))
    }

    static let listDriftChecks: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.driftChecks())
    }

    /// 202: the look begins as soon as a node comes to it.
    static let checkDrift: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let body = try await call.body(as: DriftCheckRequest.self)
        return try call.json(try await plane.checkDrift(body), status: .accepted)
    }

    static let planDriftRepair: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let body = try await call.body(as: DriftRepairRequest.self)
        return try call.json(try await plane.planDriftRepair(body))
    }

    static let acceptDrift: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = DriftFindingID(rawValue: try call.uuid(of: "finding"))
        let body = try await call.body(as: DriftAcceptance.self)
        return try call.json(try await plane.acceptDrift(id, body))
    }
}

private enum WantedFindings: String, CaseIterable {
    case open
    case resolved
    case all
}

extension DriftCheckRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let provider = object.require("provider") ? object.providerID("provider") : nil
        guard let provider else { return nil }
        self.init(provider: provider)
    }
}

extension DriftRepairRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let provider = object.require("provider") ? object.providerID("provider") : nil
        let skills =
            object.has("skills")
            ? object.texts(
                "skills",
                count: 1...RunRequest.maximumTargets,
                rule: "A skill's name is expected."
            ) { (1...256).contains($0.count) } : nil
        guard let provider else { return nil }
        self.init(provider: provider, skills: skills)
    }
}

extension DriftAcceptance: Readable {
    package init?(reading object: inout ObjectReader) {
        guard let reason = object.requiredText("reason", 1...1000, multiline: true) else { return nil }
        self.init(reason: reason)
    }
}
