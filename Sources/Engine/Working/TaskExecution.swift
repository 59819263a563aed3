import Contract
import Domain
import Store

/// Carries out one claimed task: decides what to order, orders it, and says what happened.
struct TaskExecution: Sendable {
    private let bundles: BundleShelf
    private let now: @Sendable () -> Timestamp

    init(bundles: BundleShelf, now: @escaping @Sendable () -> Timestamp) {
        self.bundles = bundles
        self.now = now
    }

    func perform(
        _ claimed: ClaimedTask,
        on provider: Provider,
        with adapter: any ProviderAdapter,
        journal: any StepJournal
    ) async -> InstallTask.Action {
        let task = claimed.task
        do throws(ProviderFailure) {
            guard let action = try await action(for: claimed) else { return .skip(claimed.installed?.remote) }
            let order = ProviderOrder(
                task: task.id,
                action: action,
                step: task.step,
                mayWrite: !task.cancelRequested,
                timeLimit: .seconds(provider.settings.attemptTimeoutSeconds)
            )
            switch try await adapter.perform(order, journal: journal) {
            case .done(let remote): return .succeed(remote)
            case .waiting(let delay): return .wait(delay)
            }
        } catch {
            return .fail(error, jitter: Double.random(in: 0..<1))
        }
    }

    /// What to order; nil when the provider is as wanted already.
    private func action(for claimed: ClaimedTask) async throws(ProviderFailure) -> ProviderOrder.Action? {
        let task = claimed.task
        switch task.kind {
        case .install:
            if claimed.installed?.digest == task.digest { return nil }
            return .install(
                try await bundle(task, version: task.version, digest: task.digest),
                over: claimed.installed?.remote
            )
        case .uninstall:
            return claimed.installed.map { .remove(skill: task.skill, $0.remote) }
        case .rollback:
            guard let target = task.target else {
                return claimed.installed.map { .remove(skill: task.skill, $0.remote) }
            }
            if claimed.installed?.digest == target.digest { return nil }
            let bundle = try await bundle(task, version: target.version, digest: target.digest)
            guard let current = claimed.installed else { return .install(bundle, over: nil) }
            return .restore(bundle, current: current.remote, previous: target.remote)
        }
    }

    private func bundle(
        _ task: InstallTask,
        version: Int,
        digest: String
    ) async throws(ProviderFailure) -> SkillBundle {
        do { return try await bundles.bundle(task.skill, version: version, digest: digest) } catch {
            throw error.failure
        }
    }
}
