import Contract
import Domain
import Store
import Synchronization

/// Records steps of a task for as long as its lease is held.
///
/// A task that somebody canceled before its first step takes none: nothing was sent, and nothing will be. Once
/// the first is taken the others follow, or the provider would be left half changed.
final class LeasedJournal: StepJournal {
    private let task: InstallTask
    private let database: any Database
    private let now: @Sendable () -> Timestamp
    private let hasBegun: Atomic<Bool>

    init(task: InstallTask, database: any Database, now: @escaping @Sendable () -> Timestamp) {
        self.task = task
        self.database = database
        self.now = now
        // Notes on what an earlier try sent must be kept even when nothing more may be sent.
        hasBegun = Atomic(task.step != nil)
    }

    func record(_ step: StepRecord) async throws(ProviderFailure) {
        guard case .running(let lease) = task.state else { throw .leaseLost }
        let (task, moment) = (task, now())
        let hasBegun = hasBegun.load(ordering: .relaxed)
        let recording: TaskTable.StepRecording
        do {
            recording = try await database.write { connection in
                try TaskTable(connection).record(
                    step,
                    of: task,
                    token: lease.token,
                    evenIfCanceled: hasBegun,
                    at: moment
                )
            }
        } catch {
            // Nothing was sent yet: without a record it must not be.
            throw ProviderFailure(
                .providerUnavailable,
                "The step could not be recorded, so nothing was sent.",
                isOurs: true
            )
        }
        switch recording {
        case .recorded: self.hasBegun.store(true, ordering: .relaxed)
        case .cancelRequested: throw ProviderFailure(.canceled, "It was canceled before anything was sent.")
        case .leaseLost: throw .leaseLost
        }
    }
}

extension ProviderFailure {
    fileprivate static let leaseLost = ProviderFailure(.leaseLost, "Another worker holds the task by now.")
}
