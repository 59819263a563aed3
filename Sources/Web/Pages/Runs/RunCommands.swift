import Contract
import HTTPTypes
import Hummingbird
import NIOCore

/// What is done to one run: the forms post here, and so does the module that acts on many.
extension WebSite {
    static let retryRun: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let id = try visit.runID()
        return try await visit.carryOut(.retry, on: id, plane) { () async throws(Problem) in
            try await plane.retryRun(id)
        }
    }

    static let cancelRun: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let id = try visit.runID()
        return try await visit.carryOut(.cancel, on: id, plane) { () async throws(Problem) in
            try await plane.cancelRun(id)
        }
    }

    /// What a cancellation would do, to be confirmed.
    static let cancelForm: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let run = try await plane.runWithoutTargets(try visit.runID())
        return try visit.cancelForm(run)
    }

    static let rollbackForm: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let id = try visit.runID()
        async let providers = plane.providerNames()
        let run = try await plane.run(id)
        return try visit.rollbackForm(RollbackModel(run, await providers, visit))
    }

    static let rollbackRun: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let id = try visit.runID()
        let reason = try await visit.form()["reason"] ?? ""
        let result = await RunCommand.result { () async throws(Problem) in
            try await plane.rollbackRun(id, reason: reason, source: .web)
        }
        switch result {
        case .success(let started):
            return visit.wantsJSON ? try visit.outcome() : visit.redirect(to: started.path)
        case .failure(let problem) where visit.wantsJSON:
            return try visit.outcome(refused: problem)
        case .failure(let problem):
            guard problem.code == .validationFailed || RunCommand.conflicts.contains(problem.code) else {
                throw problem
            }
            let (run, providers) = (try await plane.run(id), await plane.providerNames())
            let model = RollbackModel(run, providers, visit, reason: reason, refusal: problem)
            return try visit.rollbackForm(model, status: .unprocessableContent)
        }
    }
}

enum RunCommand: String, CaseIterable, Sendable {
    case retry
    case cancel
    case rollback

    var operation: Operation {
        switch self {
        case .retry: .retryRun
        case .cancel: .cancelRun
        case .rollback: .rollbackRun
        }
    }

    /// Refusals that say that the page is older than the run.
    static let conflicts: Set<ProblemCode> = [
        .nothingToRetry, .nothingToCancel, .nothingToRollBack, .conflict,
    ]

    static func result(
        of action: () async throws(Problem) -> RunView
    ) async -> Result<RunView, Problem> {
        do throws(Problem) {
            return .success(try await action())
        } catch {
            return .failure(error)
        }
    }
}

extension Visit {
    /// Does something to a run and answers in the form that was asked for.
    fileprivate func carryOut(
        _ command: RunCommand,
        on id: RunID,
        _ plane: any ControlPlane,
        _ action: () async throws(Problem) -> RunView
    ) async throws -> Response {
        switch await RunCommand.result(of: action) {
        case .success(let run):
            if wantsJSON { return try outcome() }
            let done = Toast(kind: .ok, text: words["runs.did_\(command.rawValue)", ["run": run.shortID]])
            return try await answer(with: run, plane, done)
        case .failure(let problem):
            if wantsJSON { return try outcome(refused: problem) }
            guard isPartial, RunCommand.conflicts.contains(problem.code) else { throw problem }
            let refused = Toast(kind: .fail, text: RefusalModel(problem, self).summary)
            return try await answer(with: try await plane.run(id), plane, refused)
        }
    }

    private func answer(with run: RunView, _ plane: any ControlPlane, _ toast: Toast) async throws(any Error)
        -> Response
    {
        switch fragment {
        case nil: redirect(to: run.path)
        case "run-detail": try runPage(run, providers: await plane.providerNames(), toast: toast)
        case run.elementID: try runRow(run, toast: toast)
        case "modal-body": signal(["modal:close", "live:\(run.elementID)"], toast: toast)
        default: signal(["live:\(run.elementID)"], toast: toast)
        }
    }

    fileprivate func cancelForm(_ run: RunView) throws -> Response {
        let model = CancelModel(run, self)
        if isPartial { return try part("runs/cancel-form", model) }
        return try page("runs/cancel", title: model.title, active: .runs, model)
    }

    fileprivate func rollbackForm(_ model: RollbackModel, status: HTTPResponse.Status = .ok) throws
        -> Response
    {
        if isPartial { return try part("runs/rollback-form", status: status, model) }
        return try page("runs/rollback", title: model.title, active: .runs, status: status, model)
    }

    // MARK: For the module that acts on many runs

    /// Asked for by scripts of ours alone; browsers never ask a page's form for JSON.
    var wantsJSON: Bool { request.headers[.accept] == "application/json" }

    fileprivate func outcome(refused problem: Problem? = nil) throws -> Response {
        let refusal = problem.map { RefusalModel($0, self) }
        let isConflict = problem.map { RunCommand.conflicts.contains($0.code) } ?? false
        let outcome = RunOutcome(
            outcome: problem == nil ? .done : isConflict ? .skipped : .failed,
            why: refusal?.summary
        )
        return Response(
            status: problem.map { .init(code: $0.status) } ?? .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSON.encode(outcome)))
        )
    }
}

/// How one run of many fared.
struct RunOutcome: Encodable, Sendable {
    enum Outcome: String, Encodable, Sendable {
        case done
        /// There was nothing to do any more.
        case skipped
        case failed
    }

    let outcome: Outcome
    let why: String?
}

/// What a cancellation would do.
struct CancelModel: Sendable {
    let title: String
    let path: String
    let href: String
    let lead: String
    /// Targets that are writing right now.
    let running: String?
    let submit: String?

    init(_ run: RunView, _ visit: Visit) {
        let words = visit.words
        let action = RunActions(run, visit).cancel
        let kind = words["runs.kind_\(run.kind.rawValue)"]
        title = words["runs.cancel_title", ["run": "\(kind) \(run.shortID)"]]
        path = "\(run.path)/cancel"
        href = run.path
        lead =
            action == nil
            ? words["runs.cancel_nothing"] : words.counted("runs.cancel_lead", run.counts.open)
        running = run.counts.running > 0 ? words.counted("runs.cancel_running", run.counts.running) : nil
        submit = action?.label
    }
}
