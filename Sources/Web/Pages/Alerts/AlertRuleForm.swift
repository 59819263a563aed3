import Contract

/// What was entered, or is to be changed, about an alert rule; numbers as they were written.
struct AlertRuleForm: Sendable {
    let id: String
    let kind: AlertCondition.Kind?
    let title: String
    let severity: AlertSeverity
    let repeatMinutes: String
    let isEnabled: Bool
    let provider: String
    let codes: [FailureCode]
    let outcomes: [RunStatus]
    /// What the kind counts by, by the names of its fields.
    let numbers: [String: String]
    /// The state that the form was drawn from; nil for a new rule.
    let revision: String?
    /// The condition that the visitor has seen a dry run of.
    let tried: AlertCondition?
    /// Whether the visitor asked for a dry run only.
    let wantsTrial: Bool

    private static let numberFields = [
        "percent", "window_minutes", "at_least", "minutes", "minimum", "within_days",
    ]

    init(_ form: FormFields) {
        id = form["id"] ?? ""
        kind = form.choice("kind")
        title = form["title"] ?? ""
        severity = form.choice("severity") ?? .warning
        repeatMinutes = form["repeat_minutes"] ?? ""
        isEnabled = form["enabled"] != nil
        provider = form["provider"] ?? ""
        codes = form.all("code").compactMap(FailureCode.init(rawValue:))
        outcomes = form.all("outcome").compactMap(RunStatus.init(rawValue:))
        numbers = Dictionary(uniqueKeysWithValues: Self.numberFields.map { ($0, form[$0] ?? "") })
        revision = form["revision"]
        tried = form["tried"].flatMap { try? JSON.decode(AlertCondition.self, from: Array($0.utf8)) }
        wantsTrial = form["do"] == "try"
    }

    init(_ rule: AlertRuleView, _ visit: Visit) {
        self.init(
            rule.settings,
            id: rule.id.rawValue,
            title: visit.title(ofRule: rule.id, rule.settings.title),
            revision: rule.revision.text
        )
    }

    /// A new rule of that kind as it most likely is.
    init(kind: AlertCondition.Kind) {
        let condition: AlertCondition =
            switch kind {
            case .targetFailed: .targetFailed()
            case .runFailed: .runFailed()
            case .failureRate: .failureRate(percent: 50, windowMinutes: 15, atLeast: 10)
            case .queueAge: .queueAge(minutes: 30)
            case .stuckTask: .stuckTask(minutes: 90)
            case .providerUnhealthy: .providerUnhealthy()
            case .workerGone: .workerGone(minimum: 1)
            case .auditBroken: .auditBroken
            case .driftFound: .driftFound()
            case .credentialExpiring: .credentialExpiring()
            }
        self.init(AlertRuleSettings(title: "", condition: condition), id: "", title: "", revision: nil)
    }

    private init(_ settings: AlertRuleSettings, id: String, title: String, revision: String?) {
        self.id = id
        self.title = title
        self.revision = revision
        kind = settings.condition.kind
        severity = settings.severity
        repeatMinutes = settings.repeatMinutes.map(String.init) ?? ""
        isEnabled = settings.enabled
        provider = settings.condition.provider?.rawValue ?? ""
        tried = nil
        wantsTrial = false
        var codes: [FailureCode] = []
        var outcomes: [RunStatus] = []
        var numbers: [String: Int] = [:]
        switch settings.condition {
        case .targetFailed(_, let wanted): codes = wanted
        case .runFailed(let wanted, _, let causes): (outcomes, codes) = (wanted, causes)
        case .failureRate(_, let percent, let window, let atLeast):
            numbers = ["percent": percent, "window_minutes": window, "at_least": atLeast]
        case .queueAge(_, let minutes), .stuckTask(_, let minutes): numbers = ["minutes": minutes]
        case .workerGone(let minimum): numbers = ["minimum": minimum]
        case .driftFound(_, let atLeast): numbers = ["at_least": atLeast]
        case .credentialExpiring(_, let days): numbers = ["within_days": days]
        case .providerUnhealthy, .auditBroken: break
        }
        (self.codes, self.outcomes, self.numbers) = (codes, outcomes, numbers.mapValues(String.init))
    }

    /// - Throws: ``Problem`` with `validation_failed` for what is no number at all; the rest is the engine's to say.
    func settings() throws(Problem) -> AlertRuleSettings {
        var faults: [Problem.Fault] = []
        func number(_ text: String, _ pointer: String) -> Int {
            if let number = Int(text) { return number }
            faults.append(.init(pointer, .type, as: "number", "A whole number is expected."))
            return 1
        }
        func counted(_ name: String) -> Int { number(numbers[name] ?? "", "/condition/\(name)") }
        let provider = provider.isEmpty ? nil : ProviderID(rawValue: provider)
        let condition: AlertCondition
        switch kind {
        case nil:
            let fault = Problem.Fault("/kind", .required, as: "kind", "Choose one of the listed kinds.")
            throw Problem(.validationFailed, as: "alert_kind", "The rule has no kind.", errors: [fault])
        case .targetFailed: condition = .targetFailed(provider: provider, codes: codes)
        case .runFailed: condition = .runFailed(outcomes: outcomes, provider: provider, codes: codes)
        case .failureRate:
            condition = .failureRate(
                provider: provider,
                percent: counted("percent"),
                windowMinutes: counted("window_minutes"),
                atLeast: counted("at_least")
            )
        case .queueAge: condition = .queueAge(provider: provider, minutes: counted("minutes"))
        case .stuckTask: condition = .stuckTask(provider: provider, minutes: counted("minutes"))
        case .providerUnhealthy: condition = .providerUnhealthy(provider: provider)
        case .workerGone: condition = .workerGone(minimum: counted("minimum"))
        case .auditBroken: condition = .auditBroken
        case .driftFound: condition = .driftFound(provider: provider, atLeast: counted("at_least"))
        case .credentialExpiring:
            condition = .credentialExpiring(provider: provider, withinDays: counted("within_days"))
        }
        let settings = AlertRuleSettings(
            title: title,
            condition: condition,
            severity: severity,
            enabled: isEnabled,
            repeatMinutes: repeatMinutes.isEmpty ? nil : number(repeatMinutes, "/repeat_minutes")
        )
        guard faults.isEmpty else {
            let detail: Phrase = "Some values are no whole numbers."
            throw Problem(.validationFailed, as: "numbers", detail, errors: faults)
        }
        return settings
    }
}
