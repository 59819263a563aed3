import ArgumentParser
import Contract

/// A condition, or what is to be changed of one, in options.
struct AlertConditionOptions: ParsableArguments {
    // The parser adds the values there are.
    @Option(help: ArgumentHelp("What it looks for.", valueName: "condition"))
    var when: AlertCondition.Kind?
    @Option(help: "Only on this provider.")
    var provider: ProviderID?
    @Flag(help: "On every provider.")
    var everyProvider = false
    @Option(help: ArgumentHelp("Only with this failure code; repeat for several.", valueName: "code"))
    var code: [FailureCode] = []
    @Flag(help: "With every failure code.")
    var everyCode = false
    @Option(
        help: ArgumentHelp(
            "Only runs that end so: failed or partial_failed; repeat for both.",
            valueName: "state"
        )
    )
    var outcome: [RunStatus] = []
    @Option(help: ArgumentHelp("Share of failed targets, 1 to 100; 50 for a new rule.", valueName: "number"))
    var percent: Int?
    @Option(
        help: ArgumentHelp(
            "Minutes of which the share is taken, 1 to 1440; 15 for a new rule.",
            valueName: "minutes"
        )
    )
    var window: Int?
    @Option(
        help: ArgumentHelp(
            "Targets without which there is no share, 10 for a new rule; of drift_found, places that differ.",
            valueName: "number"
        )
    )
    var atLeast: Int?
    @Option(
        help: ArgumentHelp(
            "For queue_age and stuck_task, 1 to 10080; 30 for a new rule.",
            valueName: "minutes"
        )
    )
    var minutes: Int?
    @Option(help: ArgumentHelp("Workers there should be; 1 for a new rule.", valueName: "number"))
    var minimum: Int?
    @Option(
        help: ArgumentHelp(
            "For credential_expiring, days before a credential's end, 1 to 365; 14 for a new rule.",
            valueName: "days"
        )
    )
    var withinDays: Int?

    func validate() throws {
        if everyProvider, provider != nil { throw ValidationError("Name --provider or --every-provider.") }
        if everyCode, !code.isEmpty { throw ValidationError("Name --code or --every-code.") }
    }

    /// - Parameter present: What it is now; nil for a new one.
    /// - Returns: That, with everything that was named changed and the rest left.
    /// - Throws: `ValidationError` without a kind, and for what conditions of this kind do not have.
    func changing(_ present: AlertCondition?) throws -> AlertCondition {
        guard let kind = when ?? present?.kind else { throw ValidationError("Say --when it fires.") }
        try refuse(unfitFor: kind)
        // Of another kind only the provider has the same meaning.
        let same = present.flatMap { $0.kind == kind ? $0 : nil }
        let place = everyProvider ? nil : provider ?? present?.provider
        switch kind {
        case .targetFailed: return .targetFailed(provider: place, codes: codes(same))
        case .runFailed:
            var outcomes = AlertCondition.failedOutcomes
            if case .runFailed(let known, _, _)? = same { outcomes = known }
            if !outcome.isEmpty { outcomes = outcome }
            return .runFailed(outcomes: outcomes, provider: place, codes: codes(same))
        case .failureRate:
            var (share, span, least) = (50, 15, 10)
            if case .failureRate(_, let percent, let window, let atLeast)? = same {
                (share, span, least) = (percent, window, atLeast)
            }
            return .failureRate(
                provider: place,
                percent: percent ?? share,
                windowMinutes: window ?? span,
                atLeast: atLeast ?? least
            )
        case .queueAge: return .queueAge(provider: place, minutes: minutes ?? age(same))
        case .stuckTask: return .stuckTask(provider: place, minutes: minutes ?? age(same))
        case .providerUnhealthy: return .providerUnhealthy(provider: place)
        case .workerGone:
            if case .workerGone(let known)? = same { return .workerGone(minimum: minimum ?? known) }
            return .workerGone(minimum: minimum ?? 1)
        case .auditBroken: return .auditBroken
        case .driftFound:
            if case .driftFound(_, let known)? = same {
                return .driftFound(provider: place, atLeast: atLeast ?? known)
            }
            return .driftFound(provider: place, atLeast: atLeast ?? 1)
        case .credentialExpiring:
            return .credentialExpiring(provider: place, withinDays: withinDays ?? days(same))
        }
    }

    private func codes(_ same: AlertCondition?) -> [FailureCode] {
        if everyCode || !code.isEmpty { return code }
        return switch same {
        case .targetFailed(_, let codes)?, .runFailed(_, _, let codes)?: codes
        default: []
        }
    }

    private func age(_ same: AlertCondition?) -> Int {
        switch same {
        case .queueAge(_, let minutes)?, .stuckTask(_, let minutes)?: minutes
        default: 30
        }
    }

    private func days(_ same: AlertCondition?) -> Int {
        if case .credentialExpiring(_, let known)? = same { known } else { AlertCondition.usualDays }
    }

    /// What would change nothing is said to be wrong rather than left unsaid.
    private func refuse(unfitFor kind: AlertCondition.Kind) throws {
        let named: [(option: String, isNamed: Bool, kinds: Set<AlertCondition.Kind>)] = [
            ("--provider", provider != nil, Self.placed), ("--every-provider", everyProvider, Self.placed),
            ("--code", !code.isEmpty, [.targetFailed, .runFailed]),
            ("--every-code", everyCode, [.targetFailed, .runFailed]),
            ("--outcome", !outcome.isEmpty, [.runFailed]),
            ("--percent", percent != nil, [.failureRate]), ("--window", window != nil, [.failureRate]),
            ("--at-least", atLeast != nil, [.failureRate, .driftFound]),
            ("--minutes", minutes != nil, [.queueAge, .stuckTask]),
            ("--minimum", minimum != nil, [.workerGone]),
            ("--within-days", withinDays != nil, [.credentialExpiring]),
        ]
        for (option, isNamed, kinds) in named where isNamed && !kinds.contains(kind) {
            throw ValidationError("A \(kind.rawValue) rule has no \(option).")
        }
    }

    private static let placed = Set(AlertCondition.Kind.allCases).subtracting([.workerGone, .auditBroken])
}
