import Contract
import Domain
import Store

/// What would undo what a run did, found out inside one transaction.
struct RunUndo {
    /// All targets of the run.
    let all: [InstallTask]
    /// Those that still are as the run left them, and how often to try.
    let undone: [(task: InstallTask, tries: Int)]
    /// How many another run is about to change.
    let busy: Int
    /// Whether the run succeeded nowhere.
    let isNowhere: Bool

    init(of run: RunID, _ connection: any Connection) throws {
        let all = try TaskTable(connection).all(of: run)
        let done = all.filter { $0.state == .success }
        var undone: [(task: InstallTask, tries: Int)] = []
        var busy = 0
        var places: [ProviderID: Place] = [:]
        for (id, tasks) in Dictionary(grouping: done, by: \.provider) {
            places[id] = try Place(id, tasks.map(\.skillID), connection)
        }
        for task in done {
            guard let place = places[task.provider] else { continue }
            let (current, left) = (place.current[task.skillID], task.leftBehind)
            guard current?.digest == left?.digest, current?.remote == left?.remote else { continue }
            // Whoever comes first changes it: afterwards it would no longer be what is to be undone.
            guard !place.busy.contains(task.skillID) else {
                busy += 1
                continue
            }
            undone.append((task, place.tries))
        }
        (self.all, self.undone, self.busy, isNowhere) = (all, undone, busy, done.isEmpty)
    }

    /// Whether nothing of what it did is still as it left it, or stays so.
    var isGone: Bool { !isNowhere && undone.isEmpty }

    /// What stands of some skills at a provider, and which of them something is about to change.
    private struct Place {
        let tries: Int
        let current: [SkillID: InstallTask.Installed]
        let busy: Set<SkillID>

        /// Nil where there is no such provider any more.
        init?(_ id: ProviderID, _ skills: [SkillID], _ connection: any Connection) throws {
            guard let provider = try ProviderTable(connection).find(id) else { return nil }
            tries = provider.settings.maxAttempts
            current = try InstallationTable(connection).current(of: skills, on: id)
            busy = try TaskTable(connection).busy(skills, on: id)
        }
    }

    /// What is to be done for it.
    func tasks(in run: RunView, at now: Timestamp) -> [InstallTask] {
        undone.map { $0.task.undoing(in: run, tries: $0.tries, at: now) }
    }
}

extension InstallTask {
    /// What this successful task left on its provider; nil for nothing.
    fileprivate var leftBehind: Installed? {
        switch kind {
        case .install: remote.map { Installed(version: version, digest: digest, remote: $0) }
        case .uninstall: nil
        case .rollback:
            target.flatMap { target in
                remote.map { Installed(version: target.version, digest: target.digest, remote: $0) }
            }
        }
    }

    fileprivate func undoing(in run: RunView, tries: Int, at now: Timestamp) -> InstallTask {
        InstallTask(
            id: .make(at: now),
            runID: run.id,
            kind: .rollback,
            skillID: skillID,
            skill: skill,
            version: before?.version ?? version,
            digest: before?.digest ?? digest,
            provider: provider,
            state: .queued(due: now),
            maxAttempts: tries,
            target: before,
            requestID: run.requestID
        )
    }
}
