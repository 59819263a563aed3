import Contract
import Domain
import NIOCore

/// Installs skills on Claude, in the generally available dialect.
///
/// The API knows no idempotency key. A skill carries the task's id in its display name, so that a lost
/// request can be found; versions carry nothing and are told by their content.
struct ClaudeAdapter: ProviderAdapter {
    let kind = ProviderKind.claude
    let sender: Sender
    /// For requests outside an order.
    let timeLimit: Duration

    func perform(
        _ order: ProviderOrder,
        journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        let work = ClaudeWork(sender: sender, attempt: Attempt(order, journal: journal, now: sender.now))
        switch order.action {
        case .install(let bundle, let over):
            return .done(try await work.install(bundle, over: over))
        case .remove(_, let remote):
            try await work.remove(remote)
            return .done(nil)
        case .restore(let bundle, let current, let previous):
            return .done(try await work.restore(bundle, current: current, previous: previous))
        }
    }

    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile] {
        let service = ClaudeService(sender: sender, deadline: .after(timeLimit))
        let newest = try await service.skill(remote.id).latestVersionID
        return try await service.content(of: remote.id, version: newest)
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] {
        try await Inventory.collect(from: .claude) { (place: String?) async throws(ProviderFailure) in
            let service = ClaudeService(sender: sender, deadline: .after(timeLimit))
            let page = try await service.skills(page: place)
            let skills = page.data.map { skill in
                RemoteSkill(
                    RemoteReference(id: skill.id, version: skill.latestVersionID),
                    name: skill.displayName,
                    task: ClaudeWork.task(of: skill)
                )
            }
            return (skills, page.nextPage)
        }
    }

    func check() async throws(ProviderFailure) {
        try await ClaudeService(sender: sender, deadline: .after(timeLimit)).check()
    }
}
