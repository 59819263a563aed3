import Contract
import HTTPTypes
import Hummingbird

/// What pauses and resumes a provider, or everything.
extension WebSite {
    static let pauseRoutes: [Route] = [
        .get("/providers/:id/pause") { visit, plane in
            try visit.pauseForm(try await plane.provider(try visit.providerID()))
        },
        .post("/providers/:id/pause") { visit, plane in
            let id = try visit.providerID()
            let reason = try await visit.form()["reason"] ?? ""
            do {
                _ = try await plane.pauseProvider(id, reason: reason)
            } catch let problem as Problem where problem.code == .validationFailed {
                return try visit.pauseForm(try await plane.provider(id), reason: reason, refused: problem)
            }
            return visit.redirect(to: "/providers#provider-\(id)")
        },
        .post("/providers/:id/resume") { visit, plane in
            let id = try visit.providerID()
            _ = try await plane.resumeProvider(id)
            return visit.redirect(to: "/providers#provider-\(id)")
        },
        .get("/pause") { visit, _ in try visit.pauseForm(nil) },
        .post("/pause") { visit, plane in
            let reason = try await visit.form()["reason"] ?? ""
            do {
                _ = try await plane.pauseWork(reason: reason)
            } catch let problem as Problem where problem.code == .validationFailed {
                return try visit.pauseForm(nil, reason: reason, refused: problem)
            }
            return visit.redirect(to: "/providers")
        },
        .post("/resume") { visit, plane in
            _ = try await plane.resumeWork()
            return visit.redirect(to: "/providers")
        },
    ]
}

extension Visit {
    fileprivate func pauseForm(
        _ provider: ProviderView?,
        reason: String? = nil,
        refused: Problem? = nil
    ) throws -> Response {
        let model = PauseModel(self, provider, reason: reason, refused: refused)
        let status: HTTPResponse.Status = refused == nil ? .ok : .unprocessableContent
        guard !isPartial else { return try part("providers/pause", status: status, model) }
        return try page("providers/pause-page", title: model.title, active: .providers, status: status, model)
    }
}

/// The form that pauses a provider, or everything.
struct PauseModel: Sendable {
    let isInDialog: Bool
    let title: String
    let effect: String
    let action: String
    let submit: String
    let reason: String?
    let fault: String?
    /// Why it cannot be done; nil when it can.
    let denied: String?

    init(_ visit: Visit, _ provider: ProviderView?, reason: String?, refused: Problem?) {
        let words = visit.words
        isInDialog = visit.isPartial
        title =
            provider.map { words["providers.pause_named", ["name": $0.settings.displayName]] }
            ?? words["providers.pause_all"]
        effect = words[provider == nil ? "providers.pause_effect_all" : "providers.pause_effect"]
        action = provider.map { "/providers/\($0.id)/pause" } ?? "/pause"
        submit = words[provider == nil ? "providers.pause_all" : "providers.pause"]
        self.reason = reason
        fault = refused?.errors.first.map { FaultText($0, words).text }
        let operation: Operation = provider == nil ? .pauseWork : .pauseProvider
        denied = visit.isAllowed(operation) ? nil : words["problem.permission_denied_next"]
    }
}
