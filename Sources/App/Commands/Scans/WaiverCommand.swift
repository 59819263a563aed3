import ArgumentParser
import Contract

/// `skillyard skill waiver …`: findings that do not block for a time.
struct WaiverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiver",
        abstract: "List, add and revoke waivers of a version's findings.",
        subcommands: [List.self, Add.self, Revoke.self]
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List the waivers of a version.")

        @OptionGroup var target: Target
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let version = try await session.plane.selected(target.skill)
            let waivers = try await session.plane.waivers(version: version.version, of: version.skill)
            try session.show(waivers, empty: "No waivers.") { session in
                Table(
                    "id",
                    "waived",
                    "approver",
                    "until",
                    "state",
                    "reason",
                    rows: waivers.items.map { waiver in
                        [
                            waiver.id.rawValue, waiver.rule ?? waiver.finding ?? "", waiver.approver,
                            waiver.expiresAt.toTheSecond, waiver.state(at: session.now), waiver.reason,
                        ]
                    }
                )
            }
        }
    }

    struct Add: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let findings of a version no longer block it, for up to 90 days."
        )

        @OptionGroup var target: Target
        @Option(help: ArgumentHelp("Every finding of this rule.", valueName: "rule"))
        var rule: String?
        @Option(help: ArgumentHelp("This finding alone, by its id.", valueName: "id"))
        var finding: String?
        @Option(help: ArgumentHelp("How many days it holds, 1 to 90.", valueName: "days"))
        var days = 30
        @Option(help: ArgumentHelp("Why; it is kept in the audit log.", valueName: "text"))
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard (rule == nil) != (finding == nil) else {
                throw ValidationError("Name either --rule or --finding.")
            }
            guard (1...ScanWaiver.maximumDays).contains(days) else {
                throw ValidationError("--days takes 1 to \(ScanWaiver.maximumDays).")
            }
        }

        func run(_ session: Session) async throws {
            let version = try await session.plane.selected(target.skill)
            // A minute less than the days: clocks differ, and the limit is the server's.
            let end = session.now + .seconds(days * 86_400 - 60)
            let request = WaiverRequest(rule: rule, finding: finding, reason: reason, expiresAt: end)
            let waiver = try await session.plane.waive(request, version: version.version, of: version.skill)
            try session.show(waiver) { console in
                let until = waiver.expiresAt.toTheSecond
                console.print("Waived until \(until): \(waiver.rule ?? waiver.finding ?? "")".terminalSafe)
            }
        }
    }

    struct Revoke: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "End a waiver now.")

        @OptionGroup var target: Target
        @Argument(help: "The waiver's id.")
        var id: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let version = try await session.plane.selected(target.skill)
            let waiver = try await session.plane.revokeWaiver(
                WaiverID(rawValue: id),
                version: version.version,
                of: version.skill,
                if: .present
            )
            try session.show(waiver) { console in console.print("Revoked \(waiver.id)".terminalSafe) }
        }
    }

    struct Target: ParsableArguments {
        @Argument(
            help: ArgumentHelp("The skill; without a version the newest one.", valueName: "name[@version]")
        )
        var skill: RunRequest.Selection
    }
}

extension ScanWaiver {
    fileprivate func state(at now: Timestamp) -> String {
        revokedAt != nil ? "revoked" : holds(at: now) ? "holds" : "expired"
    }
}
