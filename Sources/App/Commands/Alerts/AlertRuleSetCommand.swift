import ArgumentParser
import Contract

struct AlertRuleSetCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Add a rule, or change what is named and leave the rest.",
        discussion: "skillyard alert-rules set slow-queue --title \"Queue\" --when queue_age --minutes 10"
    )

    @Argument(help: "The rule.")
    var rule: String
    @Option(help: ArgumentHelp("Name for people.", valueName: "text"))
    var title: String?
    @OptionGroup var condition: AlertConditionOptions
    @Option(help: "info, warning or critical.")
    var severity: AlertSeverity?
    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp("Tell of an open alert again after so long; 0 for never.", valueName: "minutes")
    )
    var repeatMinutes: Int?
    @Flag(help: "Whether it is looked for.")
    var availability: ProviderSetCommand.Availability?
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let (settings, precondition) = try await change(session.plane)
        let id = AlertRuleID(rawValue: rule)
        let registration = try await session.plane.putAlertRule(id, settings, if: precondition)
        try session.show(registration.rule) { console in
            let looked = registration.rule.settings.condition.words
            console.print("\(registration.rule.id): \(looked)".terminalSafe)
            console.note(registration.created ? "Added." : "Changed.")
        }
    }

    /// What is there, or a new one, with everything that was named changed; and that nobody else changes it in between.
    private func change(_ plane: any ControlPlane) async throws -> (AlertRuleSettings, Precondition) {
        do {
            let present = try await plane.alertRule(AlertRuleID(rawValue: rule))
            return (try changed(present.settings), .unchanged(present.revision))
        } catch let problem as Problem where problem.code == .notFound {
            guard condition.when != nil else {
                throw Problem(.validationFailed, "There is no rule \(rule) yet: say --when it fires.")
            }
            let settings = AlertRuleSettings(title: rule, condition: try condition.condition())
            return (try changed(settings), .absent)
        }
    }

    private func changed(_ present: AlertRuleSettings) throws -> AlertRuleSettings {
        var settings = present
        settings.title = title ?? settings.title
        if condition.when != nil { settings.condition = try condition.condition() }
        settings.severity = severity ?? settings.severity
        if let repeatMinutes { settings.repeatMinutes = repeatMinutes == 0 ? nil : repeatMinutes }
        if let availability { settings.enabled = availability == .enabled }
        return settings
    }
}

/// A condition, in options.
struct AlertConditionOptions: ParsableArguments {
    @Option(
        help: """
            target_failed, run_failed, failure_rate, queue_age, stuck_task, provider_unhealthy, worker_gone or audit_broken.
            """
    )
    var when: AlertCondition.Kind?
    @Option(help: "Only on this provider.")
    var provider: ProviderID?
    @Option(help: ArgumentHelp("Only with this failure code; repeat for several.", valueName: "code"))
    var code: [FailureCode] = []
    @Option(help: ArgumentHelp("Share of failed targets, 1 to 100.", valueName: "number"))
    var percent = 50
    @Option(help: ArgumentHelp("Minutes of which the share is taken, 1 to 1440.", valueName: "minutes"))
    var window = 15
    @Option(help: ArgumentHelp("Targets without which there is no share.", valueName: "number"))
    var atLeast = 10
    @Option(help: ArgumentHelp("For queue_age and stuck_task, 1 to 10080.", valueName: "minutes"))
    var minutes = 30
    @Option(help: ArgumentHelp("Workers there should be.", valueName: "number"))
    var minimum = 1

    /// - Throws: `ValidationError` without a kind.
    func condition() throws -> AlertCondition {
        switch when {
        case nil: throw ValidationError("Say --when it fires.")
        case .targetFailed?: return .targetFailed(provider: provider, codes: code)
        case .runFailed?: return .runFailed(provider: provider, codes: code)
        case .failureRate?:
            return .failureRate(provider: provider, percent: percent, windowMinutes: window, atLeast: atLeast)
        case .queueAge?: return .queueAge(provider: provider, minutes: minutes)
        case .stuckTask?: return .stuckTask(provider: provider, minutes: minutes)
        case .providerUnhealthy?: return .providerUnhealthy(provider: provider)
        case .workerGone?: return .workerGone(minimum: minimum)
        case .auditBroken?: return .auditBroken
        }
    }
}
