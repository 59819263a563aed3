import ArgumentParser

/// The command a person types; everything else is below it.
struct Skillyard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skillyard",
        abstract: "Register a skill once; install it on every agent, durably, and watch it.",
        discussion: """
            Exit status: 0 done, 1 unreachable or broken, 2 wrong usage, 3 partly done, 4 failed or refused, \
            5 denied.
            Commands find the server by --url or SKILLYARD_URL and sign in with --token, SKILLYARD_TOKEN or the \
            token file of a server on this machine.
            """,
        version: SkillyardVersion.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Skills",
                subcommands: [
                    SkillCommand.self, InstallCommand.self, UninstallCommand.self, WhereCommand.self,
                    ApplyCommand.self, ExportCommand.self,
                ]
            ),
            CommandGroup(
                name: "Runs",
                subcommands: [
                    OverviewCommand.self, RunsCommand.self, RunCommand.self, WatchCommand.self,
                    PauseCommand.self, ResumeCommand.self,
                    ChatLineCommand.self,
                ]
            ),
            CommandGroup(
                name: "Alerts",
                subcommands: [
                    AlertsCommand.self, AlertRulesCommand.self, FailuresCommand.self, DriftCommand.self,
                    ChannelsCommand.self, DeliveriesCommand.self,
                ]
            ),
            CommandGroup(
                name: "Administration",
                subcommands: [
                    ProvidersCommand.self, AccountCommand.self, SessionsCommand.self, TokenCommand.self,
                    WhoAmICommand.self, AuditCommand.self, EvidenceCommand.self, DoctorCommand.self,
                ]
            ),
            CommandGroup(
                name: "Server",
                subcommands: [
                    ServeCommand.self, WorkerCommand.self, MigrateCommand.self, BackupCommand.self,
                    CopyCommand.self, SecretsCommand.self, SimulateCommand.self,
                ]
            ),
        ]
    )
}

package enum SkillyardVersion {
    /// Of this program.
    package static let current = "0.1.0"
    /// Of the API it was written for, as `/openapi.json` names it.
    package static let api = "1.0.0"
}
