import Contract
import HTTPTypes
import Hummingbird
import Requests

extension APISite {
    /// Accepts a run: 202 at once, with where to watch it; workers carry it out.
    static let startRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (source, key) = try call.commandHeaders()
        let request = try await call.body(as: RunRequest.self)
        return try call.accepted(try await plane.startRun(request, idempotencyKey: key, source: source))
    }

    static let planRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.planRun(try await call.body(as: RunRequest.self)))
    }

    static let listRuns: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let runs = RunQuery(
            of: query.runTraits(),
            parent: query.runID("parent_run_id"),
            approval: query.choice("approval", of: RunApproval.State.self),
            createdAfter: query.time("created_after"),
            createdBefore: query.time("created_before"),
            page: query.page()
        )
        try query.finish()
        return try call.json(try await plane.runs(runs))
    }

    static let getRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.run(try call.runID()))
    }

    static let retryRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.accepted(try await plane.retryRun(try call.runID()))
    }

    static let cancelRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.accepted(try await plane.cancelRun(try call.runID()))
    }

    static let rollbackRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.runID()
        let (source, _) = try call.commandHeaders()
        let reason = try await call.body(as: ReasonBody.self).reason
        return try call.accepted(try await plane.rollbackRun(id, reason: reason, source: source))
    }

    static let approveRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.runID()
        let body = try await call.body(as: ApprovalBody.self)
        return try call.accepted(
            try await plane.approveRun(id, comment: body.comment, requestedAt: body.requestedAt)
        )
    }

    static let refuseRun: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.runID()
        let comment = try await call.body(as: RefusalBody.self).comment
        return try call.accepted(try await plane.refuseRun(id, comment: comment))
    }

    /// Made anew each time; no copy of it is worth keeping by its tag.
    static let getEvidence: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let evidence = try await plane.evidence(of: try call.runID())
        return call.attachment(evidence.bytes, as: .zip, named: evidence.filename)
    }

    static let listInstallations: @Sendable (Call, any ControlPlane) async throws -> Response = {
        call,
        plane in
        var query = QueryReader(call.request)
        let installations = InstallationQuery(
            skill: query.skillName("skill"),
            provider: query.providerID("provider"),
            page: query.page()
        )
        try query.finish()
        return try call.json(try await plane.installations(installations))
    }
}

extension Call {
    func accepted(_ run: RunView) throws -> Response {
        try json(
            run,
            status: .accepted,
            headers: [.location: "/api/install-runs/\(run.id)", .retryAfter: "1"]
        )
    }
}

extension QueryReader {
    mutating func runTraits() -> RunTraits {
        RunTraits(
            status: choice("status", of: RunStatus.self),
            provider: providerID("provider"),
            skill: skillName("skill"),
            kind: choice("kind", of: RunKind.self),
            requestedBy: text("requested_by", maximum: 200),
            source: choice("source", of: CommandSource.self)
        )
    }
}
