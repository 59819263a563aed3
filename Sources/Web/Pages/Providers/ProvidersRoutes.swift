import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let providerRoutes: [Route] = [
        .get("/providers", providerList),
        .get("/providers/new", newProvider),
        .post("/providers", addProvider),
        .get("/providers/:id", providerPage),
        .post("/providers/:id", putProvider),
        .post("/providers/:id/check", checkProvider),
    ]

    private static let providerList: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let model = ProviderListModel(try await plane.providers().items, saved: visit.query["saved"], visit)
        guard visit.fragment == "providers-list" else {
            return try visit.page(
                "providers/page",
                title: visit.words["nav.providers"],
                active: .providers,
                model
            )
        }
        return try visit.part("providers/list", model)
    }

    private static let checkProvider: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let id = try visit.providerID()
        let check = try await plane.checkProvider(id)
        guard visit.isPartial else { return visit.redirect(to: "/providers#provider-\(id)") }
        let provider = try await plane.provider(id)
        let text =
            visit.words[
                check.healthy ? "providers.checked_ok" : "providers.checked_bad",
                ["name": provider.settings.displayName]
            ]
        let toast = Toast(kind: check.healthy ? .ok : .fail, text: text)
        return try visit.part("providers/one", toast: toast, ProviderCard(provider, visit))
    }

    private static let providerPage: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let provider = try await plane.provider(try visit.providerID())
        guard visit.isPartial else {
            let look = await visit.look(at: provider, plane)
            let form = ProviderForm(provider)
            return try visit.provider(ProviderPageModel(visit, present: provider, form, look: look))
        }
        return try visit.part("providers/one", ProviderCard(provider, visit))
    }

    private static let newProvider: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        _ in
        try visit.requireAdministrator()
        let form = visit.query.choice("kind").map { ProviderForm(kind: $0) }
        return try visit.provider(ProviderPageModel(visit, present: nil, form))
    }

    private static let addProvider: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        try visit.requireAdministrator()
        let form = ProviderForm(try await visit.form())
        do {
            let id = ProviderID(rawValue: form.id)
            let saved = try await plane.putProvider(id, try form.settings(at: visit.site.now()), if: .absent)
                .provider
            return try await store(form, of: id, at: saved.revision, visit, plane)
        } catch let problem as Problem where problem.code == .preconditionFailed {
            let detail: Phrase = "There is a provider \(form.id, as: "provider") already."
            let refused = Problem(.conflict, as: "provider_id", detail)
            return try visit.provider(ProviderPageModel(visit, present: nil, form, refused: refused))
        } catch let problem as Problem where problem.isAboutWhatWasEntered {
            return try visit.provider(ProviderPageModel(visit, present: nil, form, refused: problem))
        }
    }

    /// Stores the key that was entered, if one was; the settings are saved by then.
    private static func store(
        _ entered: ProviderForm,
        of id: ProviderID,
        at revision: Revision,
        _ visit: Visit,
        _ plane: any ControlPlane
    ) async throws -> Response {
        guard let secret = entered.secret else { return visit.redirectToSaved(id) }
        do throws(Problem) {
            _ = try await plane.setCredential(
                of: id,
                to: secret,
                expiresAt: entered.expiresAt,
                if: .unchanged(revision)
            )
        } catch {
            guard error.isAboutWhatWasEntered || error.code == .preconditionFailed else { throw error }
            let present = try await plane.provider(id)
            let form = ProviderForm(present)
            return try visit.provider(ProviderPageModel(visit, present: present, form, refused: error))
        }
        return visit.redirectToSaved(id)
    }

    private static let putProvider: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let id = try visit.providerID()
        let form = ProviderForm(try await visit.form())
        do {
            var settings = try form.settings(at: visit.site.now())
            var condition = Precondition.unchanged(Revision(text: form.revision ?? ""))
            if form.secret != nil, try await plane.provider(id).hasStoredKey(forOtherThan: settings) {
                // First, so that the old key never goes to the new address.
                condition = .unchanged(try await plane.clearCredential(of: id, if: condition).revision)
                settings.credential = nil
            }
            let saved = try await plane.putProvider(id, settings, if: condition).provider
            return try await store(form, of: id, at: saved.revision, visit, plane)
        } catch let problem as Problem where problem.code == .preconditionFailed {
            let present = try await plane.provider(id)
            let merge = ProviderMerge(form, onto: present, visit.words)
            return try visit.provider(
                ProviderPageModel(
                    visit,
                    present: present,
                    merge.form,
                    refused: problem,
                    changes: merge.changes
                )
            )
        } catch let problem as Problem where problem.isAboutWhatWasEntered {
            let present = try await plane.provider(id)
            return try visit.provider(ProviderPageModel(visit, present: present, form, refused: problem))
        }
    }
}

extension Visit {
    fileprivate func provider(_ model: ProviderPageModel) throws -> Response {
        try page(
            "providers/settings",
            title: model.title,
            active: .providers,
            status: model.refusal.map { .init(code: $0) } ?? .ok,
            model
        )
    }

    /// The list, which then says that the settings were saved.
    fileprivate func redirectToSaved(_ id: ProviderID) -> Response {
        redirect(to: Address("/providers", ["saved": id.rawValue]).text + "#provider-\(id)")
    }

    /// - Throws: ``Problem`` with `permission_denied`, before a form is filled in for nothing.
    fileprivate func requireAdministrator() throws(Problem) {
        guard isAllowed(.putProvider) else {
            throw Problem(.permissionDenied, as: "providers", "Only administrators change providers.")
        }
    }
}

extension ProviderView {
    /// Whether a key is stored that was given for another address than these settings have.
    fileprivate func hasStoredKey(forOtherThan new: ProviderSettings) -> Bool {
        settings.credential == ProviderSettings.sealed && settings.origin != new.origin
    }
}
