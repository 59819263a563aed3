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
            let settings = AlertRuleSettings(title: rule, condition: try condition.changing(nil))
            return (try changed(settings), .absent)
        }
    }

    private func changed(_ present: AlertRuleSettings) throws -> AlertRuleSettings {
        var settings = present
        settings.title = title ?? settings.title
        settings.condition = try condition.changing(settings.condition)
        settings.severity = severity ?? settings.severity
        if let repeatMinutes { settings.repeatMinutes = repeatMinutes == 0 ? nil : repeatMinutes }
        if let availability { settings.enabled = availability == .enabled }
        return settings
    }
}
