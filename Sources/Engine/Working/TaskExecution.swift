import Contract
import Domain
import Store

/// Carries out one claimed task: decides what to order, orders it, and says what happened.
struct TaskExecution: Sendable {
    private let bundles: BundleShelf
    private let scans: ScanShelf

    init(bundles: BundleShelf, scans: ScanShelf) {
        self.bundles = bundles
        self.scans = scans
    }

    /// Has the contents at hand that these tasks are about to need.
    func prepare(_ claimed: [ClaimedTask]) async {
        var wanted: Set<BundleTable.Wanted> = []
        for claimed in claimed {
            guard case .content(let version, let digest, _) = Need(claimed) else { continue }
            wanted.insert(.init(skill: claimed.task.skill, version: version, digest: digest))
        }
        await bundles.prepare(wanted)
    }

    func perform(
        _ claimed: ClaimedTask,
        on provider: Provider,
        with adapter: any ProviderAdapter,
        journal: any StepJournal
    ) async -> InstallTask.Action {
        switch Need(claimed) {
        case .nothing:
            return .skip(claimed.installed?.remote)
        case .removal(let remote):
            let removal = ProviderOrder.Action.remove(skill: claimed.task.skill, remote)
            return await order(removal, claimed, provider, adapter, journal)
        case .content(let version, let digest, let previous):
            do throws(BundleShelf.Trouble) {
                return try await bundles.withBundle(claimed.task.skill, version: version, digest: digest) {
                    bundle in
                    let action = Self.action(with: bundle, for: claimed, previous: previous)
                    // What was allowed when the run was planned may be so no longer.
                    guard let blocked = await scans.failure(blocking: bundle) else {
                        return await order(action, claimed, provider, adapter, journal)
                    }
                    guard claimed.task.mayHaveSent else {
                        return .fail(blocked, jitter: Double.random(in: 0..<1))
                    }
                    return await look(action, claimed, provider, adapter, journal, instead: blocked)
                }
            } catch {
                return .fail(error.failure, jitter: Double.random(in: 0..<1))
            }
        }
    }

    /// What it takes to carry out a task.
    private enum Need {
        /// The provider is as wanted already.
        case nothing
        case removal(RemoteReference)
        /// A bundle; with `previous` it stood there before, as that.
        case content(version: Int, digest: String, previous: RemoteReference?)

        init(_ claimed: ClaimedTask) {
            let (task, installed) = (claimed.task, claimed.installed)
            // What was found to differ is put right, though the ledger says that it stands there already.
            guard !task.isSettledByLedger || claimed.drift != nil else {
                self = .nothing
                return
            }
            switch (task.kind, task.target) {
            case (.install, _):
                self = .content(version: task.version, digest: task.digest, previous: nil)
            case (.rollback, let target?):
                let previous = claimed.drift == nil ? target.remote : nil
                self = .content(version: target.version, digest: target.digest, previous: previous)
            case (.uninstall, _), (.rollback, nil):
                let remote = installed?.remote ?? claimed.drift?.found?.remote
                self = remote.map { .removal($0) } ?? .nothing
            }
        }
    }

    private static func action(
        with bundle: SkillBundle,
        for claimed: ClaimedTask,
        previous: RemoteReference?
    ) -> ProviderOrder.Action {
        guard let previous, let current = claimed.installed else {
            return .install(bundle, over: claimed.installed?.remote)
        }
        return .restore(bundle, current: current.remote, previous: previous)
    }

    /// Asks the provider what an earlier try has done there, and sends nothing more; where it has done nothing, the
    /// task ends with `failure`.
    private func look(
        _ action: ProviderOrder.Action,
        _ claimed: ClaimedTask,
        _ provider: Provider,
        _ adapter: any ProviderAdapter,
        _ journal: any StepJournal,
        instead failure: ProviderFailure
    ) async -> InstallTask.Action {
        let seen = await order(action, claimed, provider, adapter, journal, mayWrite: false)
        guard case .fail(let reason, let jitter) = seen, reason.code == .canceled,
            !claimed.task.cancelRequested
        else {
            return seen
        }
        return .fail(failure, jitter: jitter)
    }

    private func order(
        _ action: ProviderOrder.Action,
        _ claimed: ClaimedTask,
        _ provider: Provider,
        _ adapter: any ProviderAdapter,
        _ journal: any StepJournal,
        mayWrite: Bool = true
    ) async -> InstallTask.Action {
        let task = claimed.task
        let order = ProviderOrder(
            task: task.id,
            action: action,
            step: task.step,
            mayWrite: mayWrite && !task.cancelRequested,
            replaceable: claimed.drift?.found?.digest,
            timeLimit: .seconds(provider.settings.attemptTimeoutSeconds)
        )
        do throws(ProviderFailure) {
            switch try await adapter.perform(order, journal: journal) {
            case .done(let remote): return .succeed(remote)
            case .waiting(let delay): return .wait(delay)
            }
        } catch {
            return .fail(error, jitter: Double.random(in: 0..<1))
        }
    }
}
