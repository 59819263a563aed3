import Contract
import Domain
import Engine
import Store
import Testing

/// SEC-07: every operation by every role, inside and outside of a scope.
@Suite(.timeLimit(.minutes(5))) struct PermissionTests {
    @Test(arguments: Role.allCases, Operation.allCases.filter { !Grounds.widening.contains($0) })
    func anOperationTakesOneOfItsRoles(_ role: Role, _ operation: Operation) async throws {
        try await withWorld { world in
            let grounds = try await Grounds(world)
            let eve = try await grounds.eve(role)
            let refusal = try await problem { try await grounds.perform(operation, as: eve, .own) }
            let denials = try await grounds.denials(of: operation)
            if operation.roles.contains(role) {
                #expect(refusal?.code != .permissionDenied, "\(refusal?.detail ?? "")")
                #expect(denials.isEmpty)
            } else {
                #expect(refusal?.code == .permissionDenied)
                // CH-05: who can grant it.
                #expect(refusal?.detail.contains("An administrator can give you another") ?? false)
                for name in operation.roles.map(\.rawValue) {
                    #expect(refusal?.detail.contains(name) ?? false)
                    #expect(denials.first?.detail["needed_roles"]?.contains(name) ?? false)
                }
                #expect(denials.count == 1)
                #expect(denials.first?.requestID == "request-1")
            }
        }
    }

    @Test(
        arguments: Role.allCases,
        Operation.allCases.filter { !$0.bounds.isEmpty && !Grounds.widening.contains($0) }
    )
    func whatLiesOutsideOfTheScopeIsRefusedAndAuditedOnce(_ role: Role, _ operation: Operation) async throws {
        try await withWorld { world in
            let grounds = try await Grounds(world)
            let refusal = try await problem {
                try await grounds.perform(operation, as: try await grounds.eve(role), .other)
            }
            #expect(refusal?.code == .permissionDenied)
            #expect(refusal?.detail.contains("admin") ?? false)
            let denials = try await grounds.denials(of: operation)
            #expect(denials.count == 1)
            guard operation.roles.contains(role) else { return }
            #expect(refusal?.errors.isEmpty == false)
            #expect(refusal?.errors.allSatisfy { $0.code == FaultCode.outOfScope.rawValue } ?? false)
            if operation.bounds.contains(.providers) {
                #expect(refusal?.detail.contains("provider beta") ?? false)
            }
            if operation.bounds.contains(.namespaces) {
                #expect(refusal?.detail.contains("namespace ann") ?? false)
            }
        }
    }

    @Test(arguments: Role.allCases, Grounds.widening.sorted { $0.rawValue < $1.rawValue })
    func whatWidensAnAnswerDoesSoForItsRolesOnly(_ role: Role, _ operation: Operation) async throws {
        try await withWorld { world in
            let grounds = try await Grounds(world)
            let sees = try await grounds.seesOthers(operation, as: try await grounds.eve(role))
            #expect(sees == operation.roles.contains(role))
            #expect(try await grounds.denials(of: operation).isEmpty)
        }
    }

    @Test func aRoleIsASetAndNoStepOfALadder() {
        for role in Role.allCases {
            #expect(Role.viewer.isWithin(role))
            #expect(role.isWithin(.admin))
            #expect(role.common(.admin) == role)
            #expect(role.common(.viewer) == .viewer)
        }
        #expect(!Role.auditor.isWithin(.operator))
        #expect(!Role.operator.isWithin(.auditor))
        #expect(Role.operator.common(.auditor) == .viewer)
        #expect(Role.admin.operations == Set(Operation.allCases))
        // What somebody else's rights are made of stays with administrators.
        for operation in [
            Operation.createAccount, .changeAccount, .signOutAccount, .manageTokens, .putProvider,
            .setCredential, .clearCredential,
        ] {
            #expect(operation.roles == [.admin])
        }
    }

    /// Every reading operation of the control plane asks for permission, not only one of each kind.
    @Test func nobodyReadsWithoutARole() async throws {
        try await withWorld { world async throws in
            let eve = world.session("eve", .viewer)
            #expect(try await problem { try await eve.accounts() }?.code == .permissionDenied)
            #expect(try await problem { try await eve.verifyAudit() }?.code == .permissionDenied)
            #expect(
                try await problem { try await eve.auditCheckpoints(PageRequest()) }?.code == .permissionDenied
            )
            #expect(try await problem { try await eve.auditCheckpoint(1) }?.code == .permissionDenied)
            #expect(try await problem { try await eve.signers(of: "demo") }?.code == .notFound)
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
            let caller = try await eve.caller()
            #expect(caller.name == "eve")
            #expect(caller.role == .viewer)
            #expect(caller.operations.contains(.readSkills))
        }
    }

    // SEC-11
    @Test func oneSeesWhatOneDidOneselfAndAuditorsSeeEverything() async throws {
        try await withWorld { world in
            try await world.addSkill("demo")
            let eve = world.session("eve", .operator)
            _ = try await eve.registerSkill(SkillUpload(content: .text(skillText("eves"))))
            #expect(try await eve.audit(AuditQuery()).items.map(\.actor) == ["eve"])
            #expect(try await eve.audit(AuditQuery(actor: "ann")).items.isEmpty)
            let auditor = world.session("otto", .auditor)
            #expect(Set(try await auditor.audit(AuditQuery()).items.map(\.actor)) == ["ann", "eve"])
            #expect(try await auditor.verifyAudit().intact)
        }
    }

    // CH-05
    @Test func oneIsToldWhatOneMayAskFor() async throws {
        try await withWorld { world in
            let grounds = try await Grounds(world)
            for role in Role.allCases {
                let told = try await grounds.eve(role).caller()
                #expect(Set(told.operations) == role.operations)
                #expect(told.scope == Grounds.scope)
                // A token of nobody has no account to look after, and makes no tokens.
                let bare = try await world.session("bare", role).caller()
                let owned: Set<Operation> = [.changePassword, .readSessions, .endSession]
                let tokens: Set<Operation> = role == .admin ? [] : [.createToken]
                #expect(Set(bare.operations) == role.operations.subtracting(owned).subtracting(tokens))
            }
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
