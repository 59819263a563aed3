import ArgumentParser
import Contract

struct SkillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skill",
        abstract: "Add, check, scan, list, show, download, sign and yank skills.",
        subcommands: [
            SkillAddCommand.self, SkillCheckCommand.self, SkillScanCommand.self, List.self, Show.self,
            SkillVersionsCommand.self, SkillPullCommand.self, SkillKeygenCommand.self, SkillSignCommand.self,
            SkillSignersCommand.self, WaiverCommand.self, Yank.self,
        ]
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List skills, or search them.")

        @Argument(help: "Part of the name, description, tags or text; any language.")
        var text: String?
        @Option(name: .customLong("on"), help: "Only skills installed on this provider.")
        var provider: ProviderID?
        @Option(help: "Only skills in this state.")
        var state: SkillState?
        @Option(help: "Only skills with this tag.")
        var tag: String?
        @Option(help: "Only skills of this owner.")
        var owner: String?
        @Option(help: "Order of the list.")
        var order: SkillQuery.Order = .name
        @OptionGroup var page: PageOptions
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let query = SkillQuery(
                text: text,
                provider: provider,
                state: state,
                tag: tag,
                owner: owner,
                order: order,
                page: page.request
            )
            let skills = try await session.plane.skills(query)
            try session.show(skills, empty: "No skills.") { session in
                Table(
                    "skill",
                    "version",
                    "state",
                    "installed on",
                    "changed",
                    "description",
                    rows: skills.items.map { skill in
                        [
                            skill.name, String(skill.latestVersion), skill.state.rawValue, skill.whereabouts,
                            skill.updatedAt.ago(at: session.now), skill.description,
                        ]
                    }
                )
            }
        }
    }

    struct Show: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a version: its files, findings and which providers would take it."
        )

        @Argument(
            help: ArgumentHelp("The skill; without a version the newest one.", valueName: "name[@version]")
        )
        var skill: RunRequest.Selection
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let version = try await session.plane.selected(skill)
            if session.json { return try session.console.print(json: version) }
            let matrix = try await session.plane.preflight(version: version.version, of: version.skill)
            session.console.print(version.lines(session.console.style))
            session.console.print(matrix.verdicts.flatMap { $0.lines(session.console.style) })
        }
    }

    struct Yank: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a version from being installed anew; what is installed stays."
        )

        @Argument(help: ArgumentHelp("The version.", valueName: "name@version"))
        var skill: RunRequest.Selection
        @Option(help: ArgumentHelp("Why; everybody who looks for it reads this.", valueName: "text"))
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            if skill.version == nil { throw ValidationError("Name the version: \(skill.name)@1.") }
        }

        func run(_ session: Session) async throws {
            let number = skill.version ?? 0
            let present = try await session.plane.version(number, of: skill.name)
            let version = try await session.plane.yank(
                version: number,
                of: skill.name,
                reason: reason,
                if: .unchanged(present.revision)
            )
            try session.show(version) { console in
                console.print("Yanked \(version.skill)@\(version.version)".terminalSafe)
            }
        }
    }
}

extension ControlPlane {
    /// The version a selection means: the one named, else the newest.
    func selected(_ selection: RunRequest.Selection) async throws(Problem) -> SkillVersionView {
        if let number = selection.version { return try await version(number, of: selection.name) }
        return try await version(skill(selection.name).latestVersion, of: selection.name)
    }
}
