import Contract
import Domain
import Foundation

@testable import Providers

/// A provider nobody has heard of: a drawer with skills and their versions, one of which is in use.
///
/// This file is all that the conformance suite needs to take a further adapter (AD-05): a type that conforms, and
/// a table of what its provider can do.
private struct DrawerAdapter: ProviderAdapter {
    /// What it would be registered as while there is no kind for it.
    let kind = ProviderKind.http
    let drawer: Drawer
    let now: @Sendable () -> Timestamp

    func perform(
        _ order: ProviderOrder,
        journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        let attempt = Attempt(order, journal: journal, now: now)
        switch order.action {
        case .install(let bundle, let current):
            return .done(try await put(bundle, over: current, attempt))
        case .remove(_, let remote):
            if try drawer.skill(remote.id) == nil { return .done(nil) }
            try await attempt.begin("take_out", ["skill": remote.id])
            try drawer.change { $0[remote.id] = nil }
            return .done(nil)
        case .restore(let bundle, let current, let previous):
            guard let version = previous.version,
                let skill = try drawer.skill(previous.id), skill.holds(version)
            else { return .done(try await put(bundle, over: current, attempt)) }
            if skill.inUse == version, !skill.holds(current.version) { return .done(previous) }
            try await attempt.begin("go_back", ["skill": previous.id, "version": version])
            try drawer.change { skills in
                skills[previous.id]?.inUse = version
                skills[previous.id]?.versions.removeAll { $0.number == current.version }
            }
            return .done(previous)
        }
    }

    /// The task's id stays with the version, so an earlier try of the same order is found by it.
    private func put(
        _ bundle: SkillBundle,
        over current: RemoteReference?,
        _ attempt: Attempt
    ) async throws(ProviderFailure) -> RemoteReference {
        let task = attempt.order.task.rawValue
        if attempt.order.step != nil, let found = try drawer.reference(task: task) { return found }
        try await attempt.begin("put_in", ["task": task])
        let id = current?.id ?? task
        try drawer.change { $0[id, default: Drawer.Skill()].add(bundle.files, task: task) }
        return RemoteReference(id: id, version: try drawer.skill(id)?.inUse)
    }

    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile] {
        guard let skill = try drawer.skill(remote.id),
            let version = skill.versions.first(where: { $0.number == skill.inUse })
        else { throw ProviderFailure(.notFound, "The drawer does not hold it.") }
        return version.files.map {
            BundleFile(path: $0.path, isExecutable: $0.executable, content: $0.content)
        }
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] {
        try drawer.skills().map { RemoteSkill(RemoteReference(id: $0.key, version: $0.value.inUse)) }
    }

    func check() async throws(ProviderFailure) { _ = try drawer.skills() }
}

/// What the provider keeps, in one file; each change is there as a whole or not at all.
private struct Drawer: Sendable {
    struct File: Codable {
        let path: String
        let executable: Bool
        let content: [UInt8]
    }

    struct Version: Codable {
        let number: String
        let task: String
        let files: [File]
    }

    struct Skill: Codable {
        var versions: [Version] = []
        var inUse = ""

        func holds(_ number: String?) -> Bool { versions.contains { $0.number == number } }

        mutating func add(_ files: [BundleFile], task: String) {
            inUse = String((versions.compactMap { Int($0.number) }.max() ?? 0) + 1)
            let kept = files.map { File(path: $0.path, executable: $0.isExecutable, content: $0.content) }
            versions.append(Version(number: inUse, task: task, files: kept))
        }
    }

    let file: URL

    init(_ bench: Bench) {
        file = URL(filePath: bench.state + "/drawer.json")
    }

    func skills() throws(ProviderFailure) -> [String: Skill] {
        guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
        do {
            return try JSONDecoder().decode([String: Skill].self, from: Data(contentsOf: file))
        } catch {
            throw ProviderFailure(.internal, "The drawer cannot be read.")
        }
    }

    func skill(_ id: String) throws(ProviderFailure) -> Skill? { try skills()[id] }

    func reference(task: String) throws(ProviderFailure) -> RemoteReference? {
        for (id, skill) in try skills() {
            guard let version = skill.versions.first(where: { $0.task == task }) else { continue }
            return RemoteReference(id: id, version: version.number)
        }
        return nil
    }

    func change(_ body: (inout [String: Skill]) -> Void) throws(ProviderFailure) {
        var skills = try skills()
        body(&skills)
        do {
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try JSONEncoder().encode(skills).write(to: file, options: .atomic)
        } catch {
            throw ProviderFailure(.outcomeUnknown, "The drawer is stuck.")
        }
    }
}

extension AdapterUnderTest {
    static let drawer = AdapterUnderTest(
        testDescription: "drawer",
        kind: .http,
        capabilities: ProviderCapabilities(
            rollback: .moveDefault,
            keepsVersions: true,
            readsBack: true,
            driftDetection: .digest,
            idempotentCreate: true,
            longRunning: false,
            maximumTotalBytes: nil,
            maximumFiles: nil
        ),
        adapter: { bench in DrawerAdapter(drawer: Drawer(bench), now: { bench.clock.now }) },
        held: { bench in try Drawer(bench).skills().map { ($0.key, $0.value.versions.count) } }
    )
}
