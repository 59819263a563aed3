import ArgumentParser
import Contract

/// `skillyard alert-rules …`: what is looked for.
struct AlertRulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert-rules",
        abstract: "List, show, set and remove alert rules, and try them on what has happened.",
        subcommands: [List.self, Show.self, AlertRuleSetCommand.self, Remove.self, DryRun.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List the rules.")

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let rules = try await session.plane.alertRules()
            try session.show(rules, empty: "No alert rules.") { _ in
                Table(
                    "rule",
                    "severity",
                    "enabled",
                    "looks for",
                    "title",
                    rows: rules.items.map { rule in
                        [
                            rule.id.rawValue, rule.settings.severity.rawValue,
                            rule.settings.enabled ? "yes" : "no",
                            rule.settings.condition.words, rule.settings.title,
                        ]
                    }
                )
            }
        }
    }

    struct Show: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a rule: what it looks for, how often it is told again, and who changed it last."
        )

        @Argument(help: "The rule.")
        var rule: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let view = try await session.plane.alertRule(AlertRuleID(rawValue: rule))
            try session.show(view) { console in
                for line in view.lines { console.print(line.terminalSafe) }
            }
        }
    }

    struct Remove: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a rule and end its alerts.")

        @Argument(help: "The rule.")
        var rule: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = AlertRuleID(rawValue: rule)
            let present = try await session.plane.alertRule(id)
            let removed = try await session.plane.removeAlertRule(id, if: .unchanged(present.revision))
            try session.show(removed) { $0.print("Removed \(removed.id)".terminalSafe) }
        }
    }

    struct DryRun: RemoteCommand {
        static let configuration = CommandConfiguration(
            commandName: "dry-run",
            abstract: "Say when a rule would have fired.",
            discussion: """
                skillyard alert-rules dry-run --rule queue-age --minutes 10
                skillyard alert-rules dry-run --when failure_rate --percent 20 --window 30 --at-least 5
                """
        )

        @Option(help: ArgumentHelp("A rule there is.", valueName: "rule"))
        var rule: String?
        @OptionGroup var condition: AlertConditionOptions
        @Option(help: ArgumentHelp("How far back, 1 to 90.", valueName: "days"))
        var days = 30
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard (rule == nil) != (condition.when == nil) else {
                throw ValidationError("Name either --rule or --when.")
            }
        }

        func run(_ session: Session) async throws {
            let wanted = try await wanted(session.plane)
            let found = try await session.plane.dryRunAlertRule(.init(condition: wanted, days: days))
            try session.show(found) { console in
                let times = found.total == 1 ? "once" : "\(found.total) times"
                console.print("In the last \(counted(days, "day")) it would have fired \(times).")
                guard !found.firings.isEmpty else { return }
                console.print(
                    Table(
                        "opened",
                        "recovered",
                        "cause",
                        "count",
                        "message",
                        rows: found.firings.map { firing in
                            [
                                firing.openedAt.toTheSecond, firing.recoveredAt?.toTheSecond ?? "-",
                                firing.cause.words, String(firing.count), firing.message ?? "",
                            ]
                        }
                    )
                )
            }
        }

        private func wanted(_ plane: any ControlPlane) async throws -> AlertCondition {
            guard let rule else { return try condition.changing(nil) }
            return try condition.changing(
                try await plane.alertRule(AlertRuleID(rawValue: rule)).settings.condition
            )
        }
    }
}

extension AlertCondition {
    var words: String {
        let place = provider.map { " on \($0)" } ?? ""
        switch self {
        case .targetFailed(_, let codes): return "failed targets" + place + Self.words(codes)
        case .runFailed(let outcomes, _, let codes):
            return "runs that end \(outcomes.map(\.rawValue).joined(separator: " or "))" + place
                + Self.words(codes)
        case .failureRate(_, let percent, let window, let atLeast):
            return "\(percent) % of at least \(atLeast) targets failed in \(counted(window, "minute"))"
                + place
        case .queueAge(_, let minutes): return "targets that wait for \(counted(minutes, "minute"))" + place
        case .stuckTask(_, let minutes): return "tries that take \(counted(minutes, "minute"))" + place
        case .providerUnhealthy: return "failed checks" + place
        case .workerGone(let minimum): return "fewer than \(counted(minimum, "worker"))"
        case .auditBroken: return "breaks of the audit log"
        case .driftFound(_, let atLeast):
            return "\(counted(atLeast, "skill")) or more that differ from the ledger" + place
        case .credentialExpiring(_, let days):
            return "credentials that expire within \(counted(days, "day"))" + place
        }
    }

    private static func words(_ codes: [FailureCode]) -> String {
        codes.isEmpty ? "" : " with " + codes.map(\.rawValue).joined(separator: ", ")
    }
}
