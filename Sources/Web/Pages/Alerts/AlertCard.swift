import Contract

/// An alert as pages show it: how bad it is, what it is about, why it fired and what can be done.
struct AlertCard: Sendable {
    struct Link: Sendable {
        let id: String
        let href: String
        let label: String
    }

    /// A part of the runbook: a link where somebody said where it can be read, or else its name.
    struct Runbook: Sendable {
        let id: String
        let href: String?
        let name: String

        init?(_ card: String, _ rule: AlertRuleID, at page: String?) {
            guard let anchor = rule.runbookAnchor else { return nil }
            id = "\(card)-runbook"
            href = page.map { "\($0)#\(anchor)" }
            name = "docs/operations.md#\(anchor)"
        }
    }

    /// Of the first twenty that an alert knows.
    private static let shownSkills = 8

    let id: String
    let href: String
    let title: String
    let tone: String
    let severity: Chip
    let state: Chip
    /// What its failures are called; nil for what was measured.
    let sentence: String?
    let code: String?
    let signature: String?
    let message: Said?
    let nextStep: String?
    let count: String
    let first: Moment
    let last: Moment
    let recovered: Moment?
    let skills: [Link]
    let hasSkills: Bool
    let moreSkills: String?
    let links: [Link]
    let rule: Link
    /// When the rule fires; nil for one that is gone.
    let why: String?
    /// What to do about it, on the page for whoever runs the server; nil for a rule that somebody made.
    let runbook: Runbook?
    /// Who looks after it, since when and why.
    let care: String?
    let acknowledge: String?
    let snooze: String?

    init(_ alert: AlertView, rules: [AlertRuleView], _ providers: ProviderNames, _ visit: Visit) {
        let words = visit.words
        let rule = rules.first { $0.id == alert.rule }
        let id = "alert-\(alert.id)"
        self.id = id
        href = alert.path
        title = visit.title(of: alert, providers)
        severity = Chip(alert.severity, words)
        state = Chip(alert.state, words)
        tone = alert.state == .open ? severity.state : state.state
        sentence = alert.cause.code.map { words.of($0.sentence) }
        code = alert.cause.code?.rawValue
        signature = alert.cause.signature
        message = alert.message.flatMap {
            $0 == alert.cause.code?.sentence.english ? nil : words.seen($0)
        }
        nextStep = alert.state == .recovered ? nil : alert.cause.code.map(words.afterFailure)
        count = words.counted("alerts.seen", alert.count)
        (first, last) = (visit.moment(alert.openedAt), visit.moment(alert.lastAt))
        recovered = alert.recoveredAt.map(visit.moment)
        skills = alert.skills.prefix(Self.shownSkills).map {
            Link(id: "\(id)-\($0)", href: "/skills/\(percentEncoded($0))", label: $0)
        }
        hasSkills = !skills.isEmpty
        let left = alert.skills.count - skills.count
        moreSkills = left > 0 ? words.counted("alerts.more_skills", left) : nil
        links = Self.links(id, alert.cause, rule?.settings.condition.kind, providers, words)
        self.rule = Link(
            id: "\(id)-rule",
            href: "/alerts/rules/\(percentEncoded(alert.rule.rawValue))",
            label: visit.title(ofRule: alert.rule, rule?.settings.title ?? alert.rule.rawValue)
        )
        why = rule.map { words.when($0.settings.condition, providers) }
        runbook = Runbook(id, alert.rule, at: visit.site.settings.runbookURL)
        care = Self.care(alert, visit)
        let isOngoing = alert.state != .recovered
        let isAcknowledgeable = isOngoing && alert.state != .acknowledged
        acknowledge =
            isAcknowledgeable && visit.isAllowed(.acknowledgeAlert) ? alert.path + "/acknowledge" : nil
        snooze = isOngoing && visit.isAllowed(.snoozeAlert) ? alert.path + "/snooze" : nil
    }

    private static func care(_ alert: AlertView, _ visit: Visit) -> String? {
        guard alert.state == .acknowledged || alert.state == .snoozed, let who = alert.acknowledgedBy else {
            return nil
        }
        let words = visit.words
        let since = alert.acknowledgedAt.map { visit.moment($0).relative } ?? ""
        let end = alert.snoozeUntil.map { visit.moment($0) }
        let said =
            end.map { words["alerts.snoozed_by", ["who": who, "until": $0.exact, "when": $0.relative]] }
            ?? words["alerts.acknowledged_by", ["who": who, "when": since]]
        return [said, alert.reason].compactMap(\.self).joined(separator: " · ")
    }

    /// Where what it is about can be looked at.
    private static func links(
        _ id: String,
        _ cause: AlertCause,
        _ kind: AlertCondition.Kind?,
        _ providers: ProviderNames,
        _ words: Words
    ) -> [Link] {
        func link(_ name: String, _ address: String) -> Link {
            Link(id: "\(id)-to-\(name)", href: address, label: words["alerts.to_\(name)"])
        }
        func runs(_ status: RunStatus) -> String {
            Address("/runs", ["status": status.rawValue, "provider": cause.provider?.rawValue]).text
        }
        var links: [Link] = []
        if let provider = cause.provider {
            let address = "/providers/\(percentEncoded(provider.rawValue))"
            links.append(Link(id: "\(id)-provider", href: address, label: providers[provider]))
        }
        switch kind {
        case .queueAge: links.append(link("waiting", runs(.queued)))
        case .stuckTask: links.append(link("running", runs(.running)))
        case .auditBroken: links.append(link("audit", "/audit"))
        case .workerGone: links.append(link("waiting", runs(.queued)))
        case .driftFound:
            links.append(link("drift", Address("/drift", ["provider": cause.provider?.rawValue]).text))
        case .providerUnhealthy, .credentialExpiring: break
        case .targetFailed, .runFailed, .failureRate, nil:
            guard cause.provider != nil else { break }
            links.append(link("failures", "/failures#\(FailureCard.id(of: cause))"))
            links.append(link("failed", runs(.failed)))
        }
        return links
    }
}

extension AlertView {
    var path: String { "/alerts/\(percentEncoded(id.rawValue))" }
}
