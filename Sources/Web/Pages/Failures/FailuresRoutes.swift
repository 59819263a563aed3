import Contract
import Hummingbird
import Requests

extension WebSite {
    static let failureRoutes: [Route] = [
        .get("/failures", failureList),
        .post("/failures/retry", retryFailures),
        .get("/failures/acknowledge") { visit, plane in
            let group = try await plane.failures().group(of: visit.query)
            return try visit.acknowledgeForm(group, await plane.providerNames())
        },
        .post("/failures/acknowledge", acknowledgeFailures),
    ]

    private static let failureList: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        async let providers = plane.providerNames()
        let inbox = try await plane.failures()
        let model = FailureListModel(inbox, await providers, visit)
        if visit.fragment == "failures-results" { return try visit.part("failures/results", model) }
        return try visit.page("failures/page", title: visit.words["nav.failures"], active: .failures, model)
    }

    /// Puts the open failed targets of a cause back to work, and nothing else of their runs.
    private static let retryFailures: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let done = try await plane.retryFailures(.init(cause: try await visit.form().cause))
        let providers = await plane.providerNames()
        let inbox = try await plane.failures()
        guard visit.isPartial else {
            let model = FailureListModel(inbox, providers, retry: done, visit)
            return try visit.page(
                "failures/page",
                title: visit.words["nav.failures"],
                active: .failures,
                model
            )
        }
        let model = FailureListModel(inbox, providers, visit)
        return try visit.part("failures/results", toast: done.toast(visit), model)
    }

    private static let acknowledgeFailures: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let form = try await visit.form()
        let reason = form["reason"] ?? ""
        let inbox = try await plane.failures()
        let group = try inbox.group(of: form)
        let seen = form["last_at"].flatMap { Timestamp($0) } ?? group.lastAt
        let request = FailureAcknowledgementRequest(cause: group.cause, lastAt: seen, reason: reason)
        guard !reason.allSatisfy(\.isWhitespace) else {
            return try visit.acknowledgeForm(group, await plane.providerNames(), isSent: true)
        }
        do {
            let done = try await plane.acknowledgeFailures(request)
            guard visit.isPartial else { return visit.redirect(to: "/failures") }
            let text = visit.words.counted("alerts.acknowledged_targets", done.acknowledged)
            return visit.signal(["modal:close", "live:failures"], toast: Toast(kind: .ok, text: text))
        } catch let problem as Problem where problem.isAboutWhatWasEntered {
            let providers = await plane.providerNames()
            return try visit.acknowledgeForm(group, providers, reason: reason, refused: problem, isSent: true)
        }
    }
}

extension FormFields {
    /// What a card of the inbox is about.
    fileprivate var cause: AlertCause {
        AlertCause(
            provider: self["provider"].map { ProviderID(rawValue: $0) },
            code: choice("code"),
            signature: self["signature"]
        )
    }
}

extension FailureInbox {
    /// The group whose cause stands in the fields.
    ///
    /// - Throws: ``Problem`` with `not_found` when nobody has to deal with it any more.
    fileprivate func group(of fields: FormFields) throws(Problem) -> Group {
        let cause = fields.cause
        guard let group = groups.first(where: { $0.cause == cause }) else {
            throw Problem(.notFound, as: "failures", "There are no open failures of this cause.")
        }
        return group
    }
}

extension Visit {
    fileprivate func acknowledgeForm(
        _ group: FailureInbox.Group,
        _ providers: ProviderNames,
        reason: String = "",
        refused: Problem? = nil,
        isSent: Bool = false
    ) throws -> Response {
        let model = FailureCareModel(
            self,
            group,
            providers,
            reason: reason,
            refused: refused,
            isSent: isSent
        )
        let status: HTTPResponse.Status = isSent ? .unprocessableContent : .ok
        guard isPartial else {
            return try page(
                "failures/care-page",
                title: model.title,
                active: .failures,
                status: status,
                model
            )
        }
        return try part("failures/care", status: status, model)
    }
}

/// The form that says that nothing is to be done about the failures of a cause.
struct FailureCareModel: Sendable {
    let isInDialog: Bool
    let title: String
    let about: String
    let effect: String
    let lastAt: String
    let fields: [RunListModel.Hidden]
    let reason: FormField
    let notice: FormFaults.Notice?
    let submit: String
    let denied: String?

    init(
        _ visit: Visit,
        _ group: FailureInbox.Group,
        _ providers: ProviderNames,
        reason: String,
        refused: Problem?,
        isSent: Bool
    ) {
        let words = visit.words
        let card = FailureCard(group, providers, visit)
        let faults = FormFaults(refused, words)
        isInDialog = visit.isPartial
        title = words.counted("alerts.acknowledge_targets", group.count)
        about = card.title
        effect = words["alerts.effect_failures"]
        lastAt = group.lastAt.description
        fields = card.fields
        notice = faults.notice
        let isMissing = isSent && reason.allSatisfy(\.isWhitespace)
        self.reason = .text(
            "reason",
            words["alerts.why_acknowledge"],
            value: reason,
            length: AlertCareForm.longestReason,
            isRequired: true,
            faults: (isMissing ? [FaultText(text: words["alerts.reason_missing"])] : []) + faults["/reason"]
        )
        submit = words["alerts.acknowledge"]
        denied =
            visit.isAllowed(.acknowledgeFailures) ? nil : words["problem.permission_denied_next"]
    }
}
