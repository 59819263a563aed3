import Contract

extension Visit {
    /// A rule's title: one that came with the program in the visitor's language, any other as somebody wrote it.
    func title(ofRule id: AlertRuleID, _ title: String) -> String {
        let word = "alerts.rule_\(id.rawValue.replacing("-", with: "_"))"
        return site.languages[.english][word] == title ? words[word] : title
    }

    /// What is stored for a title that a visitor left as it was shown.
    func storedTitle(ofRule id: AlertRuleID, _ title: String) -> String {
        let word = "alerts.rule_\(id.rawValue.replacing("-", with: "_"))"
        return words[word] == title ? site.languages[.english][word] : title
    }

    /// With the provider it is about.
    func title(of alert: AlertView, _ providers: ProviderNames) -> String {
        let title = title(ofRule: alert.rule, alert.title)
        return alert.cause.provider.map { "\(title) · \(providers[$0])" } ?? title
    }
}

extension Chip {
    init(_ severity: AlertSeverity, _ words: Words) {
        let tone: Tone =
            switch severity {
            case .info: .run
            case .warning: .warn
            case .critical: .fail
            }
        self.init(tone, words["alerts.severity_\(severity.rawValue)"])
    }

    init(_ state: AlertState, _ words: Words) {
        let tone: Tone =
            switch state {
            case .open: .fail
            case .acknowledged, .snoozed: .idle
            case .recovered: .ok
            }
        self.init(tone, words["alerts.state_\(state.rawValue)"])
    }
}

extension Words {
    /// When a rule fires, in a line.
    func when(_ condition: AlertCondition, _ providers: ProviderNames) -> String {
        let parts = [place(of: condition, providers), sign(of: condition), only(condition)]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    private func place(of condition: AlertCondition, _ providers: ProviderNames) -> String? {
        switch condition {
        case .workerGone, .auditBroken: nil
        default: condition.provider.map { providers[$0] } ?? self["alerts.any_provider"]
        }
    }

    private func sign(of condition: AlertCondition) -> String {
        switch condition {
        case .targetFailed: self["alerts.when_target_failed"]
        case .runFailed(let outcomes, _, _):
            switch (outcomes.contains(.failed), outcomes.contains(.partialFailed)) {
            case (true, false): self["alerts.when_run_failed"]
            case (false, true): self["alerts.when_run_partial_failed"]
            default: self["alerts.when_run_either"]
            }
        case .failureRate(_, let percent, let minutes, let count):
            self[
                "alerts.when_failure_rate",
                ["percent": String(percent), "minutes": grouped(minutes), "n": grouped(count)]
            ]
        case .queueAge(_, let minutes): self["alerts.when_queue_age", ["n": grouped(minutes)]]
        case .stuckTask(_, let minutes): self["alerts.when_stuck_task", ["n": grouped(minutes)]]
        case .providerUnhealthy: self["alerts.when_provider_unhealthy"]
        case .workerGone(let count): self["alerts.when_worker_gone", ["n": grouped(count)]]
        case .auditBroken: self["alerts.when_audit_broken"]
        case .driftFound(_, let count): self["alerts.when_drift_found", ["n": grouped(count)]]
        case .credentialExpiring(_, let days):
            self["alerts.when_credential_expiring", ["n": grouped(days)]]
        }
    }

    private func only(_ condition: AlertCondition) -> String? {
        switch condition {
        case .targetFailed(_, let codes) where !codes.isEmpty,
            .runFailed(_, _, let codes) where !codes.isEmpty:
            self["alerts.only_codes", ["codes": codes.map(\.rawValue).joined(separator: ", ")]]
        default: nil
        }
    }

    /// What to do about a target that failed for good: of a cause that passes, nothing is tried again by itself any more.
    func afterFailure(_ code: FailureCode) -> String {
        code.isRetryable ? self["alerts.used_up"] : of(code.nextAction)
    }

    /// What was seen last: what was measured in this language, what a vendor said as it came.
    func seen(_ message: String) -> Said {
        guard language != .english else { return Said(text: message, lang: nil) }
        let known = measured(message)
        return Said(text: known ?? message, lang: known == nil ? Language.english.rawValue : nil)
    }

    /// Measurements come as English sentences of a few forms.
    private func measured(_ message: String) -> String? {
        func text(_ number: Substring) -> String { String(number) }
        if let found = message.wholeMatch(of: /The oldest target has waited for ([\d,]+) minutes?\./) {
            return self["alerts.seen_queue_age", ["n": text(found.1)]]
        }
        if let found = message.wholeMatch(of: /One try has been running for ([\d,]+) minutes?\./) {
            return self["alerts.seen_stuck_task", ["n": text(found.1)]]
        }
        if let found = message.wholeMatch(
            of: /([\d,]+) of ([\d,]+) targets? failed within ([\d,]+) minutes?\./
        ) {
            return self[
                "alerts.seen_failure_rate",
                ["failed": text(found.1), "total": text(found.2), "minutes": text(found.3)]
            ]
        }
        if let found = message.wholeMatch(
            of: /Signs of life come from ([\d,]+) workers?; there should be ([\d,]+)\./
        ) {
            return self["alerts.seen_worker_gone", ["n": text(found.1), "minimum": text(found.2)]]
        }
        if let found = message.wholeMatch(of: /([\d,]+) skills? there differ from what the ledger says\./) {
            return self["alerts.seen_drift_found", ["n": text(found.1)]]
        }
        if let found = message.wholeMatch(of: /The credential expires within ([\d,]+) days?\./) {
            return self["alerts.seen_credential_expiring", ["n": text(found.1)]]
        }
        switch message {
        case "The check of the provider failed.": return self["alerts.seen_provider_unhealthy"]
        case "Tries there keep failing: it is taken to be down.": return self["alerts.seen_provider_down"]
        case "The audit log is not whole.": return self["alerts.seen_audit_broken"]
        case "The credential has expired.": return self["alerts.seen_credential_expired"]
        default: return nil
        }
    }
}
