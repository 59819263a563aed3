import ArgumentParser
import Contract

/// `skillyard drift …`: where providers do not hold what the ledger says.
struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "See what was changed at providers, and put it right.",
        subcommands: [List.self, Checks.self, Check.self, Repair.self, Accept.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "List where providers do not hold what the ledger says, newest first."
        )

        @Option(help: ArgumentHelp("Only there.", valueName: "id"))
        var provider: ProviderID?
        @Option(help: ArgumentHelp("Only of this skill.", valueName: "name"))
        var skill: String?
        @Flag(help: "Also those that are over.")
        var all = false
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let query = DriftQuery(
                provider: provider,
                skill: skill,
                state: all ? nil : .open,
                page: PageRequest(limit: PageRequest.maximumLimit)
            )
            let page = try await session.plane.driftFindings(query)
            try session.show(page) { console in
                guard !page.items.isEmpty else { return console.note("Nothing differs.") }
                console.print(
                    Table(
                        "id",
                        "provider",
                        "skill",
                        "what",
                        "ledger",
                        "there",
                        "seen",
                        "over",
                        rows: page.items.map { $0.cells(at: session.now) }
                    )
                )
                if page.nextCursor != nil { console.note("There are more: narrow it with --provider.") }
            }
        }
    }

    struct Checks: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "List how the last look at each provider went."
        )

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let checks = try await session.plane.driftChecks()
            try session.show(checks) { console in
                console.print(
                    Table(
                        "provider",
                        "by",
                        "last",
                        "outcome",
                        "differ",
                        "compared",
                        "content read",
                        "left out",
                        "others",
                        rows: checks.items.map { $0.cells(at: session.now) }
                    )
                )
            }
        }
    }

    struct Check: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask for a look at a provider, which begins as soon as a node comes to it."
        )

        @Argument(help: "The provider.")
        var provider: ProviderID
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let check = try await session.plane.checkDrift(.init(provider: provider))
            try session.show(check) { console in
                console.print(
                    "Asked for a look at \(check.provider). See: skillyard drift checks".terminalSafe
                )
            }
        }
    }

    struct Accept: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have the ledger take over what stands at the provider."
        )

        @Argument(help: "The finding's id, from skillyard drift list.")
        var finding: String
        @Option(help: ArgumentHelp("Why; it is kept in the audit log.", valueName: "text"))
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = DriftFindingID(rawValue: finding)
            let done = try await session.plane.acceptDrift(id, .init(reason: reason))
            try session.show(done) { console in
                let now = done.found?.version.map { "version \($0)" } ?? "nothing"
                let line = "The ledger now has \(now) of \(done.skill) on \(done.provider)."
                console.print(line.terminalSafe)
            }
        }
    }
}

extension DriftFindingView {
    fileprivate func cells(at now: Timestamp) -> [String] {
        [
            id.rawValue, provider.rawValue, skill, kind.words, expected?.words ?? "nothing",
            found?.words ?? "nothing", lastSeen.ago(at: now),
            resolution.map(\.rawValue) ?? "-",
        ]
    }
}

extension DriftFindingView.Side {
    fileprivate var words: String {
        if let version { return "version \(version)" }
        return digest == nil ? "another version" : "unknown content"
    }
}

extension DriftKind {
    fileprivate var words: String {
        switch self {
        case .missing: "is gone"
        case .versionChanged: "other version in use"
        case .contentChanged: "other content"
        case .unexpected: "should not be there"
        }
    }
}

extension DriftCheckView {
    fileprivate func cells(at now: Timestamp) -> [String] {
        let last = finishedAt.map { $0.ago(at: now) } ?? (startedAt == nil ? "never" : "under way")
        let went = error.map { "failed: \($0.code.rawValue)" } ?? outcome?.rawValue ?? "-"
        return [
            provider.rawValue, detection.rawValue, askedAt == nil ? last : "asked for",
            detection == .none ? "cannot be asked" : went, String(open), String(compared), String(verified),
            String(leftOut), String(others),
        ]
    }
}
