import ArgumentParser
import Contract

extension DriftCommand {
    struct Repair: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send again what differs at a provider, and remove what should not be there.",
            discussion: "Without --yes it shows the plan and starts nothing."
        )

        @Argument(help: "The provider.")
        var provider: ProviderID
        @Argument(help: "Skills, or everything that differs there.")
        var skills: [String] = []
        @Flag(help: "Start exactly what the plan says.")
        var yes = false
        @Flag(help: "Follow the run to its end; status 0, 3 or 4 by how it ended.")
        var wait = false
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            if wait && !yes {
                throw ValidationError("Without --yes nothing starts that --wait could follow.")
            }
        }

        func run(_ session: Session) async throws {
            let request = DriftRepairRequest(provider: provider, skills: skills.isEmpty ? nil : skills)
            let repair = try await session.plane.planDriftRepair(request)
            guard yes else { return try show(repair, session) }
            if repair.steps.isEmpty { session.console.note("Nothing differs there.") }
            tellWhatIsLeft(of: repair, session)
            try await follow(try await start(repair, session), session)
        }

        /// All of them before any is waited for: the second is wanted however the first ends.
        private func start(_ repair: DriftRepair, _ session: Session) async throws -> [RunView] {
            var runs: [RunView] = []
            for step in repair.steps {
                do {
                    runs.append(
                        try await session.plane.startRun(step.request, idempotencyKey: nil, source: .cli)
                    )
                } catch {
                    for run in runs { session.console.note("Run \(run.id) was started before that.") }
                    throw error
                }
            }
            return runs
        }

        /// - Throws: ``CommandEnd`` with the worst status of those that were waited for.
        private func follow(_ runs: [RunView], _ session: Session) async throws {
            var worst = CommandStatus.ok
            for run in runs {
                do {
                    try await RunFollowing(session: session, wait: wait).finish(run)
                } catch let end as CommandEnd {
                    if end.status.rawValue > worst.rawValue { worst = end.status }
                }
            }
            try worst.end()
        }

        /// A plan has no more targets than a run may have.
        private func tellWhatIsLeft(of repair: DriftRepair, _ session: Session) {
            guard repair.steps.map(\.plan.targets.count).reduce(0, +) >= RunRequest.maximumTargets else {
                return
            }
            session.console.note("There may be more that differs: ask again when this has ended.")
        }

        private func show(_ repair: DriftRepair, _ session: Session) throws {
            tellWhatIsLeft(of: repair, session)
            try session.show(repair) { console in
                guard !repair.steps.isEmpty else { return console.note("Nothing differs there.") }
                let rows = repair.steps.flatMap(\.plan.targets).map { target in
                    [target.skill, String(target.version), target.provider.rawValue, target.action.words]
                }
                console.print(Table("skill", "version", "provider", "action", rows: rows))
                for target in repair.steps.flatMap(\.plan.targets) where !target.reasons.isEmpty {
                    console.note("\(target.skill)@\(target.version):".terminalSafe)
                    for line in target.reasons.flatMap({ $0.lines(console.style) }) { console.note(line) }
                }
                console.note("Nothing was changed. To start exactly this: add --yes")
            }
            let targets = repair.steps.flatMap(\.plan.targets)
            let blocked = targets.count { $0.action == .blocked }
            try CommandStatus(succeeded: targets.count - blocked, failed: blocked).end()
        }
    }
}
