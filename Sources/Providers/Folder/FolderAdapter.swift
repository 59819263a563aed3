import Contract
import Domain
import NIOCore

/// Installs skills into the folder a local agent reads.
///
/// A skill's id is its absolute path, its version the digest of its content. Nothing is replaced or deleted
/// that was not put there by us and left as it was.
struct FolderAdapter: ProviderAdapter {
    let kind = ProviderKind.folder
    let provider: ProviderID
    /// The home folder or the project's.
    let root: String
    let parts: [String]
    let folders: SkillFolders
    /// For what is not part of an order.
    let timeLimit: Duration
    let now: @Sendable () -> Timestamp

    func perform(
        _ order: ProviderOrder,
        journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        let attempt = Attempt(order, journal: journal, now: now)
        guard order.step == nil else {
            return try await afterStep { () async throws(ProviderFailure) in try await perform(attempt) }
        }
        return try await perform(attempt)
    }

    private func perform(_ attempt: Attempt) async throws(ProviderFailure) -> ProviderOutcome {
        switch attempt.order.action {
        case .install(let bundle, let current):
            return .done(try await install(bundle, over: current, attempt))
        case .restore(let bundle, let current, _):
            return .done(try await install(bundle, over: current, attempt))
        case .remove(let skill, let remote):
            try await remove(skill, remote, attempt)
            return .done(nil)
        }
    }

    /// Reads a missed deadline as an unknown outcome: what a recorded step announced may still be done.
    private func afterStep<Value>(
        _ body: () async throws(ProviderFailure) -> Value
    ) async throws(ProviderFailure) -> Value {
        do { return try await body() } catch {
            guard error.code == .timeout else { throw error }
            throw ProviderFailure(.outcomeUnknown, "\(error.message) It may have been changed all the same.")
        }
    }

    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile] {
        let place = try place(of: skill, at: remote)
        guard let files = try await folders.files(at: place, until: .after(timeLimit)) else {
            throw ProviderFailure(.notFound, "\(place.path) is not there or is not a skill's folder.")
        }
        let digests = SkillTree.digests(of: files)
        // What running the skill's scripts left behind is not a change to the skill.
        return digests.first != remote.version && digests.last == remote.version
            ? SkillTree.withoutCaches(files) : files
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] {
        let folder = SkillPlace(root: root, parts: parts, name: ".", owner: provider)
        return try await folders.inventory(of: folder, until: .after(timeLimit))
    }

    func check() async throws(ProviderFailure) {
        let skills = ([root] + parts).joined(separator: "/")
        try await folders.check(root, skills: skills, until: .after(timeLimit))
    }

    private func install(
        _ bundle: SkillBundle,
        over current: RemoteReference?,
        _ attempt: Attempt
    ) async throws(ProviderFailure) -> RemoteReference {
        guard bundle.files.allSatisfy({ FolderPlace.isSafe(path: $0.path) }) else {
            throw ProviderFailure(.invalidSkill, "The skill has a path that no folder can take.")
        }
        let place = try place(of: bundle.name)
        let remote = RemoteReference(id: place.path, version: bundle.digest)
        try await adopt(place, current, attempt)
        switch try await folders.standing(of: place, until: attempt.deadline) {
        case .ours(_, let digests) where digests.contains(bundle.digest):
            if attempt.mayWrite { try await folders.share(place, until: attempt.deadline) }
            return remote
        case .changed: throw Self.changed(place)
        case .foreign: throw Self.foreign(place)
        case .ours, .nothing: break
        }
        try await attempt.begin("write_folder", ["path": place.path, "digest": bundle.digest])
        try await afterStep { () async throws(ProviderFailure) in
            try await folders.put(bundle, at: place, task: attempt.order.task, until: attempt.deadline)
        }
        return remote
    }

    private func remove(
        _ skill: String,
        _ remote: RemoteReference,
        _ attempt: Attempt
    ) async throws(ProviderFailure) {
        let place = try place(of: skill, at: remote)
        try await adopt(place, remote, attempt)
        switch try await folders.standing(of: place, until: attempt.deadline) {
        case .nothing where attempt.mayWrite: break
        case .nothing: return
        case .changed: throw Self.changed(place)
        case .foreign: throw Self.foreign(place)
        case .ours: try await attempt.begin("remove_folder", ["path": place.path])
        }
        try await afterStep { () async throws(ProviderFailure) in
            try await folders.remove(place, task: attempt.order.task, until: attempt.deadline)
        }
    }

    /// Takes for ours what the ledger says stands there, and what somebody looked at and gave up.
    private func adopt(_ place: SkillPlace, _ current: RemoteReference?, _ attempt: Attempt)
        async throws(ProviderFailure)
    {
        let digests = [current?.version, attempt.order.replaceable].compactMap(\.self)
        guard attempt.mayWrite, !digests.isEmpty else { return }
        try await folders.adopt(place, holding: digests, until: attempt.deadline)
    }

    private func place(of skill: String) throws(ProviderFailure) -> SkillPlace {
        guard FolderPlace.isSafe(skill) else {
            throw ProviderFailure(.invalidSkill, "The skill has a name that no folder can take.")
        }
        return SkillPlace(root: root, parts: parts, name: skill, owner: provider)
    }

    /// Where the skill was put, which is elsewhere once the settings have changed.
    private func place(of skill: String, at remote: RemoteReference) throws(ProviderFailure) -> SkillPlace {
        let usual = try place(of: skill)
        guard remote.id != usual.path, remote.id.hasPrefix("/"), remote.id.hasSuffix("/" + skill) else {
            return usual
        }
        let folder = String(remote.id.dropLast(skill.count + 1))
        return SkillPlace(root: folder, parts: [], name: skill, owner: provider)
    }

    private static func changed(_ place: SkillPlace) -> ProviderFailure {
        ProviderFailure(
            .conflict,
            "\(place.path) was changed by hand since Skillyard wrote it; undo that or move it away, then retry."
        )
    }

    private static func foreign(_ place: SkillPlace) -> ProviderFailure {
        ProviderFailure(
            .conflict,
            "\(place.path) was not put there by Skillyard; move it away or rename it, then retry."
        )
    }
}
