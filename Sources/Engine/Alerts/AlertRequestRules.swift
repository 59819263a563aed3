import Contract

/// What requests about alerts have to say.
enum AlertRequestRules {
    static func faults(_ id: AlertRuleID, _ settings: AlertRuleSettings) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if !id.isWellFormed {
            faults.append(
                .init(
                    "/id",
                    .format,
                    as: "alert_rule_id",
                    "From 1 to 64 characters of a-z, 0-9 and hyphens, a letter first."
                )
            )
        }
        if !(1...100).contains(settings.title.count) || settings.title.allSatisfy(\.isWhitespace) {
            let detail: Phrase = "A title has from 1 to 100 characters."
            faults.append(.init("/title", .length, as: "alert_title", detail))
        }
        check(settings.repeatMinutes, AlertRuleSettings.repeats, "/repeat_minutes", &faults)
        return faults + self.faults(settings.condition, at: "/condition")
    }

    static func faults(_ condition: AlertCondition, at pointer: String) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if let provider = condition.provider, !provider.isWellFormed {
            let detail: Phrase = "A provider's id is expected."
            faults.append(.init("\(pointer)/provider", .format, as: "alert_provider", detail))
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
                let detail: Phrase = "Name failed, partial_failed or both."
                faults.append(.init("\(pointer)/outcomes", .choice, as: "run_outcomes", detail))
            }
        case .driftFound(_, let atLeast):
            check(atLeast, AlertCondition.counts, "\(pointer)/at_least", &faults)
        case .credentialExpiring(_, let days):
            check(days, AlertCondition.days, "\(pointer)/within_days", &faults)
        case .targetFailed, .providerUnhealthy, .auditBroken: break
        }
        return faults
    }

    /// - Throws: ``Problem`` unless the cause names a provider and a code, as that of failures does.
    static func failures(of cause: AlertCause) throws(Problem) -> (ProviderID, FailureCode) {
        guard let provider = cause.provider, let code = cause.code else {
            let detail: Phrase = "Name the provider and the code."
            let fault = Problem.Fault("/cause", .required, as: "failure_cause", detail)
            throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
        }
        return (provider, code)
    }

    /// - Throws: ``Problem`` unless there is a reason.
    static func check(reason: String) throws(Problem) {
        let fault: Problem.Fault? =
            if reason.allSatisfy(\.isWhitespace) {
                .init("/reason", .required, as: "alert_reason", "Say why.")
            } else if reason.count > 1000 {
                .init("/reason", .length, as: "alert_reason", "A reason has up to 1,000 characters.")
            } else {
                nil
            }
        try check([fault].compactMap(\.self))
    }

    /// - Throws: ``Problem`` with the faults, if there are any.
    static func check(_ faults: [Problem.Fault]) throws(Problem) {
        guard !faults.isEmpty else { return }
        if faults.count == 1 {
            throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: faults)
        }
        throw Problem(.validationFailed, as: "several", "Several values are invalid.", errors: faults)
    }

    static func check(
        _ number: Int?,
        _ range: ClosedRange<Int>,
        _ pointer: String,
        _ faults: inout [Problem.Fault]
    ) {
        guard let number, !range.contains(number) else { return }
        let (least, most) = (range.lowerBound, range.upperBound)
        let detail: Phrase = "A whole number from \(least, as: "least") to \(most, as: "most") is expected."
        faults.append(.init(pointer, .range, as: "alert_number", detail))
    }
}
