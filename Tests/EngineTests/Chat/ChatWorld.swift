import Contract
import Domain
import Engine
import Store
import Testing

/// A world with two skills, three providers, and short ways to talk in it.
struct ChatWorld {
    let world: World

    init(_ world: World) async throws {
        self.world = world
        for provider: ProviderID in ["alpha", "beta", "gamma"] { try await world.addProvider(provider) }
        try await world.addSkill("demo")
        try await world.addSkill("other")
    }

    var ann: EngineSession { world.person("ann", .admin) }
    var olga: EngineSession { world.person("olga", .operator) }
    var vera: EngineSession { world.person("vera", .viewer) }

    /// The same person at another server.
    func person(_ name: String, _ role: Role, at engine: Engine) -> EngineSession {
        let account = AccountID(rawValue: "account-\(name)")
        return engine.session(for: Caller(name: name, role: role, account: account, requestID: "request-2"))
    }

    /// Says a line, a millisecond after whatever came before.
    func say(
        _ line: String,
        as speaker: EngineSession? = nil,
        in thread: ChatThreadID? = nil,
        about: RunID? = nil
    ) async throws -> ChatTurn {
        world.clock.advance(by: .milliseconds(1))
        return try await (speaker ?? olga).say(ChatMessage(line, thread: thread, about: about))
    }

    func confirm(_ turn: ChatTurn, as speaker: EngineSession? = nil) async throws -> ChatTurn {
        world.clock.advance(by: .milliseconds(1))
        return try await (speaker ?? olga).confirmChat(
            turn.id,
            planHash: try #require(turn.proposal?.planHash)
        )
    }

    /// Says it and confirms it.
    func carryOut(_ line: String, as speaker: EngineSession? = nil, in thread: ChatThreadID? = nil)
        async throws
        -> ChatTurn
    {
        try await confirm(try await say(line, as: speaker, in: thread), as: speaker)
    }

    /// A run of this thread whose one target on a provider failed.
    func failedRun(_ skill: String, in thread: ChatThreadID? = nil) async throws -> ChatTurn {
        world.providers.fail("alpha", ProviderFailure(.authFailed, "The key is void."))
        let turn = try await carryOut("install \(skill) on alpha", in: thread)
        let run = try #require(turn.run)
        #expect(try await world.finish(run).status == .failed)
        return turn
    }

    func rows(_ table: String) async throws -> Int {
        try await world.count("SELECT count(*) AS n FROM \(Query(stringLiteral: table))")
    }

    func audit(_ operation: Contract.Operation) async throws -> [AuditEntryView] {
        try await world.admin.audit(AuditQuery(action: operation.rawValue)).items
    }

    /// Leaves a turn as a process leaves it that is killed after it took the confirmation.
    func interrupt(_ turn: ChatTurn) async throws {
        let now = world.clock.now
        try await world.database.write { connection in
            _ = try connection.run(
                """
                UPDATE chat_actions SET outcome = 'confirmed', confirmed_at = \(now), tries = 1,
                    run_id = NULL, finished_at = NULL WHERE id = \(turn.id)
                """
            )
        }
    }
}

func withChat(_ body: (ChatWorld) async throws -> Void) async throws {
    try await withWorld { try await body(ChatWorld($0)) }
}
