import Bundles
import Contract
import Domain
import Engine
import Proofs
import Store
import Testing

/// SEC-05: what was altered is not sent, and a change of signer needs consent.
@Suite(.timeLimit(.minutes(5))) struct SigningTests {
    private let team: SigningKey
    private let stranger: SigningKey

    init() throws {
        team = try SigningKey.make()
        stranger = try SigningKey.make()
    }

    @discardableResult
    private func sign(_ number: Int, with key: SigningKey, in world: World) async throws -> SkillVersionView {
        let version = try await world.admin.version(number, of: "demo")
        let statement = SkillStatement(name: "demo", files: version.files)
        return try await world.admin.sign(version: number, of: "demo", with: try statement.signed(with: key))
    }

    private func plan(_ number: Int, in world: World) async throws -> PlanView.Target {
        let selection = RunRequest.Selection(name: "demo", version: number)
        let plan = try await world.admin.planRun(RunRequest(skills: [selection], providers: ["alpha"]))
        return try #require(plan.targets.first)
    }

    private func withVersions(_ count: Int, _ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            for number in 1...count { try await world.addSkill("demo", content: "v\(number)") }
            try await body(world)
        }
    }

    @Test func aSkillThatWasNeverSignedIsNotGuarded() async throws {
        try await withVersions(1) { world in
            let target = try await plan(1, in: world)
            #expect(target.action == .create)
            #expect(target.signer == nil)
            let signers = try await world.admin.signers(of: "demo")
            #expect(signers.items.isEmpty)
        }
    }

    @Test func theFirstSignerIsAcceptedAndOthersAreNot() async throws {
        try await withVersions(3) { world in
            let signed = try await sign(2, with: team, in: world)
            #expect(signed.signature?.keyID == team.publicKey.id)
            #expect(signed.signature?.signer == "first signer")
            #expect(signed.signature?.addedBy == "ann")
            try await sign(3, with: stranger, in: world)
            let accepted = try await plan(2, in: world)
            #expect(accepted.action == .create)
            #expect(accepted.signer == "first signer")
            let strange = try await plan(3, in: world)
            #expect(strange.action == .blocked)
            #expect(strange.reasons.map(\.code) == ["plan.signer_changed"])
            #expect(strange.signer == stranger.publicKey.id)
            let unsigned = try await plan(1, in: world)
            #expect(unsigned.action == .blocked)
            #expect(unsigned.reasons.map(\.code) == ["plan.signer_changed"])
            let started = try await problem { try await world.start(["demo"], on: ["alpha"]) }
            #expect(started?.code == .validationFailed)
            #expect(started?.errors.map(\.code) == ["plan.signer_changed"])
        }
    }

    @Test func whoIsAcceptedMaySignFromThenOnAndItStandsInTheLog() async throws {
        try await withVersions(3) { world in
            try await sign(2, with: team, in: world)
            try await sign(3, with: stranger, in: world)
            world.clock.advance(by: .milliseconds(1))
            let all = try await world.admin.acceptSigner(
                SignerAcceptance(version: 3, name: "New team", reason: "They take over."),
                of: "demo"
            )
            #expect(all.items.map(\.keyID) == [team.publicKey.id, stranger.publicKey.id])
            #expect(try await plan(3, in: world).signer == "New team")
            let entry = try await world.admin.audit(AuditQuery(action: "skill.accept_signer")).items.first
            #expect(entry?.subject == "skill:demo@3")
            #expect(
                entry?.detail == [
                    "key": stranger.publicKey.id, "name": "New team", "reason": "They take over.",
                ]
            )
            let later = try await world.addSkill("demo", content: "v4")
            try await sign(later.version, with: stranger, in: world)
            #expect(try await plan(later.version, in: world).action == .create)
        }
    }

    @Test func aVersionWithoutASignatureIsAcceptedAlone() async throws {
        try await withVersions(3) { world in
            try await sign(2, with: team, in: world)
            _ = try await world.admin.acceptSigner(
                SignerAcceptance(version: 1, name: "as it was", reason: "Was read."),
                of: "demo"
            )
            #expect(try await plan(1, in: world).action == .create)
            #expect(try await plan(3, in: world).action == .blocked)
            let signers = try await world.admin.signers(of: "demo")
            #expect(signers.items.map(\.version) == [nil, 1])
        }
    }

    @Test func onlyApproversAndAdministratorsAccept() async throws {
        try await withVersions(1) { world in
            let eve = world.session("eve", .operator)
            let acceptance = SignerAcceptance(version: 1, name: "me", reason: "why")
            let refusal = try await problem { try await eve.acceptSigner(acceptance, of: "demo") }
            #expect(refusal?.code == .permissionDenied)
        }
    }

    @Test func onlyASignatureThatFitsIsTaken() async throws {
        try await withVersions(2) { world in
            let version = try await world.admin.version(1, of: "demo")
            let good = try SkillStatement(name: "demo", files: version.files).signed(with: team)
            let other = try SkillStatement(name: "other", files: version.files).signed(with: team)
            let forged = SkillSignature(
                name: "demo",
                digest: good.digest,
                publicKey: stranger.publicKey.base64,
                signature: good.signature
            )
            for (number, signature, pointers) in [
                (1, other, ["/name"]), (2, good, ["/digest"]), (1, forged, ["/signature"]),
            ] {
                let refusal = try await problem {
                    try await world.admin.sign(version: number, of: "demo", with: signature)
                }
                #expect(refusal?.code == .validationFailed)
                #expect(refusal?.errors.map(\.pointer) == pointers)
            }
            let missing = try await problem { try await world.admin.sign(version: 9, of: "demo", with: good) }
            #expect(missing?.code == .notFound)
            try await sign(1, with: team, in: world)
            let again = try await sign(1, with: team, in: world)
            #expect(again.signature?.keyID == team.publicKey.id, "the same again changes nothing")
            let second = try await problem { try await sign(1, with: stranger, in: world) }
            #expect(second?.code == .conflict)
        }
    }

    @Test func aSignatureComesWithTheUpload() async throws {
        try await withWorld { world in
            let text = skillText("demo")
            let file = BundleFile(path: "SKILL.md", isExecutable: false, content: Array(text.utf8))
            let view = BundleFileView(
                path: "SKILL.md",
                size: file.content.count,
                sha256: BundleDigest.sha256(file.content),
                executable: false
            )
            let signature = try SkillStatement(name: "demo", files: [view]).signed(with: team)
            let unfit = try SkillStatement(name: "demo", files: []).signed(with: team)
            let refusal = try await problem {
                try await world.admin.registerSkill(SkillUpload(content: .text(text), signature: unfit))
            }
            #expect(refusal?.code == .validationFailed)
            let nothing = try await world.admin.skills(SkillQuery())
            #expect(nothing.items.isEmpty, "nothing was registered")
            let registration = try await world.admin.registerSkill(
                SkillUpload(content: .text(text), signature: signature)
            )
            #expect(registration.created)
            #expect(registration.version.signature?.keyID == team.publicKey.id)
            let list = try await world.admin.versions(of: "demo", page: PageRequest())
            #expect(list.items.first?.signature?.signer == "first signer")
        }
    }

    /// Somebody with the database changes content, digest and lists so that they fit: the signature does not.
    @Test func contentThatDoesNotFitItsSignatureIsNotSent() async throws {
        try await withVersions(1) { world in
            try await sign(1, with: team, in: world)
            let run = try await world.start(["demo"], on: ["alpha"])
            let text = skillText("demo", "evil")
            let evil = BundleFile(path: "SKILL.md", isExecutable: false, content: Array(text.utf8))
            let digest = BundleDigest.digest(of: [evil])
            let archive = try BundlePacking.zip([evil])
            try await world.database.write { connection in
                try connection.run(
                    """
                    INSERT INTO bundles (digest, archive, size, created_at)
                    VALUES (\(digest), \(archive), \(archive.count), 1)
                    """
                )
                try connection.run("UPDATE skill_versions SET digest = \(digest)")
                try connection.run("UPDATE install_tasks SET digest = \(digest)")
            }
            let ended = try await world.finish(
                run,
                with: world.neighbour().worker(id: "w2", settings: .testing)
            )
            #expect(ended.status == .failed)
            #expect(ended.tasks?.first?.error?.code == .integrityFailed)
            #expect(ended.tasks?.first?.error?.message.contains("does not fit its signature") ?? false)
            #expect(world.providers.calls.isEmpty)
        }
    }
}
