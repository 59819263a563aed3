import Contract
import Domain
import Store

/// What follows from some facts, in the transaction that keeps them.
struct AlertStep: Sendable {
    /// What ended and failed up to a place among the facts.
    struct Rates: Sendable {
        let position: Int64
        let rates: FailureRates
        /// Rules that this program cannot read: perhaps a later one wrote them.
        var unreadable: [AlertRuleID] = []
    }

    /// As they were after the last step; read anew where somebody else has taken one since.
    let rates: Rates?

    func take(_ facts: [AlertFact], _ connection: any Connection, at now: Timestamp) throws -> Rates {
        let table = AlertFactTable(connection)
        let position = try table.latestPosition()
        let before =
            if let rates, rates.position == position { rates.rates } else {
                try table.rates(upTo: position)
            }
        guard !facts.isEmpty else { return Rates(position: position, rates: before) }
        try table.append(facts)
        let found = try AlertRuleTable(connection).readable()
        let rules = found.rules.filter(\.settings.enabled)
        let alerts = AlertTable(connection)
        let touched = Set(facts.flatMap(\.providers)).sorted()
        // Time that passes may end what was said of any of them.
        let ongoing = try alerts.ongoing(on: facts.contains { $0.kind == .workers } ? nil : touched)
        var judge = AlertJudge(rules.map(AlertJudge.Rule.init), ongoing: ongoing, rates: before)
        for fact in facts { judge.consider(fact) }
        try alerts.save(judge.changed, of: rules)
        try alerts.append(judge.notices)
        try EventTable(connection).append(judge.changed.map(NewEvent.init), at: now)
        let reached = try table.latestPosition()
        return Rates(position: reached, rates: judge.rates, unreadable: found.unreadable)
    }
}

extension AlertFact {
    /// The providers whose alerts it may change.
    fileprivate var providers: [ProviderID] {
        ([provider] + (failures ?? []).map(\.cause.provider)).compactMap(\.self)
    }
}

extension NewEvent {
    /// That an alert opened, was seen again, was looked after or ended.
    fileprivate init(_ alert: OngoingAlert) {
        self.init(.alertChanged, of: alert.cause, state: alert.state)
    }

    init(_ kind: EventView.Kind, of cause: AlertCause, state: AlertState) {
        self.init(kind, provider: cause.provider, status: state.rawValue, code: cause.code)
    }
}
