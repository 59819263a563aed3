import Contract
import HTTPTypes
import Hummingbird
import StateFiles

extension WebSite {
    static let desiredStateRoutes: [Route] = [
        .get("/desired-state", desiredStateForm),
        .post("/desired-state/plan", planDesiredState),
        .post("/desired-state/edit", editDesiredState),
        .post("/desired-state", applyDesiredState),
    ]

    /// Begins with what stands now, so that there is something to change.
    private static let desiredStateForm: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let text = try StateFile.text(of: try await plane.desiredState())
        return try visit.desiredStateForm(text, refused: nil)
    }

    /// What was planned, to be changed.
    private static let editDesiredState: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        _ in
        try visit.desiredStateForm(
            DesiredStateOrder(try await visit.form(upTo: StateFile.maximumSize)).text,
            refused: nil
        )
    }

    private static let planDesiredState: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let order = DesiredStateOrder(try await visit.form(upTo: StateFile.maximumSize))
        return try await visit.desiredStatePlan(order, because: nil, plane)
    }

    /// Starts what the plan showed, and that only: a plan that is another by now is shown again.
    private static let applyDesiredState: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let form = try await visit.form(upTo: StateFile.maximumSize)
        let order = DesiredStateOrder(form)
        guard let shown = form["plan"], let key = form["key"] else {
            return try await visit.desiredStatePlan(order, because: nil, plane)
        }
        do throws(Problem) {
            let plan = try await order.plan(plane)
            guard plan.key == shown else {
                throw Problem(.planChanged, as: "hash", "The plan has changed since it was shown.")
            }
            let runs = try await order.start(plan, under: key, plane)
            return visit.redirect(to: runs.count == 1 ? "/runs/\(runs[0].id)" : "/runs")
        } catch {
            switch error.code {
            case .planChanged, .validationFailed, .idempotencyKeyReused:
                return try await visit.desiredStatePlan(order, because: error, plane)
            default: throw error
            }
        }
    }
}

/// What somebody wrote into the form.
struct DesiredStateOrder: Sendable {
    let text: String
    let reason: String?

    init(_ form: FormFields) {
        text = form["text"] ?? ""
        reason = form["reason"]
    }

    /// - Throws: ``Problem`` whose faults have the lines of the text.
    func plan(_ plane: any ControlPlane) async throws(Problem) -> DesiredStatePlan {
        let state = try StateFile.read(DesiredState.self, from: text)
        do { return try await plane.planDesiredState(.init(state)) } catch {
            throw StateFile.located(error, in: text)
        }
    }

    /// Started twice under one key, there is one run of each.
    func start(_ plan: DesiredStatePlan, under key: String, _ plane: any ControlPlane) async throws(Problem)
        -> [RunView]
    {
        var runs: [RunView] = []
        for (index, step) in plan.steps.enumerated() {
            let request = step.request.because(reason)
            runs.append(
                try await plane.startRun(request, idempotencyKey: "\(key)-\(index)", source: .web)
            )
        }
        return runs
    }
}

extension DesiredStatePlan {
    /// The same as long as the plan is.
    var key: String { steps.map(\.plan.hash).joined(separator: ".") }
}

extension Visit {
    fileprivate func desiredStateForm(_ text: String, refused: Problem?) throws -> Response {
        let model = DesiredStateFormModel(self, text, refused: refused)
        let status: HTTPResponse.Status = refused == nil ? .ok : .unprocessableContent
        return try page("desired-state/form", title: model.title, active: .skills, status: status, model)
    }

    fileprivate func desiredStatePlan(
        _ order: DesiredStateOrder,
        because refusal: Problem?,
        _ plane: any ControlPlane
    ) async throws -> Response {
        let plan: DesiredStatePlan
        do throws(Problem) { plan = try await order.plan(plane) } catch {
            switch error.code {
            case .validationFailed, .malformedRequest, .payloadTooLarge:
                return try desiredStateForm(order.text, refused: error)
            default: throw error
            }
        }
        let providers = try await plane.providers().items
        let model = DesiredStatePlanModel(self, order, plan, providers, refusal: refusal)
        let status = HTTPResponse.Status(code: refusal?.status ?? 200)
        return try page("desired-state/plan", title: model.title, active: .skills, status: status, model)
    }
}
