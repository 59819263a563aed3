import Contract
import Domain

/// One try of one order at Claude.
struct ClaudeWork {
    /// Begins the mark that every skill we create has in its display name.
    static let mark = "[sk:"

    let service: ClaudeService
    let attempt: Attempt

    init(sender: Sender, attempt: Attempt) {
        self.attempt = attempt
        service = ClaudeService(sender: sender, deadline: attempt.deadline)
    }

    private var step: ClaudeStep? { ClaudeStep(attempt.order.step) }

    func begin(_ step: ClaudeStep) async throws(ProviderFailure) {
        try await attempt.begin(step.name, step.data)
    }

    func install(
        _ bundle: SkillBundle,
        over current: RemoteReference?
    ) async throws(ProviderFailure) -> RemoteReference {
        switch step {
        case .create(let since):
            let found = try await created(since: since)
            guard let current, try await existing(current.id) != nil, found?.id != current.id else {
                if let found { return found }
                return try await create(bundle, since: since, again: true)
            }
            try await discard(found)
        case .createVersion(let skill, let since, let newest):
            if let found = try await createdVersion(bundle, of: skill, since: since, newest: newest) {
                return found
            }
            return try await createVersion(bundle, of: skill, since: since, newest: newest, again: true)
        case .deleteVersion, .delete, nil:
            break
        }
        if let current, let newest = try await newestVersion(of: current.id) {
            return try await createVersion(bundle, of: current.id, since: newest.createdAt, newest: newest.id)
        }
        let since = try await service.skills(limit: 1).data.first?.createdAt ?? Timestamp(microseconds: 0)
        return try await create(bundle, since: since)
    }

    /// Takes away what an earlier try created after another run put the skill there: the one in use stays.
    private func discard(_ found: RemoteReference?) async throws(ProviderFailure) {
        guard let found else { return }
        try attempt.requireWriting()
        try await service.delete(found.id)
    }

    /// Deletes the skill with all its versions, having made sure that it is one of ours: there is no way
    /// back.
    func remove(_ remote: RemoteReference) async throws(ProviderFailure) {
        guard let skill = try await existing(remote.id) else { return }
        guard skill.displayName.contains(Self.mark) else {
            throw ProviderFailure(
                .conflict,
                "The skill at Claude does not bear Skillyard's mark; it was left alone."
            )
        }
        try await begin(.delete(skill: remote.id))
        try await service.delete(remote.id)
    }

    /// Deletes the newest version, so that the one before is the newest again.
    ///
    /// Where that is impossible, its content is sent again as a new version.
    func restore(
        _ bundle: SkillBundle,
        current: RemoteReference,
        previous: RemoteReference
    ) async throws(ProviderFailure) -> RemoteReference {
        guard let version = previous.version, previous.id == current.id, !isSendingAgain,
            let skill = try await existing(previous.id)
        else { return try await install(bundle, over: current) }
        if skill.latestVersionID == version { return previous }
        guard let newer = current.version, skill.latestVersionID == newer,
            try await holds(version, of: skill.id)
        else {
            return try await install(bundle, over: current)
        }
        try await begin(.deleteVersion(skill: skill.id, version: newer))
        do {
            try await service.deleteVersion(newer, of: skill.id)
        } catch {
            guard error.code == .conflict else { throw error }
        }
        // That the version before becomes the newest is implied by the vendor's documentation, not stated.
        if try await existing(skill.id)?.latestVersionID == version { return previous }
        return try await install(bundle, over: current)
    }

    private var isSendingAgain: Bool {
        switch step {
        case .create, .createVersion: true
        case .deleteVersion, .delete, nil: false
        }
    }

    private func existing(_ id: String) async throws(ProviderFailure) -> ClaudeSkill? {
        try await unlessGone { () async throws(ProviderFailure) in try await service.skill(id) }
    }

    private func holds(_ version: String, of skill: String) async throws(ProviderFailure) -> Bool {
        try await unlessGone { () async throws(ProviderFailure) in
            try await service.version(version, of: skill)
        } != nil
    }
}
