import Contract

extension AlertRuleForm {
    /// Boxes that belong together.
    struct Checks: Sendable {
        struct Box: Sendable {
            let id: String
            let value: String
            let label: String
            let isChecked: Bool
        }

        let name: String
        let label: String
        let help: String
        let boxes: [Box]
        let faults: [FaultText]
        let isFaulty: Bool

        init(_ name: String, _ label: String, help: String, _ boxes: [Box], faults: [FaultText]) {
            (self.name, self.label, self.help, self.boxes, self.faults) = (name, label, help, boxes, faults)
            isFaulty = !faults.isEmpty
        }
    }

    /// What it is called and what it looks for; a new one has an id, too.
    func fields(_ faults: FormFaults, _ providers: ProviderNames, isNew: Bool, _ words: Words) -> [FormField]
    {
        var fields: [FormField] = []
        if isNew {
            fields.append(
                .text(
                    "id",
                    words["alerts.id"],
                    help: words["providers.id_help"],
                    value: id,
                    length: 64,
                    isRequired: true,
                    faults: faults["/id"]
                )
            )
        }
        fields.append(
            .text(
                "title",
                words["alerts.title"],
                help: words["alerts.title_help"],
                value: title,
                length: 100,
                isRequired: true,
                faults: faults["/title"]
            )
        )
        if kind?.isAboutProviders ?? false { fields.append(providerField(faults, providers, words)) }
        return fields + numberFields(faults, words)
    }

    /// How much it matters, how often it is told, and whether it is on.
    func careFields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        [
            .choice(
                "severity",
                words["alerts.severity"],
                AlertSeverity.allCases.map {
                    Choice(
                        value: $0.rawValue,
                        label: words["alerts.severity_\($0.rawValue)"],
                        isChosen: $0 == severity
                    )
                },
                isRequired: true
            ),
            .number(
                "repeat_minutes",
                words["alerts.repeat_minutes"],
                help: words["alerts.repeat_minutes_help"],
                value: repeatMinutes,
                in: AlertRuleSettings.repeats,
                faults: faults["/repeat_minutes"]
            ),
            .box(
                "enabled",
                words["alerts.enabled"],
                help: words["alerts.enabled_help"],
                isChecked: isEnabled
            ),
        ]
    }

    /// Outcomes and causes, of which several can be chosen.
    func checks(_ faults: FormFaults, _ words: Words) -> [Checks] {
        var checks: [Checks] = []
        if kind == .runFailed {
            checks.append(
                Checks(
                    "outcome",
                    words["alerts.outcomes"],
                    help: words["alerts.outcomes_help"],
                    AlertCondition.failedOutcomes.map {
                        box("outcome", $0.rawValue, words["state.\($0.rawValue)"], outcomes.contains($0))
                    },
                    faults: faults["/condition/outcomes"]
                )
            )
        }
        guard kind == .runFailed || kind == .targetFailed else { return checks }
        // A target that somebody canceled has not failed.
        let codes = FailureCode.allCases.filter { $0 != .canceled }
        let boxes = codes.map { box("code", $0.rawValue, words.of($0.sentence), self.codes.contains($0)) }
        let label = words["alerts.codes"]
        let wrong = faults.below("/condition/codes")
        return checks + [Checks("code", label, help: words["alerts.codes_help"], boxes, faults: wrong)]
    }

    private func box(_ name: String, _ value: String, _ label: String, _ isChecked: Bool) -> Checks.Box {
        .init(
            id: "f-\(name)-\(value.replacing("_", with: "-"))",
            value: value,
            label: label,
            isChecked: isChecked
        )
    }

    private func providerField(_ faults: FormFaults, _ providers: ProviderNames, _ words: Words) -> FormField
    {
        var known = providers.all.map { ($0.id.rawValue, $0.settings.displayName) }
        if !provider.isEmpty, !known.contains(where: { $0.0 == provider }) {
            known.append((provider, provider))
        }
        let every = Choice(value: "", label: words["alerts.any_provider"], isChosen: provider.isEmpty)
        return .choice(
            "provider",
            words["alerts.provider"],
            help: words["alerts.provider_help"],
            [every] + known.map { Choice(value: $0, label: $1, isChosen: $0 == provider) },
            isRequired: true,
            faults: faults["/condition/provider"]
        )
    }

    private func numberFields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        let ranges: [(String, ClosedRange<Int>)] =
            switch kind {
            case .failureRate:
                [
                    ("percent", AlertCondition.percents), ("window_minutes", AlertCondition.windows),
                    ("at_least", AlertCondition.counts),
                ]
            case .queueAge, .stuckTask: [("minutes", AlertCondition.ages)]
            case .driftFound: [("at_least", AlertCondition.counts)]
            case .credentialExpiring: [("within_days", AlertCondition.days)]
            case .workerGone: [("minimum", AlertCondition.workers)]
            case .targetFailed, .runFailed, .providerUnhealthy, .auditBroken, nil: []
            }
        return ranges.map { name, range in
            .number(
                name,
                words["alerts.field_\(name)"],
                help: words[
                    "alerts.from_to",
                    ["least": words.grouped(range.lowerBound), "most": words.grouped(range.upperBound)]
                ],
                value: numbers[name],
                in: range,
                isRequired: true,
                faults: faults["/condition/\(name)"]
            )
        }
    }
}

extension AlertCondition.Kind {
    fileprivate var isAboutProviders: Bool {
        switch self {
        case .targetFailed, .runFailed, .failureRate, .queueAge, .stuckTask, .providerUnhealthy, .driftFound,
            .credentialExpiring:
            true
        case .workerGone, .auditBroken: false
        }
    }
}
