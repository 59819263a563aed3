import Contract
import Domain
import Engine
import Store

/// Something to do every operation on: what Eve's scope covers, and what it does not.
struct Grounds {
    enum Side: Sendable {
        case own
        case other
    }

    static let scope = Scope(providers: ["alpha"], namespaces: ["eve"])

    private let world: World
    private let account: AccountView
    private let other: AccountView

    init(_ world: World) async throws {
        self.world = world
        for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
        try await world.addSkill("theirs")
        let eve = world.session("eve", .operator)
        _ = try await eve.registerSkill(SkillUpload(content: .text(skillText("mine"))))
        account = try await world.admin.createAccount(
            AccountRequest(name: "eve", role: .viewer, scope: Self.scope, password: "paper boats at noon")
        )
        other = try await world.admin.createAccount(
            AccountRequest(name: "ann", role: .viewer, password: "seven green umbrellas")
        )
    }

    /// Eve with that role, signed in with a session.
    func eve(_ role: Role) async throws -> EngineSession {
        let (id, now) = (account.id, world.clock.now)
        try await world.database.write { connection in
            try connection.run("UPDATE accounts SET role = \(role) WHERE id = \(id)")
            guard try SessionTable(connection).find("s") == nil else { return }
            let session = SessionView(
                id: "s",
                createdAt: now,
                lastSeenAt: now,
                expiresAt: now + .seconds(3600),
                address: nil,
                current: false
            )
            try SessionTable(connection).insert(session, of: id, secretHash: "eve")
        }
        return world.engine.session(
            for: Caller(
                name: "eve",
                role: role,
                scope: Self.scope,
                account: account.id,
                credential: .session("s"),
                requestID: "request-1"
            )
        )
    }

    func denials(of operation: Operation) async throws -> [AuditEntryView] {
        try await world.admin.audit(AuditQuery(actor: "eve", action: operation.rawValue)).items
            .filter { $0.outcome == "denied" }
    }

    private static let waiver = WaiverRequest(
        rule: "command.destruction",
        reason: "why",
        expiresAt: ManualClock.start + .seconds(3600)
    )

    /// No `default`: an operation without a way to call it does not compile.
    func perform(_ operation: Operation, as caller: EngineSession, _ side: Side) async throws {
        let skill = side == .own ? "mine" : "theirs"
        let provider: ProviderID = side == .own ? "alpha" : "beta"
        let upload = SkillUpload(content: .text(skillText(side == .own ? "fresh" : "theirs", "v2")))
        let request = RunRequest(skills: [.init(name: skill)], providers: [provider])
        switch operation {
        case .registerSkill: _ = try await caller.registerSkill(upload)
        case .importSkill: try await importSkill(side == .own ? "fresh" : "theirs", as: caller)
        case .checkSkill: _ = try await caller.checkSkill(upload)
        case .readSkills: _ = try await caller.skills(SkillQuery())
        case .yankSkill: _ = try await caller.yank(version: 1, of: skill, reason: "why", if: .present)
        case .waiveScan: _ = try await caller.waive(Self.waiver, version: 1, of: skill)
        case .revokeWaiver: _ = try await caller.revokeWaiver("missing", version: 1, of: skill, if: .present)
        case .readProviders: _ = try await caller.providers()
        case .putProvider, .setCredential, .clearCredential, .checkProvider, .pauseProvider, .resumeProvider,
            .pauseWork, .resumeWork:
            try await performOnProviders(operation, as: caller, provider)
        case .planRun: _ = try await caller.planRun(request)
        case .startRun: _ = try await caller.startRun(request, idempotencyKey: nil, source: .api)
        case .readRuns: _ = try await caller.runs(RunQuery())
        case .retryRun: _ = try await caller.retryRun(try await canceledRun(skill, provider).id)
        case .cancelRun: _ = try await caller.cancelRun(try await openRun(skill, provider).id)
        case .rollbackRun:
            let run = try await world.finish(try await openRun(skill, provider))
            _ = try await caller.rollbackRun(run.id, reason: "why", source: .api)
        case .approveRun, .refuseRun: try await decide(operation, as: caller, skill, provider)
        case .steerWaves: _ = try await caller.releaseWave(1, of: try await laterRun(skill, provider).id)
        case .useChat: _ = try await caller.say(ChatMessage("help"))
        case .followEvents: _ = try await caller.events(after: nil)
        case .readAudit, .readWholeAudit: _ = try await caller.audit(AuditQuery())
        case .verifyAudit: _ = try await caller.verifyAudit()
        case .signSkill, .acceptSigner, .exportAudit, .readEvidence:
            try await performOnProofs(operation, as: caller, skill, provider)
        case .readCaller, .changePassword, .readSessions, .endSession, .createToken, .readTokens,
            .revokeToken, .manageTokens, .readAccounts, .createAccount, .changeAccount, .signOutAccount:
            try await performOnAccess(operation, as: caller, side == .own ? Self.scope : .everything, side)
        case .readAlerts, .acknowledgeAlert, .snoozeAlert, .putAlertRule, .removeAlertRule,
            .dryRunAlertRule, .readFailures, .acknowledgeFailures:
            try await AlertGrounds(world).perform(operation, as: caller, on: provider)
        case .readDrift, .checkDrift, .acceptDrift:
            try await DriftGrounds(world: world).perform(operation, as: caller, on: provider)
        case .readChannels, .readDeliveries, .replayDelivery, .putChannel, .removeChannel, .testChannel:
            try await performOnChannels(operation, as: caller, provider)
        }
    }

    private func performOnChannels(
        _ operation: Operation,
        as caller: EngineSession,
        _ provider: ProviderID
    ) async throws {
        let isOfOne = [.readChannels, .readDeliveries, .replayDelivery].contains(operation)
        let caller = isOfOne ? caller : try await everywhere(caller, provider)
        try await ChannelGrounds(world).perform(operation, as: caller, on: provider)
    }

    private func importSkill(_ name: String, as caller: EngineSession) async throws {
        let url = "https://example.com/SKILL.md"
        world.download.put(skillText(name, "v2"), at: url)
        _ = try await caller.importSkill(SkillImport(url: url))
    }

    private func performOnProviders(
        _ operation: Operation,
        as caller: EngineSession,
        _ provider: ProviderID
    ) async throws {
        switch operation {
        case .putProvider:
            let settings = ProviderSettings(kind: .http, displayName: "New", baseURL: "http://localhost")
            _ = try await caller.putProvider(provider, settings, if: .present)
        case .setCredential:
            _ = try await caller.setCredential(of: provider, to: Secret("key"), if: .present)
        case .clearCredential: _ = try await caller.clearCredential(of: provider, if: .present)
        case .checkProvider: _ = try await caller.checkProvider(provider)
        case .pauseProvider: _ = try await caller.pauseProvider(provider, reason: "why")
        case .resumeProvider: _ = try await caller.resumeProvider(provider)
        case .pauseWork: _ = try await everywhere(caller, provider).pauseWork(reason: "why")
        case .resumeWork: _ = try await everywhere(caller, provider).resumeWork()
        default: throw Unexplored(operation: operation)
        }
    }

    /// The same caller, without a scope where it is to be within it: that of `alpha` does not cover everything.
    private func everywhere(_ caller: EngineSession, _ provider: ProviderID) async throws -> EngineSession {
        guard provider == "alpha" else { return caller }
        return world.session("eve", try await caller.caller().role)
    }

    private func decide(
        _ operation: Operation,
        as caller: EngineSession,
        _ skill: String,
        _ provider: ProviderID
    ) async throws {
        try await world.addProvider(provider) { $0.approval = .always }
        let run = try await openRun(skill, provider)
        if operation == .approveRun {
            _ = try await caller.approveRun(run.id, comment: nil)
        } else {
            _ = try await caller.refuseRun(run.id, comment: "why")
        }
    }

    private func performOnProofs(
        _ operation: Operation,
        as caller: EngineSession,
        _ skill: String,
        _ provider: ProviderID
    ) async throws {
        switch operation {
        case .signSkill:
            let unfit = SkillSignature(name: skill, digest: "", publicKey: "", signature: "")
            _ = try await caller.sign(version: 1, of: skill, with: unfit)
        case .acceptSigner:
            let acceptance = SignerAcceptance(version: 1, name: "Ann", reason: "why")
            _ = try await caller.acceptSigner(acceptance, of: skill)
        case .exportAudit: _ = try await caller.exportAudit(AuditExportQuery())
        case .readEvidence:
            let run = try await world.finish(try await openRun(skill, provider))
            _ = try await caller.evidence(of: run.id)
        default: throw Unexplored(operation: operation)
        }
    }

    private func performOnAccess(
        _ operation: Operation,
        as caller: EngineSession,
        _ scope: Scope,
        _ side: Side
    ) async throws {
        let target = side == .own ? account : other
        switch operation {
        case .readCaller: _ = try await caller.caller()
        case .changePassword:
            _ = try await caller.changePassword(
                PasswordChange(current: "paper boats at noon", new: "three red lanterns")
            )
        case .readSessions: _ = try await caller.sessions()
        case .endSession: _ = try await caller.endSession("missing")
        case .createToken:
            _ = try await caller.createToken(TokenRequest(name: "ci", role: .viewer, scope: scope))
        case .readTokens, .manageTokens: _ = try await caller.tokens()
        case .revokeToken: _ = try await caller.revokeToken("missing", if: .present)
        case .readAccounts: _ = try await caller.accounts()
        case .createAccount:
            _ = try await caller.createAccount(
                AccountRequest(name: "new", role: .viewer, scope: scope, password: "three red lanterns")
            )
        case .changeAccount:
            let change = AccountChange(displayName: "N")
            _ = try await caller.changeAccount(target.id, change, if: .unchanged(target.revision))
        case .signOutAccount:
            // One's own is signed out with `session.end`.
            let third = try await world.admin.createAccount(
                AccountRequest(name: "third", role: .viewer, scope: scope, password: "three red lanterns")
            )
            _ = try await caller.signOutAccount(third.id)
        default: throw Unexplored(operation: operation)
        }
    }

    /// What these allow is more of an answer, never a refusal.
    static let widening: Set<Operation> = [.readWholeAudit, .manageTokens]

    func seesOthers(_ operation: Operation, as caller: EngineSession) async throws -> Bool {
        if operation == .readWholeAudit {
            return try await caller.audit(AuditQuery()).items.contains { $0.actor == "ann" }
        }
        _ = try await world.admin.createToken(TokenRequest(name: "ci", role: .viewer))
        return try await !caller.tokens().items.isEmpty
    }

    private func openRun(_ skill: String, _ provider: ProviderID) async throws -> RunView {
        try await world.start([.init(name: skill)], on: [provider])
    }

    private func laterRun(_ skill: String, _ provider: ProviderID) async throws -> RunView {
        try await world.startLater(by: .seconds(3600), [.init(name: skill)], on: [provider])
    }

    private func canceledRun(_ skill: String, _ provider: ProviderID) async throws -> RunView {
        try await world.admin.cancelRun(try await openRun(skill, provider).id)
    }

    /// An operation that no way of calling it was written for.
    private struct Unexplored: Error {
        let operation: Operation
    }
}
