import Contract
import Domain
import NIOCore

/// How long the provider's own work is waited for.
struct GeminiPolling: Sendable {
    static let standard = GeminiPolling(
        inPlace: [.milliseconds(200), .milliseconds(500), .seconds(1)],
        later: .seconds(5),
        limit: .seconds(900),
        unseen: .seconds(15)
    )

    /// The pauses between looks within one try.
    let inPlace: [Duration]
    /// After those, when to look again; the task is put aside until then.
    let later: Duration
    /// Work that takes longer than this counts as stuck.
    let limit: Duration
    /// A request whose answer was lost may show its effect for this long.
    let unseen: Duration
}

/// Installs skills in the Agent Platform Skill Registry, which Gemini agents take them from.
///
/// The id of a skill follows from its name, so a second create is refused and found to be our own. Work
/// goes on after the answer; the operation's name is in the step, so any worker can go on waiting for it.
struct GeminiAdapter: ProviderAdapter {
    let kind = ProviderKind.gemini
    let sender: Sender
    let credential: GoogleCredential
    /// `projects/P/locations/L`.
    let parent: String
    /// For requests outside an order.
    let timeLimit: Duration
    let polling: GeminiPolling

    func perform(
        _ order: ProviderOrder,
        journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        let attempt = Attempt(order, journal: journal, now: sender.now)
        let work = GeminiWork(service: service(by: attempt.deadline), attempt: attempt, polling: polling)
        return switch order.action {
        case .install(let bundle, let current):
            try await work.install(bundle, as: current?.id ?? GeminiSkillID.make(from: bundle.name))
        case .restore(let bundle, let current, _):
            try await work.install(bundle, as: current.id)
        case .remove(_, let remote):
            try await work.remove(remote.id)
        }
    }

    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile] {
        let service = service(by: .after(timeLimit))
        guard let stored = try await service.skill(remote.id) else {
            throw ProviderFailure(.notFound, "Google does not have the skill \(remote.id).")
        }
        if let files = try await stored.files() { return files }
        // The newest revision is the one in use, whichever one we know of.
        let newest = try await service.newestRevision(of: remote.id)
        if let version = newest ?? remote.version,
            let revision = try await service.revision(version, of: remote.id),
            let files = try await revision.skill?.files()
        {
            return files
        }
        throw ProviderFailure(.internal, "Google does not hand out the content of the skill \(remote.id).")
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] {
        try await Inventory.collect(from: .google) { (token: String?) async throws(ProviderFailure) in
            let page = try await service(by: .after(timeLimit)).skills(after: token)
            let skills = (page.skills ?? []).filter { $0.state != "DELETING" }.map { skill in
                RemoteSkill(RemoteReference(id: skill.id, version: nil), name: skill.displayName)
            }
            return (skills, page.nextPageToken.flatMap { $0.isEmpty ? nil : $0 })
        }
    }

    func check() async throws(ProviderFailure) {
        try await service(by: .after(timeLimit)).check()
    }

    private func service(by deadline: NIODeadline) -> GeminiService {
        GeminiService(sender: sender, credential: credential, parent: parent, deadline: deadline)
    }
}
