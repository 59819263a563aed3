import API
import Contract
import Fixtures
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Routes")
struct RouteTests {
    @Test("the router and docs/openapi.json list the same operations (API-07)")
    func routesAndDocumentAgree() throws {
        let data = Data(try Fixtures.openAPIDocument())
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let documented = paths.flatMap { path, operations in
            operations.keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
        }
        #expect(Set(documented) == Set(APISite.routes))
        let routed = try TestSite().site().router().routes.map { "\($0.method.rawValue) \($0.path)" }
        #expect(Set(APISite.routes).subtracting(routed).isEmpty)
        let besides = Set(routed).subtracting(APISite.routes)
        let fixed = ["/api/skills/check", "/api/skills/import", "/api/alert-rules/dry-run"]
        #expect(besides.allSatisfy { path in fixed.contains { path.contains($0) } }, "\(besides)")
    }

    struct Success: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let uri: String
        var body: String?
        let status: Int
        /// The fixture that has to come back, letter for letter.
        let fixture: String

        var testDescription: String { "\(method) \(uri)" }
    }

    static let request = #"{"skills":[{"name":"release-notes","version":2}],"providers":["claude"]}"#
    static let reason = #"{"reason":"maintenance"}"#
    static let signature = """
        {"format":"skillyard skill signature 1","name":"release-notes","digest":"94583ec79d86e964a17eea2812da7c3b0c12f2d3162d46d7ce1a562791970008",\
        "public_key":"A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",\
        "signature":"MzGe/PRYq7Ip4tpAXJSjoKRuP50yUe57Ep8HDviz5VByeyrpcfTFEIjMQ7mFYps0sw+cLHggA5WorASYDzA2DA=="}
        """
    static let runPath = "/api/install-runs/\(TestSite.run)"
    static let versionPath = "/api/skills/release-notes/versions/2"
    static let successes: [Success] = [
        .init(method: .get, uri: "/healthz", status: 200, fixture: "getHealth"),
        .init(method: .get, uri: "/readyz", status: 200, fixture: "getReadiness"),
        .init(method: .get, uri: "/api/skills?q=%EC%A0%95&order=newest", status: 200, fixture: "listSkills"),
        .init(method: .get, uri: "/api/skills/release-notes", status: 200, fixture: "getSkill"),
        .init(method: .get, uri: "/api/skills/release%2Dnotes", status: 200, fixture: "getSkill"),
        .init(method: .get, uri: "/api/skills/check", status: 200, fixture: "getSkill"),
        .init(method: .get, uri: "/api/skills/check/versions/2", status: 200, fixture: "getSkillVersion"),
        .init(
            method: .get,
            uri: "/api/skills/release-notes/versions",
            status: 200,
            fixture: "listSkillVersions"
        ),
        .init(method: .get, uri: versionPath, status: 200, fixture: "getSkillVersion"),
        .init(method: .get, uri: versionPath + "/preflight", status: 200, fixture: "getPreflight"),
        .init(method: .get, uri: versionPath + "/scan", status: 200, fixture: "getSkillScan"),
        .init(method: .get, uri: versionPath + "/scan?format=json", status: 200, fixture: "getSkillScan"),
        .init(method: .get, uri: versionPath + "/waivers", status: 200, fixture: "listScanWaivers"),
        .init(
            method: .post,
            uri: versionPath + "/waivers",
            body: #"{"rule":"command.destruction","reason":"reviewed","expires_at":"2026-12-22T10:00:00Z"}"#,
            status: 201,
            fixture: "createScanWaiver"
        ),
        .init(
            method: .delete,
            uri: versionPath + "/waivers/\(TestSite.run)",
            status: 200,
            fixture: "revokeScanWaiver"
        ),
        .init(method: .delete, uri: versionPath + "?reason=wrong", status: 200, fixture: "yankSkillVersion"),
        .init(
            method: .delete,
            uri: versionPath,
            body: #"{"reason":"wrong"}"#,
            status: 200,
            fixture: "yankSkillVersion"
        ),
        .init(
            method: .post,
            uri: "/api/skills/import",
            body: #"{"url":"https://example.com/a.zip","tags":["a b"]}"#,
            status: 201,
            fixture: "importSkill"
        ),
        .init(method: .get, uri: "/api/skills/import", status: 200, fixture: "getSkill"),
        .init(
            method: .put,
            uri: versionPath + "/signature",
            body: signature,
            status: 200,
            fixture: "signSkillVersion"
        ),
        .init(method: .get, uri: "/api/skills/release-notes/signers", status: 200, fixture: "listSigners"),
        .init(
            method: .post,
            uri: "/api/skills/release-notes/signers",
            body: #"{"version":1,"name":"before signing","reason":"Was read by two of us."}"#,
            status: 200,
            fixture: "acceptSigner"
        ),
        .init(method: .get, uri: "/api/providers", status: 200, fixture: "listProviders"),
        .init(method: .get, uri: "/api/providers/claude", status: 200, fixture: "getProvider"),
        .init(
            method: .put,
            uri: "/api/providers/codex-home",
            body: #"{"kind":"folder","display_name":"Codex","options":{"client":"codex"},"base_url":null}"#,
            status: 201,
            fixture: "putProvider"
        ),
        .init(
            method: .put,
            uri: "/api/providers/claude/credential",
            body: #"{"secret":"a key","expires_at":"2027-01-31T00:00:00Z"}"#,
            status: 200,
            fixture: "setCredential"
        ),
        .init(
            method: .delete,
            uri: "/api/providers/claude/credential",
            status: 200,
            fixture: "clearCredential"
        ),
        .init(method: .post, uri: "/api/providers/claude/check", status: 200, fixture: "checkProvider"),
        .init(
            method: .post,
            uri: "/api/providers/claude/pause",
            body: reason,
            status: 200,
            fixture: "pauseProvider"
        ),
        .init(method: .post, uri: "/api/providers/claude/resume", status: 200, fixture: "resumeProvider"),
        .init(method: .get, uri: "/api/work", status: 200, fixture: "getWork"),
        .init(method: .post, uri: "/api/work/pause", body: reason, status: 200, fixture: "pauseWork"),
        .init(method: .post, uri: "/api/work/resume", status: 200, fixture: "resumeWork"),
        .init(
            method: .get,
            uri: "/api/install-runs?kind=install&created_after=2026-11-22T10:00:00Z",
            status: 200,
            fixture: "listRuns"
        ),
        .init(method: .post, uri: "/api/install-runs", body: request, status: 202, fixture: "startRun"),
        .init(method: .post, uri: "/api/install-runs/plan", body: request, status: 200, fixture: "planRun"),
        .init(method: .get, uri: runPath, status: 200, fixture: "getRun"),
        .init(method: .post, uri: runPath + "/retry", status: 202, fixture: "retryRun"),
        .init(method: .post, uri: runPath + "/cancel", status: 202, fixture: "cancelRun"),
        .init(
            method: .post,
            uri: runPath + "/approve",
            body: #"{"comment":"read it"}"#,
            status: 202,
            fixture: "approveRun"
        ),
        .init(method: .post, uri: runPath + "/approve", body: "{}", status: 202, fixture: "approveRun"),
        .init(
            method: .post,
            uri: runPath + "/refuse",
            body: #"{"comment":"no"}"#,
            status: 202,
            fixture: "refuseRun"
        ),
        .init(
            method: .post,
            uri: runPath + "/rollback",
            body: #"{"reason":"empty notes"}"#,
            status: 202,
            fixture: "rollbackRun"
        ),
        .init(
            method: .get,
            uri: "/api/installations?skill=release-notes",
            status: 200,
            fixture: "listInstallations"
        ),
        .init(method: .get, uri: "/api/overview", status: 200, fixture: "getOverview"),
        .init(method: .get, uri: "/api/overview?range=24h", status: 200, fixture: "getOverview"),
        .init(
            method: .get,
            uri: "/api/overview?status=failed&skill=a&kind=install&requested_by=mina&source=cli",
            status: 200,
            fixture: "getOverview"
        ),
        .init(
            method: .get,
            uri: "/api/matrix?q=notes&provider=claude&order=updated&limit=5",
            status: 200,
            fixture: "getMatrix"
        ),
        .init(method: .get, uri: "/api/me", status: 200, fixture: "getCaller"),
        .init(
            method: .put,
            uri: "/api/me/password",
            body: #"{"current":"a","new":"paper boats at noon"}"#,
            status: 200,
            fixture: "changePassword"
        ),
        .init(
            method: .post,
            uri: "/api/setup",
            body: #"{"code":"skc_fixture-code","name":"jun","password":"three red lanterns"}"#,
            status: 201,
            fixture: "setUp"
        ),
        .init(
            method: .post,
            uri: "/api/sessions",
            body: #"{"name":"mina","password":"a fixture's password"}"#,
            status: 201,
            fixture: "createSession"
        ),
        .init(method: .get, uri: "/api/sessions", status: 200, fixture: "listSessions"),
        .init(method: .delete, uri: "/api/sessions/current", status: 200, fixture: "endCurrentSession"),
        .init(method: .delete, uri: "/api/sessions/\(TestSite.run)", status: 200, fixture: "endSession"),
        .init(method: .get, uri: "/api/accounts", status: 200, fixture: "listAccounts"),
        .init(
            method: .post,
            uri: "/api/accounts",
            body: #"{"name":"mina","role":"operator","password":"paper boats at noon","scope":null}"#,
            status: 201,
            fixture: "createAccount"
        ),
        .init(method: .get, uri: "/api/accounts/\(TestSite.run)", status: 200, fixture: "getAccount"),
        .init(
            method: .post,
            uri: "/api/accounts/\(TestSite.run)/sign-out",
            status: 200,
            fixture: "signOutAccount"
        ),
        .init(method: .get, uri: "/api/audit?actor=mina", status: 200, fixture: "listAudit"),
        .init(method: .get, uri: "/api/audit/verification", status: 200, fixture: "verifyAudit"),
        .init(
            method: .get,
            uri: "/api/audit/checkpoints?limit=1",
            status: 200,
            fixture: "listAuditCheckpoints"
        ),
        .init(method: .get, uri: "/api/audit/checkpoints/1", status: 200, fixture: "getAuditCheckpoint"),
        .init(method: .get, uri: "/api/tokens", status: 200, fixture: "listTokens"),
        .init(
            method: .post,
            uri: "/api/tokens",
            body: #"{"name":"ci","role":"operator"}"#,
            status: 201,
            fixture: "createToken"
        ),
        .init(method: .delete, uri: "/api/tokens/\(TestSite.run)", status: 200, fixture: "revokeToken"),
    ]

    @Test(
        arguments: successes + AlertRouteTests.successes + ChannelRouteTests.successes
            + ChatRouteTests.successes
            + DriftRouteTests.successes + WaveRoutes.successes + DesiredStateRoutes.successes
    )
    func answersItsFixture(_ success: Success) async throws {
        try await TestSite().test { client in
            let changes = success.method == .put || success.method == .delete
            let answer = try await client.ask(
                success.method,
                success.uri,
                body: success.body,
                headers: changes ? [.ifMatch: "*"] : [:]
            )
            #expect(Int(answer.status.code) == success.status, "\(String(buffer: answer.body))")
            #expect(answer.headers[.contentType] == "application/json")
            let expected = try JSONSerialization.jsonObject(
                with: Data(try Fixtures.bytes("\(success.fixture).json"))
            )
            let actual = try JSONSerialization.jsonObject(with: Data(answer.body.readableBytesView))
            #expect(actual as? NSDictionary == expected as? NSDictionary)
        }
    }

    @Test("an accepted run says where it is and when to ask again (API-03)")
    func acceptedRun() async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(
                .post,
                "/api/install-runs",
                body: Self.request,
                headers: [header("Idempotency-Key"): "k-1", header("X-Skillyard-Source"): "cli"]
            )
            #expect(answer.status == .accepted)
            #expect(answer.headers[.location] == "/api/install-runs/\(TestSite.run)")
            #expect(answer.headers[.retryAfter] == "1")
            let run = try JSON.decode(RunView.self, from: answer.body.readableBytesView)
            #expect(run.status == .queued)
            _ = try await client.ask(.post, "/api/install-runs", body: Self.request)
        }
        #expect(site.plane.calls == ["startRun k-1 cli", "startRun - api"])
        #expect(site.plane.runRequests.first?.skills == [.init(name: "release-notes", version: 2)])
    }

    @Test func whatExistsAlreadyIsAnsweredWith200() async throws {
        let site = TestSite()
        site.plane.create(false)
        try await site.test { client in
            let skill = try await client.ask(.post, "/api/skills", body: "---\n", type: "text/markdown")
            #expect(skill.status == .ok)
            #expect(skill.headers[.location] == "/api/skills/release-notes/versions/2")
            let body = #"{"kind":"claude","display_name":"Claude"}"#
            let match: HTTPFields = [header("If-Match"): "*"]
            let provider = try await client.ask(.put, "/api/providers/claude", body: body, headers: match)
            #expect(provider.status == .ok)
        }
    }

    @Test func contentComesAsZipWithTheDigestAsTag() async throws {
        try await TestSite().test { client in
            let answer = try await client.ask(.get, Self.versionPath + "/content")
            #expect(answer.headers[.contentType] == "application/zip")
            #expect(answer.headers[.contentDisposition] == #"attachment; filename="release-notes-2.zip""#)
            #expect(
                try [UInt8](answer.body.readableBytesView) == Fixtures.bytes("getSkillVersionContent.zip")
            )
            let tag = try #require(answer.headers[.eTag])
            let again = try await client.ask(
                .get,
                Self.versionPath + "/content",
                headers: [.ifNoneMatch: tag]
            )
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
        }
    }

    @Test func aFileComesAsAnAttachmentWithItsDigestAsTag() async throws {
        try await TestSite().test { client in
            let uri = Self.versionPath + "/file?path="
            let answer = try await client.ask(.get, uri + "SKILL.md")
            #expect(answer.headers[.contentType] == "application/octet-stream")
            #expect(answer.headers[.contentDisposition] == #"attachment; filename="SKILL.md""#)
            #expect(answer.headers[header("X-Skillyard-Executable")] == "false")
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(try [UInt8](answer.body.readableBytesView) == Fixtures.bytes("getSkillFile.txt"))
            let tag = try #require(answer.headers[.eTag])
            let again = try await client.ask(.get, uri + "SKILL.md", headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
            let script = try await client.ask(.get, uri + "scripts%2Fmerged.sh")
            #expect(script.headers[.contentDisposition] == #"attachment; filename="merged.sh""#)
            #expect(script.headers[header("X-Skillyard-Executable")] == "true")
            _ = try await client.ask(.get, uri + "none").problem(.notFound)
        }
    }

    @Test(arguments: [
        (#"a/한글 "x".sh"#, "x.sh"), ("a/b;c=d\\e", "bcde"), ("한글", "file"), ("a/../..", "file"),
    ])
    func aFilenameKeepsOnlyWhatIsSafe(_ path: String, _ filename: String) async throws {
        let site = TestSite()
        site.plane.add(file: path, Array("x".utf8))
        try await site.test { client in
            let query = path.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                .joined()
            let answer = try await client.ask(.get, Self.versionPath + "/file?path=" + query)
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"\(filename)\"")
        }
    }

    @Test func aNodeThatIsNotReadyAnswers503WithItsChecks() async throws {
        var site = TestSite()
        site.isReady = false
        try await site.test { client in
            let answer = try await client.ask(.get, "/readyz", signedIn: false)
            #expect(answer.status == .serviceUnavailable)
            #expect(try JSON.decode(Readiness.self, from: answer.body.readableBytesView).ready == false)
        }
    }

    @Test func metricsAndTheDocumentAreServed() async throws {
        try await TestSite().test { client in
            let metrics = try await client.ask(.get, "/metrics")
            #expect(metrics.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(String(buffer: metrics.body).contains("skillyard_runs_total"))
            let document = try await client.ask(.get, "/openapi.json", signedIn: false)
            #expect(try [UInt8](document.body.readableBytesView) == Fixtures.openAPIDocument())
        }
    }

    @Test func headIsAnsweredWithoutABody() async throws {
        try await TestSite().test { client in
            for uri in ["/api/skills", "/api/nothing", "/api/install-runs/plan"] {
                let answer = try await client.ask(.head, uri)
                #expect(answer.body.readableBytes == 0, "\(uri)")
            }
        }
    }
}
