import Contract
import HTTPTypes
import Hummingbird

/// What is decided about a run that waits for an approval.
extension WebSite {
    static let approvalRoutes: [Route] = [
        .get("/runs/{id}/approve") { visit, plane in try await visit.decisionForm(isRefusal: false, plane) },
        .post("/runs/{id}/approve") { visit, plane in try await visit.decide(isRefusal: false, plane) },
        .get("/runs/{id}/refuse") { visit, plane in try await visit.decisionForm(isRefusal: true, plane) },
        .post("/runs/{id}/refuse") { visit, plane in try await visit.decide(isRefusal: true, plane) },
    ]
}

extension Visit {
    fileprivate func decisionForm(isRefusal: Bool, _ plane: any ControlPlane) async throws -> Response {
        let run = try await plane.runWithoutTargets(try runID())
        return try decisionForm(DecisionModel(run, isRefusal: isRefusal, self))
    }

    fileprivate func decide(isRefusal: Bool, _ plane: any ControlPlane) async throws -> Response {
        let id = try runID()
        let fields = try await form()
        let comment = fields["comment"] ?? ""
        // What is asked for since is not what was looked at.
        let seen = fields["requested_at"].flatMap { Timestamp($0) }
        let result = await RunCommand.result { () async throws(Problem) in
            isRefusal
                ? try await plane.refuseRun(id, comment: comment)
                : try await plane.approveRun(id, comment: comment.isEmpty ? nil : comment, requestedAt: seen)
        }
        switch result {
        case .success(let run):
            let word = isRefusal ? "runs.did_refuse" : "runs.did_approve"
            guard fragment == "modal-body" else { return redirect(to: run.path) }
            let done = Toast(kind: .ok, text: words[word, ["run": run.shortID]])
            return signal(["modal:close", "live:\(run.elementID)"], toast: done)
        case .failure(let problem):
            // What is wrong with it stands at the form, with what was typed.
            guard [.validationFailed, .conflict, .permissionDenied].contains(problem.code) else {
                throw problem
            }
            let run = try await plane.runWithoutTargets(id)
            let model = DecisionModel(run, isRefusal: isRefusal, self, comment: comment, refused: problem)
            // Forms that are fetched into a page are put there with 422 alone.
            let status: HTTPResponse.Status = isPartial ? .unprocessableContent : .init(code: problem.status)
            return try decisionForm(model, status: status)
        }
    }

    private func decisionForm(_ model: DecisionModel, status: HTTPResponse.Status = .ok) throws -> Response {
        if isPartial { return try part("runs/decision-form", status: status, model) }
        return try page("runs/decision", title: model.title, active: .runs, status: status, model)
    }
}
