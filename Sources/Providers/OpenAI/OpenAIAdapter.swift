import Contract
import Domain
import NIOCore

/// Installs skills on OpenAI.
///
/// The API knows no idempotency key and no labels. What a lost request became is found by listing what is
/// newer than the baseline in the step and comparing content.
struct OpenAIAdapter: ProviderAdapter {
    let kind = ProviderKind.openai
    let sender: Sender
    /// For requests outside an order.
    let timeLimit: Duration

    func perform(
        _ order: ProviderOrder,
        journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        let work = OpenAIWork(sender: sender, attempt: Attempt(order, journal: journal, now: sender.now))
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
        try await OpenAIService(sender: sender, deadline: .after(timeLimit)).content(of: remote.id)
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] {
        try await Inventory.collect(from: .openai) { (after: String?) async throws(ProviderFailure) in
            let service = OpenAIService(sender: sender, deadline: .after(timeLimit))
            let page = try await service.skills(after: after)
            let skills = page.data.map { skill in
                RemoteSkill(RemoteReference(id: skill.id, version: skill.defaultVersion), name: skill.name)
            }
            return (skills, page.hasMore ? page.data.last?.id : nil)
        }
    }

    func check() async throws(ProviderFailure) {
        try await OpenAIService(sender: sender, deadline: .after(timeLimit)).check()
    }
}
