import Contract

/// What requests about alerts have to say.
enum AlertRequestRules {
    static func faults(_ id: AlertRuleID, _ settings: AlertRuleSettings) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if !id.isWellFormed {
            faults.append(
                .init("/id", .format, "From 1 to 64 characters of a-z, 0-9 and hyphens, a letter first.")
            )
        }
        if !(1...100).contains(settings.title.count) || settings.title.allSatisfy(\.isWhitespace) {
            faults.append(.init("/title", .length, "A title has from 1 to 100 characters."))
        }
        check(settings.repeatMinutes, AlertRuleSettings.repeats, "/repeat_minutes", &faults)
        return faults + self.faults(settings.condition, at: "/condition")
    }

    static func faults(_ condition: AlertCondition, at pointer: String) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if let provider = condition.provider, !provider.isWellFormed {
            faults.append(.init("\(pointer)/provider", .format, "A provider's id is expected."))
        }
        switch condition {
        case .failureRate(_, let percent, let window, let atLeast):
            check(percent, AlertCondition.percents, "\(pointer)/percent", &faults)
            check(window, AlertCondition.windows, "\(pointer)/window_minutes", &faults)
            check(atLeast, AlertCondition.counts, "\(pointer)/at_least", &faults)
        case .queueAge(_, let minutes), .stuckTask(_, let minutes):
            check(minutes, AlertCondition.ages, "\(pointer)/minutes", &faults)
        case .workerGone(let minimum):
            check(minimum, AlertCondition.workers, "\(pointer)/minimum", &faults)
        case .runFailed(let outcomes, _, _):
            if outcomes.isEmpty || !outcomes.allSatisfy(AlertCondition.failedOutcomes.contains) {
                faults.append(.init("\(pointer)/outcomes", .choice, "Name failed, partial_failed or both."))
            }
        case .targetFailed, .providerUnhealthy, .auditBroken: break
        }
        return faults
    }

    /// - Throws: ``Problem`` unless there is a reason.
    static func check(reason: String) throws(Problem) {
        let fault: Problem.Fault? =
            if reason.allSatisfy(\.isWhitespace) {
                .init("/reason", .required, "Say why.")
            } else if reason.count > 1000 {
                .init("/reason", .length, "A reason has up to 1,000 characters.")
            } else {
                nil
            }
        try check([fault].compactMap(\.self))
    }

    /// - Throws: ``Problem`` with the faults, if there are any.
    static func check(_ faults: [Problem.Fault]) throws(Problem) {
        guard !faults.isEmpty else { return }
        let detail = "The request has \(counted(faults.count, "invalid value"))."
        throw Problem(.validationFailed, detail, errors: faults)
    }

    private static func check(
        _ number: Int?,
        _ range: ClosedRange<Int>,
        _ pointer: String,
        _ faults: inout [Problem.Fault]
    ) {
        guard let number, !range.contains(number) else { return }
        let detail = "A whole number from \(range.lowerBound) to \(range.upperBound) is expected."
        faults.append(.init(pointer, .range, detail))
    }
}
