import Contract
import Domain
import Store

/// What of a wave may begin by what holds now, found out inside one transaction that has locked others out.
struct WaveRelease {
    private let run: RunID
    private let connection: any Connection
    private let planner: RunPlanner
    /// Content that cannot be looked at: a worker finds out the same, and says so as a failure.
    private let unreadable: Set<RunRequest.Selection>
    private let now: Timestamp

    init(
        of run: RunID,
        _ planner: RunPlanner,
        passingOver unreadable: Set<RunRequest.Selection>,
        at now: Timestamp
    ) {
        self.run = run
        self.planner = planner
        self.unreadable = unreadable
        self.now = now
        connection = planner.connection
    }

    /// What waits for an approval too is looked at when that is given.
    ///
    /// - Parameter waiting: Targets of the wave that wait for it.
    /// - Returns: What becomes of them; nothing where none waits.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``StoreError``
    func changes(to waiting: [InstallTask]) throws -> TaskChanges {
        let alone = waiting.filter { $0.state.hold == .wave }
        let overtaken = alone.isEmpty ? [] : try ApprovalTable(connection).overtaken(in: run)
        let obstacles = try planner.obstacles(to: alone, passingOver: unreadable)
        let unapproved = try unapproved(
            alone.filter { !overtaken.contains($0.id) && obstacles[$0.id] == nil }
        )
        var changes = TaskChanges([])
        for task in waiting {
            let action: InstallTask.Action =
                if overtaken.contains(task.id), task.state.hold == .wave {
                    .stop("What was asked for later has changed this; retry it if it is still wanted.")
                } else if let obstacle = obstacles[task.id] {
                    .stop("It may not begin any more: \(obstacle)")
                } else if unapproved.contains(task.id) {
                    .stop("It takes an approval by now; retry it to ask for one.")
                } else {
                    .release
                }
            changes.tasks.append((old: task, new: try task.applying(action, at: now)))
        }
        changes.event = .waveReleased
        return changes
    }

    /// Those that nobody has approved and that the rules of today would have wait: else who begins later would begin
    /// by the rules of the day it was asked for.
    private func unapproved(_ tasks: [InstallTask]) throws -> Set<TaskID> {
        var unapproved: Set<TaskID> = []
        var approved: [TaskID: Bool]?
        var rules = ApprovalRules(connection, scans: planner.scans)
        for (id, tasks) in Dictionary(grouping: tasks, by: \.provider) {
            guard let provider = try ProviderTable(connection).find(id), provider.settings.approval != .none
            else { continue }
            let given = try approved ?? ApprovalTable(connection).targets(of: run)
            approved = given
            for task in try changing(tasks.filter { given[$0.id] != true }, on: id) {
                let cannotBeJudged = unreadable.contains(task.wanted)
                if try cannotBeJudged || !rules.reasons(for: task, on: provider).isEmpty {
                    unapproved.insert(task.id)
                }
            }
        }
        return unapproved
    }

    /// Those of a provider that may change something there.
    private func changing(_ tasks: [InstallTask], on provider: ProviderID) throws -> [InstallTask] {
        let skills = tasks.map(\.skillID)
        let installed = try InstallationTable(connection).current(of: skills, on: provider)
        let drifted = try DriftFindingTable(connection).open(of: skills, on: provider)
        let busy = try TaskTable(connection).busy(skills, on: provider, besides: run)
        return tasks.filter { task in
            var task = task
            task.before = installed[task.skillID]
            return !task.isSettledByLedger || drifted[task.skillID] != nil || busy.contains(task.skillID)
        }
    }
}
