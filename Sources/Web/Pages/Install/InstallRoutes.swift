import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let installRoutes: [Route] = [
        .get("/install", installForm),
        .post("/install/plan", planInstall),
        .post("/install", startInstall),
    ]

    private static let installForm: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        try await visit.installForm(InstallOrder(visit.query), refused: nil, plane)
    }

    private static let planInstall: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        try await visit.installPlan(InstallOrder(try await visit.form()), because: nil, plane)
    }

    /// Starts what the plan showed, and that only: a plan that is another by now is shown again.
    private static let startInstall: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let form = try await visit.form()
        let order = InstallOrder(form)
        guard let hash = form["plan"], let key = form["key"], order.manner.unreadable.isEmpty else {
            return try await visit.installPlan(order, because: nil, plane)
        }
        do throws(Problem) {
            let request = order.request(planHash: hash)
            let run = try await plane.startRun(request, idempotencyKey: key, source: .web)
            return visit.redirect(to: "/runs/\(run.id)")
        } catch {
            switch error.code {
            case .planChanged, .validationFailed, .idempotencyKeyReused:
                return try await visit.installPlan(order, because: error, plane)
            default: throw error
            }
        }
    }
}

extension Visit {
    fileprivate func installForm(
        _ order: InstallOrder,
        refused: Problem?,
        _ plane: any ControlPlane
    ) async throws -> Response {
        let candidates = try await InstallCandidates.read(order, plane)
        let model = InstallFormModel(self, order, candidates, refused: refused)
        let status: HTTPResponse.Status = refused == nil ? .ok : .unprocessableContent
        return try page("install/form", title: model.title, active: .skills, status: status, model)
    }

    /// - Parameters:
    ///   - order: What is wanted.
    ///   - refusal: Why the plan that was confirmed was not carried out.
    ///   - plane: Makes the plan.
    /// - Returns: The plan, or the form again when there is none to make.
    /// - Throws: ``Problem`` that the form cannot mend.
    fileprivate func installPlan(
        _ order: InstallOrder,
        because refusal: Problem?,
        _ plane: any ControlPlane
    ) async throws -> Response {
        guard order.manner.unreadable.isEmpty else {
            let unreadable = Problem(.validationFailed, as: "several", "Several values are invalid.")
            return try await installForm(order, refused: unreadable, plane)
        }
        let plan: PlanView
        do throws(Problem) {
            plan = try await plane.planRun(order.request(planHash: nil))
        } catch {
            guard error.code == .validationFailed else { throw error }
            return try await installForm(order, refused: error, plane)
        }
        let providers = try await plane.providers().items
        let model = InstallPlanModel(self, order, plan, providers, refusal: refusal)
        let status = HTTPResponse.Status(code: refusal?.status ?? 200)
        return try page("install/plan", title: model.title, active: .skills, status: status, model)
    }
}
