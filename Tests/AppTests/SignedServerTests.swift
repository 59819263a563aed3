import App
import Bundles
import Client
import Contract
import Foundation
import Proofs
import Store
import Testing

/// A running server signs its log, and what it proves can be checked after it is gone.
@Suite(.serialized) struct SignedServerTests {
    @Test(.timeLimit(.minutes(5)))
    func theLogIsSignedAtStartAndStopAndProvesWhatHappened() async throws {
        let arena = try await CrashArena.start(skills: 1)
        let path = arena.folder.path
        let first = try await arena.control.auditCheckpoints(PageRequest())
        #expect(first.items.map(\.number) == [1], "signed at the start")
        let key = try #require(first.items.first?.keyID)
        let file = try FileManager.default.attributesOfItem(atPath: path + "/data/keys/audit.pem")
        #expect((file[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let accepted = try await arena.control.startRun(
            RunRequest(skills: [.init(name: CrashArena.name(0))], providers: CrashArena.providers),
            idempotencyKey: nil,
            source: .api
        )
        try await until { try await arena.control.run(accepted.id).status.isFinal }
        let evidence = try await arena.control.evidence(of: accepted.id)
        let report = EvidenceReport(ofArchive: evidence.bytes, trusting: [key])
        #expect(report.faults == [])
        #expect(report.run == accepted.id)
        #expect(report.targets == CrashArena.providers.count)
        let kept = try await arena.control.auditCheckpoints(PageRequest(limit: 1)).items.first
        #expect(arena.server.stop() == 0)
        let rows = try await arena.rows("SELECT number, key_id FROM audit_checkpoints ORDER BY number DESC")
        #expect(try rows.first?.integer("number") ?? 0 > kept?.number ?? .max, "signed at the stop")
        try arena.server.start()
        try await arena.untilReady()
        let found = try await arena.control.verifyAudit()
        #expect(found.breaks == [])
        #expect(found.keys == [key], "the key is the same after a restart")
        try await arena.stop()
    }
}
