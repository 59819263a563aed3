import Contract

/// What a condition would have done, as kept facts say it.
struct AlertTrial: Sendable {
    /// How far back it is asked for.
    static let days = 30

    let condition: AlertCondition
    let run: AlertDryRun

    init(_ condition: AlertCondition, _ run: AlertDryRun) {
        (self.condition, self.run) = (condition, run)
    }
}

/// The same as its template reads it.
struct AlertTrialPanel: Sendable {
    struct Row: Sendable {
        let opened: Moment
        let what: String
        let message: Said?
        let count: String
        /// Nil while it would still be open.
        let recovered: Moment?
    }

    private static let shown = 20

    let text: String
    let basis: String
    let rows: [Row]
    let hasRows: Bool
    let more: String?
    /// The condition, so that it can be saved without being tried again.
    let tried: String

    init?(_ trial: AlertTrial?, _ providers: ProviderNames, _ visit: Visit) {
        guard let trial, let text = try? JSON.encode(trial.condition) else { return nil }
        let (words, run) = (visit.words, trial.run)
        let form = words.language == .english && run.total == 1 ? "one" : run.total == 0 ? "none" : "other"
        self.text =
            words[
                "alerts.trial_\(form)",
                ["n": words.grouped(run.total), "days": String(AlertTrial.days)]
            ]
        basis =
            run.since.map {
                words["alerts.trial_basis", ["n": words.grouped(run.facts), "since": visit.moment($0).exact]]
            } ?? words["alerts.trial_no_basis"]
        rows = run.firings.suffix(Self.shown).reversed().map { firing in
            let place = firing.cause.provider.map { providers[$0] }
            let code = firing.cause.code
            let what = [place, code.map { words.of($0.sentence) }].compactMap(\.self)
            return Row(
                opened: visit.moment(firing.openedAt),
                what: what.joined(separator: " · "),
                message: firing.message.flatMap { $0 == code?.sentence.english ? nil : words.seen($0) },
                count: words.counted("alerts.seen", firing.count),
                recovered: firing.recoveredAt.map(visit.moment)
            )
        }
        hasRows = !rows.isEmpty
        let left = run.total - rows.count
        more = left > 0 && hasRows ? words.counted("alerts.trial_more", left) : nil
        tried = String(decoding: text, as: UTF8.self)
    }
}
