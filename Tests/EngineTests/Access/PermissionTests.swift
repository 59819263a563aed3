import Contract
import Engine
import Testing

@Suite(.timeLimit(.minutes(5))) struct PermissionTests {
    /// SEC-07: every operation by every role; what is not allowed is refused and audited.
    @Test(arguments: Role.allCases, Operation.allCases)
    func anOperationTakesItsRole(_ role: Role, _ operation: Operation) async throws {
        try await withWorld { world in
            let caller = world.session("eve", role)
            let refusal = try await problem { try await Self.perform(operation, as: caller) }
            let denials = try await world.admin.audit(AuditQuery(actor: "eve", action: operation.rawValue))
                .items
                .filter { $0.outcome == "denied" }
            if role >= operation.requiredRole {
                #expect(refusal?.code != .permissionDenied)
                #expect(denials.isEmpty)
            } else {
                #expect(refusal?.code == .permissionDenied)
                #expect(refusal?.detail.contains(operation.requiredRole.rawValue) ?? false)
                #expect(denials.count == 1)
                #expect(denials.first?.detail["needed_role"] == operation.requiredRole.rawValue)
                #expect(denials.first?.requestID == "request-1")
            }
        }
    }

    @Test func whoMayReadMayNotWriteAndOnlyAdministratorsSeeTokensAndTheAudit() {
        let ofViewers = Operation.allCases.filter { $0.requiredRole == .viewer }
        #expect(
            Set(ofViewers)
                == [
                    .checkSkill, .readSkills, .readProviders, .planRun, .readRuns, .followEvents, .readCaller,
                ]
        )
        let ofAdmins = Operation.allCases.filter { $0.requiredRole == .admin }
        #expect(
            Set(ofAdmins)
                == [
                    .putProvider, .readAudit, .verifyAudit, .createToken, .readTokens, .revokeToken,
                    .waiveScan, .revokeWaiver,
                ]
        )
    }

    /// No `default`: an operation without a way to call it does not compile.
    private static func perform(_ operation: Operation, as caller: EngineSession) async throws {
        let upload = SkillUpload(content: .text(skillText("demo")))
        let request = RunRequest(skills: ["demo"], providers: ["alpha"])
        switch operation {
        case .registerSkill: _ = try await caller.registerSkill(upload)
        case .checkSkill: _ = try await caller.checkSkill(upload)
        case .readSkills: _ = try await caller.skills(SkillQuery())
        case .yankSkill: _ = try await caller.yank(version: 1, of: "demo", reason: "why", if: .present)
        case .waiveScan:
            let end = ManualClock.start + .seconds(3600)
            let request = WaiverRequest(rule: "command.destruction", reason: "why", expiresAt: end)
            _ = try await caller.waive(request, version: 1, of: "demo")
        case .revokeWaiver: _ = try await caller.revokeWaiver("missing", version: 1, of: "demo", if: .present)
        case .readProviders: _ = try await caller.providers()
        case .putProvider:
            _ = try await caller.putProvider(
                "alpha",
                ProviderSettings(kind: .http, displayName: "Alpha"),
                if: .absent
            )
        case .checkProvider: _ = try await caller.checkProvider("alpha")
        case .planRun: _ = try await caller.planRun(request)
        case .startRun: _ = try await caller.startRun(request, idempotencyKey: nil, source: .api)
        case .readRuns: _ = try await caller.runs(RunQuery())
        case .retryRun: _ = try await caller.retryRun("missing")
        case .cancelRun: _ = try await caller.cancelRun("missing")
        case .rollbackRun: _ = try await caller.rollbackRun("missing", reason: "why", source: .api)
        case .followEvents: _ = try await caller.events(after: nil)
        case .readAudit: _ = try await caller.audit(AuditQuery())
        case .verifyAudit: _ = try await caller.verifyAudit()
        case .readCaller:
            let view = try await caller.caller()
            #expect(view.name == "eve")
        case .createToken: _ = try await caller.createToken(TokenRequest(name: "ci", role: .viewer))
        case .readTokens: _ = try await caller.tokens()
        case .revokeToken: _ = try await caller.revokeToken("missing", if: .present)
        }
    }

    /// Every reading operation of the control plane asks for permission, not only one of each kind.
    @Test func nobodyReadsWithoutARole() async throws {
        try await withWorld { world async throws in
            let eve = world.session("eve", .viewer)
            #expect(try await problem { try await eve.tokens() }?.code == .permissionDenied)
            #expect(try await problem { try await eve.audit(AuditQuery()) }?.code == .permissionDenied)
            #expect(try await problem { try await eve.skill("demo") }?.code == .notFound)
            #expect(try await problem { try await eve.version(1, of: "demo") }?.code == .notFound)
            #expect(try await problem { try await eve.provider("alpha") }?.code == .notFound)
            #expect(
                try await problem { try await eve.file("SKILL.md", ofVersion: 1, of: "demo") }?.code
                    == .notFound
            )
            #expect(try await eve.installations(InstallationQuery()).items.isEmpty)
            #expect(try await eve.matrix(SkillQuery()).items.isEmpty)
            #expect(try await eve.overview(OverviewQuery()).current.total == 0)
            #expect(try await eve.caller() == CallerView(name: "eve", role: .viewer))
        }
    }

    @Test func aDenialThatCannotBeAuditedIsStillARefusal() async throws {
        try await withWorld { world in
            world.faults.failWrites(true)
            let eve = world.session("eve", .viewer)
            let refusal = try await problem {
                try await eve.createToken(TokenRequest(name: "x", role: .admin))
            }
            #expect(refusal?.code == .unavailable)
            world.faults.failWrites(false)
            #expect(try await world.admin.tokens().items.isEmpty)
        }
    }
}
