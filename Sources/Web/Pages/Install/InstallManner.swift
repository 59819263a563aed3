import Contract

/// When an order begins and in which waves, as forms and addresses carry it.
struct InstallManner: Equatable, Sendable {
    /// As entered; without those that are empty.
    private(set) var entered: [String: String] = [:]

    /// What the form calls its fields, in the order they stand in.
    static let names = ["start_at", "first_on", "first", "soak", "stop_at", "rollback"]

    static let soakMinutes = 0...RunWaves.soakSeconds.upperBound / 60

    init(_ fields: FormFields) {
        for name in Self.names { entered[name] = fields[name] }
    }

    subscript(name: String) -> String? { entered[name] }

    var isPlain: Bool { startText == nil && !hasWaves }

    private var startText: String? { entered["start_at"] }

    private var hasWaves: Bool { entered["first_on"] != nil || entered["first"] != nil }

    /// In UTC, as a browser's field or an address has it; nil where there is none, or none that can be read.
    var startAt: Timestamp? {
        startText.flatMap { Timestamp($0) ?? Timestamp($0 + ":00Z") ?? Timestamp($0 + "Z") }
    }

    var waves: RunWaves? {
        guard hasWaves else { return nil }
        let provider = entered["first_on"].map { RunWaves.Step.providers([ProviderID(rawValue: $0)]) }
        let share = number("first").map(RunWaves.Step.percent)
        return RunWaves(
            steps: [provider, share].compactMap(\.self),
            soakSeconds: (number("soak") ?? 0) * 60,
            stopAt: .failures(number("stop_at") ?? 1),
            onStop: entered["rollback"] == nil ? .cancel : .rollback
        )
    }

    /// Bounded, so that no product of it runs over.
    private func number(_ name: String) -> Int? {
        entered[name].flatMap { Int($0) }.flatMap { (-999_999...999_999).contains($0) ? $0 : nil }
    }

    /// Fields that cannot be read, or that say nothing without another: they must not be taken for empty ones.
    var unreadable: [String: String] {
        var faults: [String: String] = [:]
        if startText != nil, startAt == nil { faults["start_at"] = "install.start_at_fault" }
        for name in ["first", "soak", "stop_at"] where entered[name] != nil && number(name) == nil {
            faults[name] = "install.number_fault"
        }
        let hasMore = ["soak", "stop_at", "rollback"].contains { entered[$0] != nil }
        if hasMore, !hasWaves { faults["first"] = "install.first_fault" }
        return faults
    }

    func adding(to address: Address) -> Address {
        Self.names.reduce(address) { $0.with($1, entered[$1]) }
    }
}

/// The part of the form that says when, and in waves.
struct InstallMannerModel: Sendable {
    let fields: [FormField]
    /// Whether something of it is filled in, so that it stands open.
    let isOpen: Bool

    init(_ manner: InstallManner, _ targets: [ProviderView], refused: Problem?, _ words: Words) {
        let faults = FormFaults(refused, words)
        // Only what was sent is found fault with.
        let own = (refused == nil ? [:] : manner.unreadable).mapValues { [FaultText(text: words[$0])] }
        func number(_ name: String, help: String? = nil, in range: ClosedRange<Int>, _ more: [FaultText])
            -> FormField
        {
            .number(
                name,
                words["install.\(name)"],
                help: help.map { words[$0] },
                value: manner[name],
                in: range,
                faults: (own[name] ?? []) + more
            )
        }
        let start = FormField.text(
            "start_at",
            words["install.start_at"],
            help: words["install.start_at_help"],
            value: manner["start_at"],
            type: "datetime-local",
            faults: (own["start_at"] ?? []) + faults["/start_at"]
        )
        let first = FormField.choice(
            "first_on",
            words["install.first_on"],
            Self.choices(manner, targets, words),
            faults: faults.below("/waves/steps/0/providers")
        )
        let atFailures = faults["/waves/stop_at_failures"]
        fields = [
            start, first,
            number("first", help: "install.first_help", in: RunWaves.percents, Self.shareFaults(faults)),
            number("soak", in: InstallManner.soakMinutes, faults["/waves/soak_seconds"]),
            number("stop_at", help: "install.stop_at_help", in: RunWaves.failures, atFailures),
            .box("rollback", words["install.rollback_on_stop"], isChecked: manner["rollback"] != nil),
        ]
        isOpen = !manner.isPlain || fields.contains(where: \.isFaulty)
    }

    private static func choices(_ manner: InstallManner, _ targets: [ProviderView], _ words: Words)
        -> [Choice]
    {
        let chosen = manner["first_on"]
        let none = Choice(value: "", label: words["install.first_on_none"], isChosen: chosen == nil)
        return [none]
            + targets.map {
                let id = $0.id.rawValue
                return Choice(value: id, label: $0.settings.displayName, isChosen: chosen == id)
            }
    }

    private static func shareFaults(_ faults: FormFaults) -> [FaultText] {
        faults["/waves/steps"] + faults["/waves/steps/0/percent"] + faults["/waves/steps/1/percent"]
    }

    /// Where the faults are that stand at its fields.
    static func isOwn(_ pointer: String) -> Bool { pointer == "/start_at" || pointer.hasPrefix("/waves") }
}
