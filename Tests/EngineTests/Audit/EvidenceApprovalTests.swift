import Bundles
import Contract
import Domain
import Engine
import Proofs
import Store
import Testing

/// SEC-11: who approved or refused a run stands in its evidence as the audit log has it.
@Suite(.timeLimit(.minutes(5))) struct EvidenceApprovalTests {
    private typealias Change = (old: String, new: String)

    private func withGate(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.addProvider("gated") { $0.approval = .always }
            try await world.addSkill("demo")
            try await body(world)
        }
    }

    private func files(of run: RunView, in world: World) async throws -> [String: [UInt8]] {
        try EvidenceArchive.unpack(try await world.admin.evidence(of: run.id).bytes)
    }

    /// What is found when `run.json` says something else, and everything is signed anew by the right key.
    private func faults(_ change: Change?, _ files: [String: [UInt8]], of run: RunView, in world: World)
        throws -> [String]
    {
        let key = try #require(world.signingKey)
        var changed = files
        if let change {
            let text = String(decoding: files["run.json"] ?? [], as: UTF8.self)
            #expect(text.contains(change.old), "run.json has no \(change.old): \(text)")
            changed["run.json"] = Array(text.replacing(change.old, with: change.new, maxReplacements: 1).utf8)
        }
        let signed = try resigned(changed, run.id, with: key)
        return EvidenceCheck.report(on: signed, trusting: [key.publicKey.id]).faults
    }

    @Test func whoApprovedIsWhoTheLogNames() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            // What was denied or refused is no decision.
            _ = try await problem {
                try await world.session("eve", .operator).approveRun(run.id, comment: nil)
            }
            world.clock.advance(by: .seconds(1))
            _ = try await world.session("juno", .approver).approveRun(run.id, comment: "Read it.")
            world.clock.advance(by: .seconds(1))
            _ = try await problem { try await world.admin.refuseRun(run.id, comment: "Too late.") }
            try await world.finish(run)
            let files = try await files(of: run, in: world)
            func faults(_ old: String, _ new: String) throws -> [String] {
                try self.faults((old, new), files, of: run, in: world)
            }
            #expect(try self.faults(nil, files, of: run, in: world) == [])
            #expect(
                try faults(#""decided_by":"juno""#, #""decided_by":"kim""#) == [
                    "run.json: its approval: who decided is kim, and in the audit log juno"
                ]
            )
            #expect(
                try faults(#""comment":"Read it.""#, #""comment":"Not read.""#) == [
                    "run.json: its approval: the comment is Not read., and in the audit log Read it."
                ]
            )
            #expect(
                try faults(#""comment":"Read it.","#, "") == [
                    "run.json: its approval: the comment is none, and in the audit log Read it."
                ]
            )
            #expect(
                try faults(#""state":"approved""#, #""state":"refused""#) == [
                    "run.json: says that it was refused, and the audit log run.approve"
                ]
            )
            #expect(
                try faults(#""state":"approved""#, #""state":"canceled""#) == [
                    "run.json: says that juno canceled it while it waited, and the audit log does not"
                ]
            )
            #expect(
                try faults(#""state":"approved""#, #""state":"pending""#) == [
                    "run.json: says that it waits for an approval, and it has ended"
                ]
            )
            #expect(
                try faults(#""approval":{"#, #""approved":{"#) == [
                    "run.json: names no approval, and the audit log run.approve by juno"
                ]
            )
        }
    }

    @Test func anApprovalThatNobodyGaveIsNamed() async throws {
        try await withGate { world in
            try await world.addProvider("open")
            let free = try await world.finish(try await world.start(["demo"], on: ["open"]))
            let gated = try await world.start(["demo"], on: ["gated"])
            _ = try await world.session("juno", .approver).approveRun(gated.id, comment: nil)
            let approved = try await world.finish(gated)
            let approval = String(
                decoding: try JSON.encode(try #require(approved.approval)),
                as: UTF8.self
            )
            let found = try faults(
                (#"{"#, #"{"approval":"# + approval + ","),
                try await files(of: free, in: world),
                of: free,
                in: world
            )
            #expect(found.contains("run.json: says that it was approved, and the audit log nothing"))
        }
    }

    @Test func aRefusalIsProvedWhoeverRefused() async throws {
        try await withGate { world in
            let refused = try await world.start(["demo"], on: ["gated"])
            let late = try await world.start(["demo"], on: ["gated"])
            _ = try await world.session("juno", .approver).refuseRun(refused.id, comment: "Not now.")
            world.clock.advance(by: .seconds(7 * 24 * 3600))
            try await world.engine.janitor().tidy()
            #expect(try await world.admin.run(late.id).approval?.decidedBy == "system")

            let byPerson = try await files(of: refused, in: world)
            #expect(try faults(nil, byPerson, of: refused, in: world) == [])
            #expect(
                try faults(
                    (#""decided_by":"juno""#, #""decided_by":"system""#),
                    byPerson,
                    of: refused,
                    in: world
                ) == ["run.json: its approval: who decided is system, and in the audit log juno"]
            )
            let byTime = try await files(of: late, in: world)
            #expect(try faults(nil, byTime, of: late, in: world) == [])
            #expect(
                try faults(
                    (#""decided_by":"system""#, #""decided_by":"juno""#),
                    byTime,
                    of: late,
                    in: world
                ) == ["run.json: its approval: who decided is juno, and in the audit log system"]
            )
        }
    }

    /// Asked for twice: what counts is the newest decision, and an older one proves nothing.
    @Test func theNewestDecisionCounts() async throws {
        try await withGate { world in
            let run = try await world.start(["demo"], on: ["gated"])
            _ = try await world.session("juno", .approver).refuseRun(run.id, comment: "Not now.")
            world.clock.advance(by: .seconds(1))
            _ = try await world.admin.retryRun(run.id)
            world.clock.advance(by: .seconds(1))
            _ = try await world.session("kim", .approver).approveRun(run.id, comment: nil)
            try await world.finish(run)
            let files = try await files(of: run, in: world)
            #expect(try faults(nil, files, of: run, in: world) == [])
            #expect(
                try faults((#""decided_by":"kim""#, #""decided_by":"juno""#), files, of: run, in: world) == [
                    "run.json: its approval: who decided is juno, and in the audit log kim"
                ]
            )
        }
    }

    @Test func whatWasCanceledWhileItWaitedIsProvedByTheCancellation() async throws {
        try await withGate { world in
            let run = try await world.admin.cancelRun(try await world.start(["demo"], on: ["gated"]).id)
            #expect(run.approval?.state == .canceled)
            let files = try await files(of: run, in: world)
            #expect(try faults(nil, files, of: run, in: world) == [])
            #expect(
                try faults((#""decided_by":"ann""#, #""decided_by":"eve""#), files, of: run, in: world) == [
                    "run.json: says that eve canceled it while it waited, and the audit log does not"
                ]
            )
            #expect(
                try faults((#""state":"canceled""#, #""state":"approved""#), files, of: run, in: world) == [
                    "run.json: says that it was approved, and the audit log nothing"
                ]
            )
        }
    }
}
