import Contract
import Domain
import Engine
import Store

extension World {
    /// A skill that stands on a provider which can be read back, and which holds it as the ledger says.
    @discardableResult
    func place(_ skill: String, on provider: ProviderID = "lab") async throws -> SkillVersionView {
        if try await !admin.providers().items.contains(where: { $0.id == provider }) {
            try await addProvider(provider) { $0.kind = .openai }
        }
        let version = try await addSkill(skill)
        try await finish(try await start([.init(name: skill)], on: [provider]))
        providers.place(provider) { place in
            place.held.append(Self.remote(skill, version: "1"))
            place.contents["remote-\(skill)"] = Self.files(skill)
        }
        clock.advance(by: .seconds(1))
        return version
    }

    static func remote(_ skill: String, version: String) -> RemoteSkill {
        RemoteSkill(RemoteReference(id: "remote-\(skill)", version: version), name: skill)
    }

    static func files(_ skill: String, _ content: String = "v1") -> [BundleFile] {
        [
            BundleFile(
                path: "SKILL.md",
                isExecutable: false,
                content: Array(skillText(skill, content).utf8)
            )
        ]
    }

    /// Somebody changes a skill at the provider, past Skillyard.
    func change(_ skill: String, to content: String, on provider: ProviderID = "lab") {
        providers.place(provider) { place in
            place.held.removeAll { $0.reference.id == "remote-\(skill)" }
            place.held.append(Self.remote(skill, version: "9"))
            place.contents["remote-\(skill)"] = Self.files(skill, content)
        }
    }

    /// Somebody deletes it there.
    func delete(_ skill: String, on provider: ProviderID = "lab") {
        providers.place(provider) { place in
            place.held.removeAll { $0.reference.id == "remote-\(skill)" }
            place.contents["remote-\(skill)"] = nil
        }
    }

    /// A provider of another kind, which is otherwise as it was.
    func become(_ kind: ProviderKind, _ provider: ProviderID = "lab") async throws {
        let now = clock.now
        let settings = ProviderSettings(kind: kind, displayName: "P", baseURL: "http://localhost")
        _ = try await database.write { connection in
            try ProviderTable(connection).put(provider, settings, at: now)
        }
    }

    /// Has it looked at, as if somebody had asked.
    @discardableResult
    func look(at provider: ProviderID = "lab") async throws -> DriftCheckView.Outcome? {
        clock.advance(by: .seconds(1))
        _ = try await admin.checkDrift(.init(provider: provider))
        // Another node each time: the one before is not waited for any more.
        let settings = DriftWatch.Settings(every: nil, lease: .milliseconds(900))
        return try await engine.driftWatch(settings).look()[provider]
    }

    func drift(_ state: DriftFindingView.State? = .open) async throws -> [DriftFindingView] {
        try await admin.driftFindings(DriftQuery(state: state)).items
    }

    func driftCheck(_ provider: ProviderID = "lab") async throws -> DriftCheckView? {
        try await admin.driftChecks().items.first { $0.provider == provider }
    }
}

/// Something to do every operation on drift on.
struct DriftGrounds {
    let world: World

    func perform(_ operation: Operation, as caller: EngineSession, on provider: ProviderID) async throws {
        switch operation {
        case .readDrift: _ = try await caller.driftFindings(DriftQuery())
        case .checkDrift:
            try await makeReadable(provider)
            _ = try await caller.checkDrift(.init(provider: provider))
        case .acceptDrift:
            _ = try await caller.acceptDrift(try await finding(on: provider), .init(reason: "why"))
        default: throw Unexplored(operation: operation)
        }
    }

    func fail(_ operation: Operation, as caller: EngineSession) async throws {
        switch operation {
        case .checkDrift: _ = try await caller.checkDrift(.init(provider: "missing"))
        case .acceptDrift: _ = try await caller.acceptDrift("missing", .init(reason: "why"))
        default: throw Unexplored(operation: operation)
        }
    }

    /// Its kind cannot change any more, and there would be nothing to ask.
    private func makeReadable(_ provider: ProviderID) async throws {
        try await world.become(.openai, provider)
    }

    private func finding(on provider: ProviderID) async throws -> DriftFindingID {
        let skill = "gone-on-\(provider)"
        let owner = provider == "alpha" ? world.session("eve", .operator) : world.admin
        _ = try await owner.registerSkill(SkillUpload(content: .text(skillText(skill))))
        let now = world.clock.now
        return try await world.database.write { connection in
            let selection = RunRequest.Selection(name: skill)
            let target = try SkillTable(connection).targets(for: [selection])[selection]
            let drift = Drift(
                .missing,
                skillID: target?.skillID ?? "none",
                skill: skill,
                expected: nil,
                found: nil
            )
            let table = DriftFindingTable(connection)
            try table.open([drift], on: provider, at: now)
            return try table.list(DriftQuery(provider: provider)).items.first?.id ?? "none"
        }
    }

    private struct Unexplored: Error {
        let operation: Operation
    }
}
