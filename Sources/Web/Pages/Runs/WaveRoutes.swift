import Contract
import HTTPTypes
import Hummingbird

/// What is done to the waves of a run.
extension WebSite {
    static let waveRoutes: [Route] = [
        .post("/runs/{id}/release-wave") { visit, plane in try await visit.releaseWave(plane) },
        .get("/runs/{id}/stop-waves") { visit, plane in
            try visit.stopForm(StopWavesModel(try await plane.run(try visit.runID()), visit))
        },
        .post("/runs/{id}/stop-waves") { visit, plane in try await visit.stopWaves(plane) },
    ]
}

extension Visit {
    fileprivate func releaseWave(_ plane: any ControlPlane) async throws -> Response {
        let id = try runID()
        // What is no wave's number is none that could be the next.
        let wave = try await form()["wave"].flatMap { Int($0) }.flatMap {
            RunWaves.numbers.contains($0) ? $0 : nil
        }
        let result = await RunCommand.result { () async throws(Problem) in
            try await plane.releaseWave(wave ?? 0, of: id)
        }
        let run: RunView
        let toast: Toast
        switch result {
        case .success(let changed):
            run = changed
            toast = Toast(kind: .ok, text: words["runs.did_release", ["run": changed.shortID]])
        case .failure(let problem):
            guard isPartial, RunCommand.conflicts.contains(problem.code) else { throw problem }
            run = try await plane.run(id)
            toast = Toast(kind: .fail, text: RefusalModel(problem, self).summary)
        }
        guard fragment == "run-detail" else { return redirect(to: run.path) }
        return try runPage(run, providers: await plane.providerNames(), toast: toast)
    }

    fileprivate func stopWaves(_ plane: any ControlPlane) async throws -> Response {
        let id = try runID()
        let reason = try await form()["reason"] ?? ""
        let result = await RunCommand.result { () async throws(Problem) in
            try await plane.stopWaves(of: id, reason: reason)
        }
        switch result {
        case .success(let run):
            guard fragment == "modal-body" else { return redirect(to: run.path) }
            let done = Toast(kind: .ok, text: words["runs.did_stop", ["run": run.shortID]])
            return signal(["modal:close", "live:\(run.elementID)"], toast: done)
        case .failure(let problem):
            guard problem.code == .validationFailed || RunCommand.conflicts.contains(problem.code) else {
                throw problem
            }
            let model = StopWavesModel(try await plane.run(id), self, reason: reason, refusal: problem)
            return try stopForm(model, status: .unprocessableContent)
        }
    }

    fileprivate func stopForm(_ model: StopWavesModel, status: HTTPResponse.Status = .ok) throws -> Response {
        if isPartial { return try part("runs/stop-form", status: status, model) }
        return try page("runs/stop", title: model.title, active: .runs, status: status, model)
    }
}
