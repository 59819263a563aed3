package import Contract

/// Decides what becomes of alerts: facts go in, in their order, and alerts and notices come out.
///
/// It asks no clock and no database, so that a dry run over what is kept comes to the same as living through it.
package struct AlertJudge: Sendable {
    /// What is looked for.
    package struct Rule: Equatable, Sendable {
        package let id: AlertRuleID
        package let condition: AlertCondition
        package let repeatAfter: Duration?

        package init(_ id: AlertRuleID, _ condition: AlertCondition, repeatAfter: Duration? = nil) {
            self.id = id
            self.condition = condition
            self.repeatAfter = repeatAfter
        }

        package init(_ rule: AlertRuleView) {
            self.init(
                rule.id,
                rule.settings.condition,
                repeatAfter: rule.settings.repeatMinutes.map { .seconds(60 * $0) }
            )
        }
    }

    /// Without a failure for so long, any success on the provider shows that a cause of the provider's is over: where
    /// some succeed and some fail all the time, an alert must not open and end all the time.
    package static let quiet = Duration.seconds(300)
    /// A cause of some skills ends when it was not seen for so long, whether or not anybody has sent them since.
    package static let longQuiet = Duration.seconds(30 * 86_400)
    /// Ongoing causes of a rule on one provider that are told apart by their signatures: vendors that put a number of
    /// each request into their codes must not open an alert for every failure.
    package static let signatures = 50

    private let rules: [Rule]
    private var ongoing: [AlertRuleID: [AlertCause: OngoingAlert]] = [:]
    package private(set) var rates: FailureRates
    private var changes: [AlertID: OngoingAlert] = [:]
    private var order: [AlertID] = []
    /// Whom to tell what, in order.
    package private(set) var notices: [AlertNotice] = []

    /// - Parameters:
    ///   - rules: That hold.
    ///   - alerts: That have not recovered.
    ///   - rates: Of everything that happened before.
    package init(_ rules: [Rule], ongoing alerts: [OngoingAlert] = [], rates: FailureRates = FailureRates()) {
        self.rules = rules.sorted { $0.id < $1.id }
        self.rates = rates
        for alert in alerts { ongoing[alert.rule, default: [:]][alert.cause] = alert }
    }

    /// The alerts that have changed, as they are now, in the order of their first change.
    package var changed: [OngoingAlert] { order.compactMap { changes[$0] } }

    package mutating func consider(_ fact: AlertFact) {
        if fact.kind == .targetEnded, let provider = fact.provider, fact.hasFailed || fact.hasSucceeded {
            let counts = FailureRates.Minute(ended: 1, failed: fact.hasFailed ? 1 : 0)
            rates.add(counts, on: provider, in: FailureRates.minute(of: fact.at))
        }
        for rule in rules { consider(fact, by: rule) }
    }

    private mutating func consider(_ fact: AlertFact, by rule: Rule) {
        let isOfProviders = fact.kind != .runEnded && fact.kind != .workers
        if let only = rule.condition.provider, isOfProviders, only != fact.provider { return }
        switch (rule.condition, fact.kind) {
        case (.targetFailed(_, let codes), .targetEnded):
            if fact.hasFailed, fact.code.isAmong(codes) {
                see(rule, .init(fact))
            } else if !fact.hasFailed {
                succeed(rule, fact)
            }
        case (.runFailed(let outcomes, let provider, let codes), .runEnded):
            guard outcomes.contains(where: { $0.rawValue == fact.outcome }) else { return }
            for failures in fact.failures ?? []
            where failures.cause.code.isAmong(codes)
                && (provider == nil || provider == failures.cause.provider)
            {
                see(rule, .init(failures, at: fact.at))
            }
        case (.runFailed, .targetEnded): if !fact.hasFailed { succeed(rule, fact) }
        case (.failureRate(_, let percent, let window, let atLeast), .targetEnded):
            judgeRate(rule, fact, percent: percent, window: window, atLeast: atLeast)
        // It comes every minute, whether or not anything ends.
        case (.failureRate(_, let percent, let window, _), .workers):
            endRates(rule, at: fact.at, percent: percent, window: window)
        // Whoever carries out a target is well, whatever was said before.
        case (.providerUnhealthy, .targetEnded):
            if fact.hasSucceeded { recover(rule, AlertCause(provider: fact.provider), at: fact.at) }
        default: measure(rule, fact)
        }
    }

    private mutating func judgeRate(
        _ rule: Rule,
        _ fact: AlertFact,
        percent: Int,
        window: Int,
        atLeast: Int
    ) {
        guard let provider = fact.provider, fact.hasFailed || fact.hasSucceeded else { return }
        let counts = rates.counts(on: provider, window: window, upTo: fact.at)
        let cause = AlertCause(provider: provider)
        if counts.failed * 100 < percent * counts.ended {
            recover(rule, cause, at: fact.at)
        } else if fact.hasFailed, counts.ended >= atLeast || ongoing[rule.id]?[cause] != nil {
            let message = """
                \(counts.failed) of \(counted(counts.ended, "target")) failed within \
                \(counted(window, "minute")).
                """
            see(rule, AlertSign(cause: cause, at: fact.at, message: message))
        }
    }

    /// Ends what was said of failures that have gone by, where nothing else ends any more.
    private mutating func endRates(_ rule: Rule, at time: Timestamp, percent: Int, window: Int) {
        for cause in (ongoing[rule.id] ?? [:]).keys.sorted(by: { $0.sortKey < $1.sortKey }) {
            guard let provider = cause.provider else { continue }
            let counts = rates.counts(on: provider, window: window, upTo: time)
            if counts.ended == 0 || counts.failed * 100 < percent * counts.ended {
                recover(rule, cause, at: time)
            }
        }
    }

    /// What is either so or not at every look.
    private mutating func measure(_ rule: Rule, _ fact: AlertFact) {
        guard let value = fact.value else { return }
        let cause = AlertCause(provider: fact.provider)
        let minutes = counted(value / 60, "minute")
        let message: String?
        switch (rule.condition, fact.kind) {
        case (.queueAge(_, let most), .queueAge):
            message = value < Int64(most) * 60 ? nil : "The oldest target has waited for \(minutes)."
        case (.stuckTask(_, let most), .tryAge):
            message = value < Int64(most) * 60 ? nil : "One try has been running for \(minutes)."
        case (.providerUnhealthy, .providerChecked):
            message = value == 1 ? nil : fact.message ?? "The check of the provider failed."
        case (.workerGone(let minimum), .workers):
            message =
                value >= Int64(minimum)
                ? nil : "Signs of life come from \(counted(value, "worker")); there should be \(minimum)."
        case (.auditBroken, .auditChecked):
            message = value == 1 ? nil : fact.message ?? "The audit log is not whole."
        case (.driftFound(_, let least), .driftFound):
            message =
                value < Int64(least)
                ? nil : "\(counted(value, "skill")) there differ from what the ledger says."
        case (.credentialExpiring(_, let days), .credentialLeft):
            message = CredentialSpan(seconds: value).warning(within: days)
        default: return
        }
        if let message {
            see(rule, AlertSign(cause: cause, at: fact.at, message: message))
        } else {
            recover(rule, cause, at: fact.at)
        }
    }
}

// MARK: What becomes of an alert

extension AlertJudge {
    private mutating func see(_ rule: Rule, _ sign: AlertSign) {
        let sign = folded(sign, of: rule)
        guard var alert = ongoing[rule.id]?[sign.cause] else {
            var alert = OngoingAlert(
                .make(at: sign.at),
                rule: rule.id,
                cause: sign.cause,
                openedAt: sign.at
            )
            alert.note(sign)
            notices.append(AlertNotice(.opened, of: alert.id, at: sign.at))
            return keep(alert)
        }
        alert.note(sign)
        let isDue = rule.repeatAfter.map { sign.at >= alert.toldAt + $0 } ?? false
        let hasSlept = alert.state == .snoozed && (alert.snoozeUntil.map { $0 <= sign.at } ?? true)
        if hasSlept {
            alert.state = .open
            alert.snoozeUntil = nil
        }
        if hasSlept || isDue && alert.state == .open {
            alert.toldAt = sign.at
            notices.append(AlertNotice(.repeated, of: alert.id, at: sign.at))
        }
        keep(alert)
    }

    /// The sign as it is counted: without its signature where there are too many of them.
    private func folded(_ sign: AlertSign, of rule: Rule) -> AlertSign {
        guard sign.cause.signature != nil, let alerts = ongoing[rule.id], alerts[sign.cause] == nil,
            alerts.count >= Self.signatures,
            alerts.keys.count(where: { $0.provider == sign.cause.provider }) >= Self.signatures
        else { return sign }
        var sign = sign
        sign.cause = AlertCause(provider: sign.cause.provider, code: sign.cause.code)
        return sign
    }

    /// A target that did not fail: what was said of it is over, and perhaps what was said of its provider.
    private mutating func succeed(_ rule: Rule, _ fact: AlertFact) {
        guard let skill = fact.skill, let alerts = ongoing[rule.id] else { return }
        var ended: [AlertCause] = []
        let ofProvider = alerts.filter { $0.key.provider == fact.provider }
        for (cause, alert) in ofProvider.sorted(by: { $0.key.sortKey < $1.key.sortKey }) {
            var alert = alert
            let isMember = alert.members.remove(skill) != nil
            let isOfOneSkill = cause.code?.isOfOneSkill ?? false
            // Who else failed is not known any more; all that is known of has succeeded.
            let isAllThatIsKnown = alert.hasLostMembers && alert.members.isEmpty
            let rest = isOfOneSkill && !isAllThatIsKnown ? Self.longQuiet : Self.quiet
            let isQuiet = fact.hasSucceeded && fact.at >= alert.lastAt + rest
            if isMember { keep(alert) }
            if isQuiet || isMember && alert.members.isEmpty && !alert.hasLostMembers { ended.append(cause) }
        }
        for cause in ended { recover(rule, cause, at: fact.at) }
    }

    private mutating func recover(_ rule: Rule, _ cause: AlertCause, at time: Timestamp) {
        guard var alert = ongoing[rule.id]?[cause] else { return }
        alert.state = .recovered
        alert.recoveredAt = time
        alert.snoozeUntil = nil
        alert.members = []
        keep(alert)
        ongoing[rule.id]?[cause] = nil
        notices.append(AlertNotice(.recovered, of: alert.id, at: time))
    }

    private mutating func keep(_ alert: OngoingAlert) {
        ongoing[alert.rule, default: [:]][alert.cause] = alert
        if changes.updateValue(alert, forKey: alert.id) == nil { order.append(alert.id) }
    }
}

extension FailureCode? {
    /// No codes stand for all of them.
    fileprivate func isAmong(_ codes: [FailureCode]) -> Bool {
        codes.isEmpty || map(codes.contains) ?? false
    }
}
