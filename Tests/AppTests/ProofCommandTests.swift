import App
import Bundles
import Contract
import Foundation
import Proofs
import Testing

/// SEC-11: commands that make keys and check proofs without a server.
@Suite struct ProofCommandTests {
    private static let export = fixture("exportAudit.jsonl")
    private static let evidence = fixture("getRunEvidence.zip")

    private static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/fixtures/\(name)")
            .standardized.path
    }

    /// The key that signed the samples.
    private func sampleKey() throws -> String {
        let data = try Data(contentsOf: URL(filePath: Self.fixture("getAuditCheckpoint.json")))
        return try JSON.decode(AuditCheckpointView.self, from: [UInt8](data)).keyID
    }

    @Test func anExportIsCheckedWithoutAServer() async throws {
        let key = try sampleKey()
        let run = await program("audit", "verify", "--file", Self.export, "--key", key)
        #expect(run.status == .ok)
        #expect(run.outputLines.first == "Audit log intact: 5 entries checked")
        #expect(run.output.contains("signed by \(key)"))
        #expect(!run.messages.contains("--key"))
        let trusting = await program("audit", "verify", "--file", Self.export, "--json")
        #expect(trusting.status == .ok)
        let found = try JSON.decode(AuditVerification.self, from: trusting.output.utf8)
        #expect(found.intact && found.checkpoints == 1)
        let unsure = await program("audit", "verify", "--file", Self.export)
        #expect(unsure.messages.contains("No --key was given"))
    }

    @Test func anotherKeyOrAlteredLineIsStatus4() async throws {
        try await withFolder { folder in
            let other = String(repeating: "0", count: 64)
            let run = await program("audit", "verify", "--file", Self.export, "--key", other)
            #expect(run.status == .failed)
            #expect(run.output.contains("checkpoint 1 signed by a key that is not known"))
            let text = try String(contentsOfFile: Self.export, encoding: .utf8)
            let altered = folder + "/altered.jsonl"
            try text.replacing("mina", with: "eve!").write(
                toFile: altered,
                atomically: false,
                encoding: .utf8
            )
            let broken = await program("audit", "verify", "--file", altered)
            #expect(broken.status == .failed)
            #expect(broken.output.contains("chain main: entry 3 altered or out of place"))
            let missing = await program("audit", "verify", "--file", folder + "/none")
            #expect(missing.status == .usage)
        }
    }

    @Test func aCheckpointKeptElsewhereIsCompared() async throws {
        try await withFolder { folder in
            let kept = Self.fixture("getAuditCheckpoint.json")
            let same = await program("audit", "verify", "--file", Self.export, "--against", kept)
            #expect(same.status == .ok)
            let key = try SigningKey.make()
            let other = try AuditCheckpoint(
                number: 1,
                at: Timestamp(microseconds: 0),
                previous: AuditCheckpoint.origin,
                heads: [.init(chain: "main", sequence: 9, hash: "x")]
            ).signed(with: key)
            try Data(try JSON.encode(other)).write(to: URL(filePath: folder + "/other.json"))
            let run = await program(
                "audit",
                "verify",
                "--file",
                Self.export,
                "--against",
                folder + "/other.json"
            )
            #expect(run.status == .failed)
            #expect(run.output.contains("checkpoint 1 is not the one that was kept elsewhere"))
            let none = await program("audit", "verify", "--file", Self.export, "--against", Self.export)
            #expect(none.status == .usage)
        }
    }

    /// The sample is of a real run: two skills on three providers.
    @Test func evidenceIsCheckedWithoutAServer() async throws {
        let run = await program("evidence", "verify", Self.evidence)
        #expect(run.status == .ok)
        #expect(run.output.contains("intact"))
        #expect(run.messages.contains("No --key was given"))
        try await withFolder { folder in
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.evidence)))
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: URL(filePath: folder + "/altered.zip"))
            let broken = await program("evidence", "verify", folder + "/altered.zip", "--json")
            #expect(broken.status == .failed)
            let report = try JSON.decode(EvidenceReport.self, from: broken.output.utf8)
            #expect(!report.intact)
            #expect(report.faults.first?.hasPrefix("the archive") ?? false)
            let missing = await program("evidence", "verify", folder + "/none")
            #expect(missing.status == .usage)
        }
    }

    @Test func aKeyIsMadeForItsOwnerAlone() async throws {
        try await withFolder { folder in
            let path = folder + "/team.pem"
            let run = await program("skill", "keygen", path)
            #expect(run.status == .ok)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            let key = try SigningKey(pem: try String(contentsOfFile: path, encoding: .utf8))
            let publicKey = try PublicKey(pem: try String(contentsOfFile: path + ".pub", encoding: .utf8))
            #expect(key.publicKey == publicKey)
            #expect(run.outputLines.first == publicKey.id)
            #expect(!run.output.contains("PRIVATE"))
            let again = await program("skill", "keygen", path)
            #expect(again.status == .failure)
            #expect(try SigningKey(pem: try String(contentsOfFile: path, encoding: .utf8)).pem == key.pem)
        }
    }

    @Test func theServersKeyIsMadeOnceAndRefusedWhenExposed() async throws {
        try await withFolder { folder in
            let file = KeyFile(path: folder + "/keys/audit.pem", mayBeMade: true)
            let first = try file.key()
            #expect(try file.key().pem == first.pem)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/keys/audit.pem")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            #expect(try names(in: folder + "/keys") == ["audit.pem"])
            try FileManager.default.setAttributes(
                [.posixPermissions: NSNumber(0o644)],
                ofItemAtPath: folder + "/keys/audit.pem"
            )
            #expect(throws: KeyFile.Trouble.exposed) { try file.key() }
            let given = KeyFile(path: folder + "/none.pem", mayBeMade: false)
            #expect(throws: KeyFile.Trouble.unreadable(reason: "No such file or directory")) {
                try given.key()
            }
            try Data("rubbish".utf8).write(to: URL(filePath: folder + "/rubbish.pem"))
            try FileManager.default.setAttributes(
                [.posixPermissions: NSNumber(0o600)],
                ofItemAtPath: folder + "/rubbish.pem"
            )
            #expect(throws: KeyFile.Trouble.noKey) {
                try KeyFile(path: folder + "/rubbish.pem", mayBeMade: false).key()
            }
        }
    }
}
