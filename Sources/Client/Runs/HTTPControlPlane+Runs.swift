package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func planRun(_ request: RunRequest) async throws(Problem) -> PlanView {
        try await send(try .send(.POST, "/api/install-runs/plan", request))
    }

    package func startRun(
        _ request: RunRequest,
        idempotencyKey: String?,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        var command = try Command.send(.POST, "/api/install-runs", request)
        command.headers.add(name: "x-skillyard-source", value: source.rawValue)
        if let idempotencyKey { command.headers.add(name: "idempotency-key", value: idempotencyKey) }
        return try await send(command)
    }

    package func runs(_ query: RunQuery) async throws(Problem) -> Page<RunView> {
        let parameters: [(name: String, value: String?)] = [
            ("parent_run_id", query.parent?.rawValue), ("approval", query.approval?.rawValue),
            ("created_after", query.createdAfter?.description),
            ("created_before", query.createdBefore?.description),
        ]
        let all = query.traits.parameters + parameters + query.page.parameters
        return try await send(.get(Address.query("/api/install-runs", all)))
    }

    package func run(_ id: RunID) async throws(Problem) -> RunView {
        try await send(.get(Address.path("api", "install-runs", id.rawValue)))
    }

    package func retryRun(_ id: RunID) async throws(Problem) -> RunView {
        try await send(.post(Address.path("api", "install-runs", id.rawValue, "retry")))
    }

    package func cancelRun(_ id: RunID) async throws(Problem) -> RunView {
        try await send(.post(Address.path("api", "install-runs", id.rawValue, "cancel")))
    }

    package func rollbackRun(_ id: RunID, reason: String, source: CommandSource) async throws(Problem)
        -> RunView
    {
        let path = Address.path("api", "install-runs", id.rawValue, "rollback")
        var command = try Command.send(.POST, path, ["reason": reason])
        command.headers.add(name: "x-skillyard-source", value: source.rawValue)
        return try await send(command)
    }

    package func approveRun(_ id: RunID, comment: String?, requestedAt: Timestamp?) async throws(Problem)
        -> RunView
    {
        let path = Address.path("api", "install-runs", id.rawValue, "approve")
        var body: [String: String] = [:]
        body["comment"] = comment
        body["requested_at"] = requestedAt?.description
        return try await send(try .send(.POST, path, body))
    }

    package func refuseRun(_ id: RunID, comment: String) async throws(Problem) -> RunView {
        let path = Address.path("api", "install-runs", id.rawValue, "refuse")
        return try await send(try .send(.POST, path, ["comment": comment]))
    }

    package func releaseWave(_ wave: Int, of id: RunID) async throws(Problem) -> RunView {
        let path = Address.path("api", "install-runs", id.rawValue, "release-wave")
        return try await send(try .send(.POST, path, ["wave": wave]))
    }

    package func stopWaves(of id: RunID, reason: String) async throws(Problem) -> RunView {
        let path = Address.path("api", "install-runs", id.rawValue, "stop-waves")
        return try await send(try .send(.POST, path, ["reason": reason]))
    }

    package func evidence(of id: RunID) async throws(Problem) -> RunEvidence {
        let reply = try await reply(to: .get(Address.path("api", "install-runs", id.rawValue, "evidence")))
        let disposition = reply.headers.first(name: "content-disposition") ?? ""
        return RunEvidence(filename: quoted(disposition) ?? "evidence-\(id).zip", bytes: reply.bytes)
    }

    package func installations(_ query: InstallationQuery) async throws(Problem) -> Page<InstallationView> {
        let parameters: [(name: String, value: String?)] = [
            ("skill", query.skill), ("provider", query.provider?.rawValue),
        ]
        return try await send(.get(Address.query("/api/installations", parameters + query.page.parameters)))
    }
}

extension RunTraits {
    var parameters: [(name: String, value: String?)] {
        [
            ("status", status?.rawValue), ("provider", provider?.rawValue), ("skill", skill),
            ("kind", kind?.rawValue), ("requested_by", requestedBy), ("source", source?.rawValue),
        ]
    }
}
