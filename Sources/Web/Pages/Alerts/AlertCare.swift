import Contract
import Hummingbird
import Requests

/// What somebody who looks after an alert says: that they do, or until when it can wait.
enum AlertCare: String, Sendable {
    case acknowledge
    case snooze

    var operation: Operation {
        switch self {
        case .acknowledge: .acknowledgeAlert
        case .snooze: .snoozeAlert
        }
    }
}

/// What was entered to look after an alert.
struct AlertCareForm: Sendable {
    /// For how long an alert may be snoozed by one choice, in hours.
    static let spans = [1, 4, 24, 72, 168]
    /// In Unicode scalars; the API takes no more either.
    static let longestReason = 1000

    let reason: String
    let hours: String
    let until: String

    init(_ form: FormFields) {
        reason = form["reason"] ?? ""
        hours = form["hours"] ?? "24"
        until = form["until"] ?? ""
    }

    var hasReason: Bool { reason.contains { !$0.isWhitespace } }

    var isReasonPlain: Bool {
        reason.unicodeScalars.count <= Self.longestReason && Grammar.isPlain(reason, multiline: true)
    }

    /// A time that was written counts before the span; nil for what cannot be.
    func end(at now: Timestamp) -> Timestamp? {
        guard until.isEmpty else {
            let end = Timestamp(until) ?? Timestamp(until + ":00Z") ?? Timestamp(until + "Z")
            let limit = now + .seconds(AlertSnooze.longestDays * 86_400)
            return end.flatMap { now < $0 && $0 <= limit ? $0 : nil }
        }
        return Int(hours).flatMap { Self.spans.contains($0) ? now + .seconds($0 * 3600) : nil }
    }
}

extension Visit {
    func careForm(_ care: AlertCare, _ plane: any ControlPlane) async throws -> Response {
        try await careForm(care, plane, AlertCareForm(FormFields("")), refused: nil, isSent: false)
    }

    func takeCare(_ care: AlertCare, _ plane: any ControlPlane) async throws -> Response {
        let id = try alertID()
        let entered = AlertCareForm(try await form())
        let end = entered.end(at: site.now())
        guard entered.isReasonPlain, care == .acknowledge ? entered.hasReason : end != nil else {
            return try await careForm(care, plane, entered, refused: nil, isSent: true)
        }
        let alert: AlertView
        do throws(Problem) {
            switch (care, end) {
            case (.snooze, let end?):
                let reason = entered.hasReason ? entered.reason : nil
                alert = try await plane.snoozeAlert(id, AlertSnooze(until: end, reason: reason))
            default:
                alert = try await plane.acknowledgeAlert(id, AlertAcknowledgement(reason: entered.reason))
            }
        } catch {
            guard error.isAboutWhatWasEntered else { throw error }
            return try await careForm(care, plane, entered, refused: error, isSent: true)
        }
        guard isPartial else { return redirect(to: alert.path) }
        let title = title(of: alert, await plane.providerNames())
        let done = Toast(kind: .ok, text: words["alerts.did_\(care.rawValue)", ["title": title]])
        return signal(["modal:close", "live:alert.changed"], toast: done)
    }

    private func careForm(
        _ care: AlertCare,
        _ plane: any ControlPlane,
        _ entered: AlertCareForm,
        refused: Problem?,
        isSent: Bool
    ) async throws -> Response {
        let alert = try await plane.alert(try alertID())
        let title = title(of: alert, await plane.providerNames())
        let model = AlertCareModel(self, care, alert, title, entered, refused: refused, isSent: isSent)
        // Of all refusals htmx puts only 422 into the page.
        let status: HTTPResponse.Status = isSent ? .unprocessableContent : .ok
        guard isPartial else {
            return try page("alerts/care-page", title: model.title, active: .alerts, status: status, model)
        }
        return try part("alerts/care", status: status, model)
    }
}

/// The form that acknowledges or snoozes an alert.
struct AlertCareModel: Sendable {
    let isInDialog: Bool
    let title: String
    let about: String
    let effect: String
    let action: String
    let cancel: String
    let submit: String
    let fields: [FormField]
    let notice: FormFaults.Notice?
    /// Why it cannot be done; nil when it can.
    let denied: String?

    init(
        _ visit: Visit,
        _ care: AlertCare,
        _ alert: AlertView,
        _ about: String,
        _ entered: AlertCareForm,
        refused: Problem?,
        isSent: Bool
    ) {
        let words = visit.words
        isInDialog = visit.isPartial
        title = words["alerts.title_\(care.rawValue)"]
        self.about = about
        effect = words["alerts.effect_\(care.rawValue)"]
        action = "\(alert.path)/\(care.rawValue)"
        cancel = alert.path
        submit = words[care == .acknowledge ? "alerts.acknowledge" : "alerts.snooze"]
        let faults = FormFaults(refused, words)
        notice = faults.notice
        fields =
            (care == .snooze ? Self.spanFields(entered, faults, isSent: isSent, visit) : [])
            + [Self.reasonField(care, entered, faults, isSent: isSent, words)]
        denied =
            alert.state == .recovered
            ? words["alerts.recovered_already"]
            : visit.isAllowed(care.operation) ? nil : words["problem.permission_denied_next"]
    }

    private static func spanFields(
        _ entered: AlertCareForm,
        _ faults: FormFaults,
        isSent: Bool,
        _ visit: Visit
    ) -> [FormField] {
        let words = visit.words
        let isFaulty = isSent && entered.end(at: visit.site.now()) == nil
        let own = isFaulty ? [FaultText(text: words["alerts.until_fault"])] : []
        return [
            .choice(
                "hours",
                words["alerts.snooze_for"],
                AlertCareForm.spans.map {
                    Choice(
                        value: String($0),
                        label: $0 < 24
                            ? words.counted("alerts.hours", $0) : words.counted("alerts.days", $0 / 24),
                        isChosen: String($0) == entered.hours
                    )
                },
                isRequired: true
            ),
            .text(
                "until",
                words["alerts.snooze_until"],
                help: words["alerts.snooze_until_help"],
                value: entered.until,
                type: "datetime-local",
                faults: own + faults["/until"]
            ),
        ]
    }

    private static func reasonField(
        _ care: AlertCare,
        _ entered: AlertCareForm,
        _ faults: FormFaults,
        isSent: Bool,
        _ words: Words
    ) -> FormField {
        let isMissing = isSent && care == .acknowledge && !entered.hasReason
        let missing = isMissing ? [FaultText(text: words["alerts.reason_missing"])] : []
        let unusable =
            entered.isReasonPlain
            ? []
            : [
                FaultText(
                    text: words["alerts.reason_unusable", ["n": words.grouped(AlertCareForm.longestReason)]]
                )
            ]
        return .text(
            "reason",
            words["alerts.why_\(care.rawValue)"],
            value: entered.reason,
            length: AlertCareForm.longestReason,
            isRequired: care == .acknowledge,
            faults: missing + unusable + faults["/reason"]
        )
    }
}
