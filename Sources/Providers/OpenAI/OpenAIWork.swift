import Contract
import Domain

/// One try of one order at OpenAI.
struct OpenAIWork {
    let service: OpenAIService
    let attempt: Attempt

    init(sender: Sender, attempt: Attempt) {
        self.attempt = attempt
        service = OpenAIService(sender: sender, deadline: attempt.deadline)
    }

    private var step: OpenAIStep? { OpenAIStep(attempt.order.step) }

    func begin(_ step: OpenAIStep) async throws(ProviderFailure) {
        try await attempt.begin(step.name, step.data)
    }

    func install(
        _ bundle: SkillBundle,
        over current: RemoteReference?
    ) async throws(ProviderFailure) -> RemoteReference {
        switch step {
        case .create(let since, let seen):
            let found = try await created(bundle, since: since, seen: seen)
            guard let current, try await newestVersion(of: current.id) != nil, found?.id != current.id else {
                if let found { return found }
                return try await create(bundle, since: since, seen: seen, again: true)
            }
            try await discard(found)
        case .createVersion(let skill, let after):
            if let found = try await createdVersion(bundle, of: skill, after: after) {
                return try await makeDefault(found, of: skill)
            }
            return try await createVersion(bundle, of: skill, after: after, again: true)
        case .flipDefault(let skill, let version):
            return try await makeDefault(version, of: skill)
        case .deleteVersion, .delete, nil:
            break
        }
        if let current, let newest = try await newestVersion(of: current.id) {
            return try await createVersion(bundle, of: current.id, after: newest)
        }
        let head = try await service.skills().data
        let since = head.first?.createdAt ?? 0
        let seen = head.filter { $0.createdAt == since && $0.name == bundle.name }.map(\.id)
        return try await create(bundle, since: since, seen: seen)
    }

    /// Takes away what an earlier try created after another run put the skill there: the one in use stays.
    private func discard(_ found: RemoteReference?) async throws(ProviderFailure) {
        guard let found else { return }
        try attempt.requireWriting()
        try await service.delete(found.id)
    }

    func remove(_ remote: RemoteReference) async throws(ProviderFailure) {
        if case .delete(let skill) = step, try await isGone(skill) { return }
        try await begin(.delete(skill: remote.id))
        try await service.delete(remote.id)
    }

    /// Moves the default back, then deletes the newer version, which "latest" would still mean.
    ///
    /// The order matters: the default version cannot be deleted. Where the version before is gone, its
    /// content is sent again.
    func restore(
        _ bundle: SkillBundle,
        current: RemoteReference,
        previous: RemoteReference
    ) async throws(ProviderFailure) -> RemoteReference {
        guard let version = previous.version, previous.id == current.id, !isSendingAgain(instead: version),
            try await holds(version, of: previous.id)
        else { return try await install(bundle, over: current) }
        _ = try await makeDefault(version, of: previous.id)
        // A canceled order stops here: what was wanted is in use.
        if let newer = current.version, newer != version, attempt.mayWrite {
            try await begin(.deleteVersion(skill: current.id, version: newer))
            try await service.deleteVersion(newer, of: current.id)
        }
        return previous
    }

    /// Whether an earlier try found the version before gone and began to send its content again.
    private func isSendingAgain(instead version: String) -> Bool {
        switch step {
        case .create, .createVersion: true
        case .flipDefault(_, let other): other != version
        case .deleteVersion, .delete, nil: false
        }
    }

    private func holds(_ version: String, of skill: String) async throws(ProviderFailure) -> Bool {
        try await unlessGone { () async throws(ProviderFailure) in
            try await service.version(version, of: skill)
        } != nil
    }

    private func isGone(_ skill: String) async throws(ProviderFailure) -> Bool {
        try await unlessGone { () async throws(ProviderFailure) in try await service.skill(skill) } == nil
    }

    /// Makes a version the one in use; does nothing where it is already.
    func makeDefault(
        _ version: String,
        of skill: String
    ) async throws(ProviderFailure) -> RemoteReference {
        let reference = RemoteReference(id: skill, version: version)
        if try await service.skill(skill).defaultVersion == version { return reference }
        try await begin(.flipDefault(skill: skill, version: version))
        try await service.makeDefault(version, of: skill)
        guard try await service.skill(skill).defaultVersion == version else {
            throw ProviderFailure(.conflict, "OpenAI took version \(version) but another one is in use.")
        }
        return reference
    }
}
