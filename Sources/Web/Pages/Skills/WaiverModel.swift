import Contract

/// The form that waives a finding.
struct WaiverModel: Sendable {
    /// In characters; the API takes no more either.
    static let longestReason = 1000

    let isInDialog: Bool
    let title: String
    let place: String
    let rule: String
    let message: Said
    let fields: [FormField]
    let reason: FormField
    let notice: FormFaults.Notice?
    let action: String
    let cancel: String
    /// Why it cannot be done; nil when it can.
    let denied: String?

    init(
        _ visit: Visit,
        _ found: ScanFinding,
        of skill: String,
        version: Int,
        _ entered: WaiverForm,
        _ refused: Problem?
    ) {
        let words = visit.words
        let address = SkillAddress(name: skill)
        isInDialog = visit.isPartial
        title = words["skills.waive_title", ["name": skill, "version": String(version)]]
        place = found.place
        rule = found.rule
        message = words.said(found.message, found.wording)
        let faults = FormFaults(refused, words)
        fields = Self.fields(entered, found, faults, words)
        reason = .text(
            "reason",
            words["skills.waive_reason"],
            help: words["skills.waive_reason_help"],
            value: entered.reason,
            length: Self.longestReason,
            isRequired: true,
            faults: faults["/reason"]
        )
        notice = faults.notice
        action = address.waive(found, version: version).text
        cancel = address.scan(of: version)
        denied = visit.isAllowed(.waiveScan) ? nil : words["skills.waive_denied"]
    }

    private static func fields(
        _ entered: WaiverForm,
        _ found: ScanFinding,
        _ faults: FormFaults,
        _ words: Words
    ) -> [FormField] {
        [
            .choice(
                "scope",
                words["skills.waive_scope"],
                WaiverForm.Scope.allCases.map {
                    .init(
                        value: $0.rawValue,
                        label: words["skills.waive_scope_\($0.rawValue)", ["rule": found.rule]],
                        isChosen: $0.rawValue == entered.scope
                    )
                },
                isRequired: true,
                faults: faults["/scope"] + faults["/rule"] + faults["/finding"]
            ),
            .choice(
                "days",
                words["skills.waive_days"],
                help: words["skills.waive_days_help"],
                WaiverForm.spans.map {
                    .init(
                        value: String($0),
                        label: words.counted("skills.waive_span", $0),
                        isChosen: String($0) == entered.days
                    )
                },
                isRequired: true,
                faults: faults["/expires_at"]
            ),
        ]
    }
}

/// A waiver that holds, beside the findings it covers.
struct WaiverLine: Sendable {
    let what: String
    let approver: String
    let reason: String
    let expires: Moment
    /// Nil for who may not.
    let revoke: String?
    let revokeLabel: String

    init(_ waiver: ScanWaiver, _ scan: SkillScan, _ visit: Visit) {
        what = waiver.subject(in: scan.report)
        approver = waiver.approver
        reason = waiver.reason
        expires = visit.moment(waiver.expiresAt)
        let address = SkillAddress(name: scan.skill)
            .of(version: scan.version, "waivers/\(waiver.id.rawValue)/revoke")
        revoke = visit.isAllowed(.revokeWaiver) ? address.text : nil
        revokeLabel = visit.words["skills.waiver_revoke_of", ["what": what]]
    }
}

/// What is asked before a waiver is ended.
struct WaiverRevocationModel: Sendable {
    let isInDialog: Bool
    let what: String
    let approver: String
    let reason: String
    let expires: Moment
    let action: String
    let cancel: String
    /// Why it cannot be done; nil when it can.
    let denied: String?

    init(_ waiver: ScanWaiver, _ scan: SkillScan, _ visit: Visit) {
        let address = SkillAddress(name: scan.skill)
        isInDialog = visit.isPartial
        what = waiver.subject(in: scan.report)
        approver = waiver.approver
        reason = waiver.reason
        expires = visit.moment(waiver.expiresAt)
        action = address.of(version: scan.version, "waivers/\(waiver.id.rawValue)/revoke").text
        cancel = address.scan(of: scan.version)
        denied =
            !visit.isAllowed(.revokeWaiver)
            ? visit.words["skills.waive_denied"]
            : waiver.holds(at: visit.site.now()) ? nil : visit.words["skills.waiver_ended"]
    }
}

extension ScanWaiver {
    /// The rule, or where the finding is.
    fileprivate func subject(in report: ScanReport) -> String {
        rule ?? report.findings.first { $0.id == finding }?.place ?? finding ?? ""
    }
}
