import Contract
import HTTPTypes
import Hummingbird
import Requests

/// What was changed at providers, past Skillyard.
extension WebSite {
    static let driftRoutes: [Route] = [
        .get("/drift", driftPage),
        .post("/drift/check", checkDrift),
        .get("/drift/:id/accept") { visit, plane in
            try await visit.acceptForm(try visit.driftID(), plane, reason: "", refused: nil, isSent: false)
        },
        .post("/drift/:id/accept", acceptDrift),
    ]

    private static let driftPage: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let model = try await DriftPageModel.read(visit, plane)
        if visit.fragment == "drift-results" { return try visit.part("drift/results", model) }
        return try visit.page("drift/page", title: visit.words["nav.drift"], active: .drift, model)
    }

    private static let checkDrift: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        guard let provider = try await visit.form()["provider"].map({ ProviderID(rawValue: $0) }),
            provider.isWellFormed
        else { throw Problem(.notFound, as: "drift_provider", "No provider is named.") }
        _ = try await plane.checkDrift(.init(provider: provider))
        guard visit.isPartial else {
            return visit.redirect(to: DriftPageModel.address("/drift", visit).text)
        }
        let name = await plane.providerNames()[provider]
        let toast = Toast(kind: .ok, text: visit.words["drift.asked", ["name": name]])
        return try visit.part("drift/results", toast: toast, try await DriftPageModel.read(visit, plane))
    }

    private static let acceptDrift: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let id = try visit.driftID()
        let reason = try await visit.form()["reason"] ?? ""
        guard !reason.allSatisfy(\.isWhitespace) else {
            return try await visit.acceptForm(id, plane, reason: reason, refused: nil, isSent: true)
        }
        let accepted: DriftFindingView
        do throws(Problem) {
            accepted = try await plane.acceptDrift(id, .init(reason: reason))
        } catch {
            guard error.isAboutWhatWasEntered else { throw error }
            return try await visit.acceptForm(id, plane, reason: reason, refused: error, isSent: true)
        }
        guard visit.isPartial else { return visit.redirect(to: "/drift") }
        let text = visit.words["drift.did_accept", ["skill": accepted.skill]]
        return visit.signal(["modal:close", "live:provider.changed"], toast: Toast(kind: .ok, text: text))
    }
}

extension Visit {
    fileprivate func acceptForm(
        _ id: DriftFindingID,
        _ plane: any ControlPlane,
        reason: String,
        refused: Problem?,
        isSent: Bool
    ) async throws -> Response {
        let finding = try await openFinding(id, plane)
        let name = await plane.providerNames()[finding.provider]
        let model = DriftAcceptModel(self, finding, name, reason: reason, refused: refused, isSent: isSent)
        // Of all refusals htmx puts only 422 into the page.
        let status: HTTPResponse.Status = isSent ? .unprocessableContent : .ok
        guard isPartial else {
            return try page("drift/accept-page", title: model.title, active: .drift, status: status, model)
        }
        return try part("drift/accept", status: status, model)
    }

    /// Whoever accepts something sees what; the address says where to find it.
    ///
    /// - Throws: ``Problem`` with `not_found` where nothing differs any more.
    private func openFinding(_ id: DriftFindingID, _ plane: any ControlPlane) async throws(Problem)
        -> DriftFindingView
    {
        let place = DriftQuery(
            provider: query["provider"].map { ProviderID(rawValue: $0) },
            skill: query["skill"],
            page: PageRequest(limit: PageRequest.maximumLimit)
        )
        let open = try await plane.driftFindings(place).items
        guard let finding = open.first(where: { $0.id == id }) else {
            throw Problem(.notFound, as: "drift", "There is no finding \(id, as: "finding").")
        }
        return finding
    }
}

/// The form that has the ledger take over what stands at a provider.
struct DriftAcceptModel: Sendable {
    let isInDialog: Bool
    let title: String
    /// The skill and the provider.
    let place: String
    let expected: String
    let found: String
    let effect: String
    let action: String
    let submit: String
    let reason: FormField
    let notice: FormFaults.Notice?
    /// Why it cannot be done; nil when it can.
    let denied: String?

    /// Of the form, with what it takes to find what it is about.
    static func address(_ finding: DriftFindingView) -> Address {
        Address(
            "/drift/\(finding.id)/accept",
            ["provider": finding.provider.rawValue, "skill": finding.skill]
        )
    }

    init(
        _ visit: Visit,
        _ finding: DriftFindingView,
        _ provider: String,
        reason: String,
        refused: Problem?,
        isSent: Bool
    ) {
        let words = visit.words
        let faults = FormFaults(refused, words)
        isInDialog = visit.isPartial
        title = words["drift.accept"]
        effect = words["drift.accept_effect"]
        place = "\(finding.skill), \(provider)"
        expected = words.drift(finding.expected)
        found = words.drift(finding.found)
        action = Self.address(finding).text
        submit = words["drift.accept"]
        notice = faults.notice
        let isMissing = isSent && reason.allSatisfy(\.isWhitespace)
        self.reason = .text(
            "reason",
            words["drift.why_accept"],
            value: reason,
            length: AlertCareForm.longestReason,
            isRequired: true,
            faults: (isMissing ? [FaultText(text: words["alerts.reason_missing"])] : []) + faults["/reason"]
        )
        denied = visit.isAllowed(.acceptDrift) ? nil : words["problem.permission_denied_next"]
    }
}

extension Visit {
    /// How the last look at a provider went; nil when nobody can say, as whatever it stands on is worth showing without.
    func look(at provider: ProviderView, _ plane: any ControlPlane) async -> DriftProviderRow? {
        do {
            let checks = try await plane.driftChecks().items
            guard let check = checks.first(where: { $0.provider == provider.id }) else { return nil }
            return DriftProviderRow(check, [], provider.settings.displayName, self)
        } catch {
            return nil
        }
    }
}
