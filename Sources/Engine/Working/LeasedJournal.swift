import Contract
import Domain
import Store

/// Records steps of a task for as long as its lease is held.
struct LeasedJournal: StepJournal {
    private let task: InstallTask
    private let database: any Database
    private let now: @Sendable () -> Timestamp

    init(task: InstallTask, database: any Database, now: @escaping @Sendable () -> Timestamp) {
        self.task = task
        self.database = database
        self.now = now
    }

    func record(_ step: StepRecord) async throws(ProviderFailure) {
        guard case .running(let lease) = task.state else { throw .leaseLost }
        let (task, moment) = (task, now())
        let held: Bool
        do {
            held = try await database.write { connection in
                try TaskTable(connection).record(step, of: task, token: lease.token, at: moment)
            }
        } catch {
            // Nothing was sent yet: without a record it must not be.
            throw ProviderFailure(.providerUnavailable, "The step could not be recorded, so nothing was sent.")
        }
        guard held else { throw .leaseLost }
    }
}

extension ProviderFailure {
    fileprivate static let leaseLost = ProviderFailure(.leaseLost, "Another worker holds the task by now.")
}
