import API
import Client
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

/// What leaves the server to be checked without it.
@Suite("Proofs over HTTP", .timeLimit(.minutes(5)))
struct ProofRouteTests {
    private let run = RunID(rawValue: TestSite.run)

    @Test func theClientGetsEveryByteOfWhatTheServerProves() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            let client = live.client()
            let export = try await client.exportAudit(AuditExportQuery())
            #expect(export.filename == "audit-2026-11-22.jsonl")
            var bytes: [UInt8] = []
            for try await piece in export.pieces { bytes += piece }
            #expect(try bytes == Fixtures.bytes("exportAudit.jsonl"))
            let evidence = try await client.evidence(of: run)
            #expect(evidence.filename == "evidence-\(run).zip")
            #expect(try evidence.bytes == Fixtures.bytes("getRunEvidence.zip"))
            #expect(try await client.auditCheckpoint(1) == Fixtures.value("getAuditCheckpoint"))
            #expect(try await client.auditCheckpoints(.init()) == Fixtures.value("listAuditCheckpoints"))
            #expect(try await client.signers(of: "release-notes") == Fixtures.value("listSigners"))
            let acceptance = SignerAcceptance(version: 1, name: "a", reason: "r")
            #expect(
                try await client.acceptSigner(acceptance, of: "release-notes")
                    == Fixtures.value("acceptSigner")
            )
        }
        #expect(
            site.plane.calls.contains(
                "acceptSigner release-notes \(SignerAcceptance(version: 1, name: "a", reason: "r"))"
            )
        )
    }

    @Test func aSpanOfTheLogIsAskedForByTime() async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(
                .get,
                "/api/audit/export?after=2026-11-22T10:00:00Z&before=2026-11-23T10:00:00Z"
            )
            #expect(answer.headers[.contentType] == "application/x-ndjson")
            #expect(answer.headers[.contentDisposition] == #"attachment; filename="audit-2026-11-22.jsonl""#)
            let fault = try await client.ask(.get, "/api/audit/export?after=yesterday").problem(
                .validationFailed
            )
            #expect(fault.errors.map(\.pointer) == ["?after"])
        }
        let query = AuditExportQuery(
            after: Timestamp("2026-11-22T10:00:00Z"),
            before: Timestamp("2026-11-23T10:00:00Z")
        )
        #expect(site.plane.calls == ["exportAudit \(query)"])
    }

    /// A refusal comes as one, and not as an export that is cut off.
    @Test func whoMayNotExportIsTold() async throws {
        let site = TestSite()
        site.plane.refuse("exportAudit", with: Problem(.permissionDenied, "no"))
        try await LiveSite.serving(try site.site().router()) { live in
            await #expect(throws: Problem.self) { try await live.client().exportAudit(AuditExportQuery()) }
        }
    }

    @Test(arguments: ["0", "-1", "01", "x", "99999999999999999999"])
    func whatIsNoNumberIsNoCheckpoint(_ number: String) async throws {
        try await TestSite().test { client in
            _ = try await client.ask(.get, "/api/audit/checkpoints/\(number)").problem(.notFound)
        }
    }

    @Test func aSignatureTravelsWithTheUpload() async throws {
        let site = TestSite()
        let signature = SkillSignature(
            name: "a",
            digest: String(repeating: "0", count: 64),
            publicKey: String(repeating: "A", count: 44),
            signature: String(repeating: "B", count: 88)
        )
        try await LiveSite.serving(try site.site().router()) { live in
            let upload = SkillUpload(content: .text("# x"), tags: ["docs"], signature: signature)
            _ = try await live.client().registerSkill(upload)
            _ = try await live.client().sign(version: 2, of: "release-notes", with: signature)
        }
        #expect(site.plane.uploads.first?.signature == signature)
        #expect(site.plane.uploads.first?.tags == ["docs"])
        #expect(site.plane.calls.last == "sign 2 release-notes \(signature.digest)")
    }

    @Test(arguments: [
        "x", "{}",
        #"{"format":"skillyard skill signature 1","name":"a","digest":"b","public_key":"c","signature":"d"}"#,
    ])
    func whatIsNoSignatureIsNotTaken(_ text: String) async throws {
        let site = TestSite()
        try await site.test { client in
            let body =
                "--XX\r\nContent-Disposition: form-data; name=\"bundle\"\r\n\r\nPK\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"signature\"\r\n\r\n\(text)\r\n--XX--\r\n"
            let type = "multipart/form-data; boundary=XX"
            let answer = try await client.ask(.post, "/api/skills", body: body, type: type)
            #expect(try answer.problem(.validationFailed).errors.map(\.pointer) == ["/signature"])
            _ = try await client.ask(.put, RouteTests.versionPath + "/signature", body: "{}")
                .problem(.validationFailed)
        }
        #expect(site.plane.calls.isEmpty)
    }
}
