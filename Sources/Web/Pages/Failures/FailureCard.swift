import Contract

/// The failed targets of one cause as pages show them: what failed, whose fault it is, and what can be done.
struct FailureCard: Sendable {
    private static let shownSkills = 8
    private static let shownRuns = 5

    let id: String
    let title: String
    let count: String
    let provider: AlertCard.Link?
    let sentence: String
    let code: String?
    let signature: String?
    let fault: String?
    let nextStep: String?
    let settings: String?
    let message: Said?
    let first: Moment
    let last: Moment
    let skills: [AlertCard.Link]
    let moreSkills: String?
    let runs: [AlertCard.Link]
    let moreRuns: String?
    let fields: [RunListModel.Hidden]
    /// Names how many targets are tried again; nil for whoever may not.
    let retry: String?
    let acknowledge: String?

    init(_ group: FailureInbox.Group, _ providers: ProviderNames, _ visit: Visit) {
        let (words, cause) = (visit.words, group.cause)
        let id = Self.id(of: cause)
        self.id = id
        let code = cause.code
        let sentence = code.map { words.of($0.sentence) } ?? words["alerts.no_code"]
        self.sentence = sentence
        title = cause.provider.map { "\(providers[$0]): \(sentence)" } ?? sentence
        count = words.counted("runs.failed_targets", group.count)
        provider = cause.provider.map {
            .init(
                id: "\(id)-provider",
                href: "/providers/\(percentEncoded($0.rawValue))",
                label: providers[$0]
            )
        }
        self.code = code?.rawValue
        signature = cause.signature
        fault = code.map { words["runs.fault_\($0.fault.rawValue)"] }
        nextStep = code.map(words.afterFailure)
        settings = code?.fault == .configuration ? provider?.href : nil
        message =
            group.message.isEmpty || group.message == code?.sentence.english ? nil : words.seen(group.message)
        (first, last) = (visit.moment(group.firstAt), visit.moment(group.lastAt))
        skills = group.skills.prefix(Self.shownSkills).map {
            .init(id: "\(id)-\($0)", href: "/skills/\(percentEncoded($0))", label: $0)
        }
        let left = group.skillCount - skills.count
        moreSkills = left > 0 ? words.counted("alerts.more_skills", left) : nil
        runs = group.runs.prefix(Self.shownRuns).map {
            .init(
                id: "\(id)-\($0)",
                href: "/runs/\(percentEncoded($0.rawValue))",
                label: String($0.rawValue.suffix(8))
            )
        }
        let leftRuns = group.runs.count - runs.count
        moreRuns = leftRuns > 0 ? words.counted("alerts.more_runs", leftRuns) : nil
        fields = Self.fields(cause)
        retry = visit.isAllowed(.retryRun) ? words.counted("alerts.retry_targets", group.count) : nil
        acknowledge =
            visit.isAllowed(.acknowledgeFailures) ? Self.address(cause, "/failures/acknowledge").text : nil
    }

    /// For an element and for links to it.
    static func id(of cause: AlertCause) -> String {
        let parts = [cause.provider?.rawValue, cause.code?.rawValue, cause.signature].compactMap(\.self)
        let plain = parts.joined(separator: "-").unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "-"
        }
        return "cause-" + String(plain)
    }

    private static func address(_ cause: AlertCause, _ path: String) -> Address {
        fields(cause).reduce(Address(path)) { $0.adding($1.name, $1.value) }
    }

    private static func fields(_ cause: AlertCause) -> [RunListModel.Hidden] {
        [
            ("provider", cause.provider?.rawValue), ("code", cause.code?.rawValue),
            ("signature", cause.signature),
        ].compactMap { name, value in value.map { .init(name: name, value: $0) } }
    }
}

/// The failure inbox as its template reads it.
struct FailureListModel: Sendable {
    let cards: [FailureCard]
    let isEmpty: Bool
    let shown: String
    /// Said where only the newest were looked at.
    let limited: String?
    let mayNotAct: Bool
    /// What a retry without scripts has come to.
    let tally: String?
    let refusals: [BulkTally.Refusal]

    init(_ inbox: FailureInbox, _ providers: ProviderNames, retry: FailureRetry? = nil, _ visit: Visit) {
        let words = visit.words
        cards = inbox.groups.map { FailureCard($0, providers, visit) }
        isEmpty = cards.isEmpty
        let causes = words.counted("alerts.causes", inbox.groups.count)
        shown = [words.counted("runs.failed_targets", inbox.targets), causes].joined(separator: " · ")
        limited =
            inbox.complete ? nil : words["alerts.newest_only", ["n": words.grouped(inbox.targets)]]
        mayNotAct = !cards.isEmpty && !visit.isAllowed(.acknowledgeFailures)
        tally = retry?.text(words)
        refusals = (retry?.refusals ?? []).map { refusal in
            BulkTally.Refusal(
                href: "/runs/\(percentEncoded(refusal.run.rawValue))",
                run: String(refusal.run.rawValue.suffix(8)),
                why: RefusalModel(refusal.problem, visit).summary
            )
        }
    }
}

extension FailureRetry {
    /// What it has come to.
    func text(_ words: Words) -> String {
        let parts = [
            words.counted("alerts.retried_targets", retried),
            retried > 0 ? words.counted("runs.bulk_runs", runs) : nil,
            left > 0 ? words.counted("alerts.retry_left", left) : nil,
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    /// The same with the first reason why some were left.
    func toast(_ visit: Visit) -> Toast {
        let why = refusals.first.map { ": " + RefusalModel($0.problem, visit).summary } ?? ""
        return Toast(kind: left == 0 ? .ok : .fail, text: text(visit.words) + why)
    }
}
