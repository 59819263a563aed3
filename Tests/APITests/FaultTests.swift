import API
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Faults are told all at once")
struct FaultTests {
    @Test("five faults come back with five pointers and nothing is started (API-02)")
    func fiveFaults() async throws {
        let site = TestSite()
        try await site.test { client in
            let body = """
                {"kind":"instal","skills":[{"name":"Bad Name"},{"name":"ok","version":"2"}],"provider":["claude"]}
                """
            let problem = try await client.ask(.post, "/api/install-runs", body: body).problem(
                .validationFailed
            )
            #expect(
                Set(problem.errors.map { "\($0.pointer) \($0.code)" }) == [
                    "/kind choice", "/skills/0/name format", "/skills/1/version type", "/providers required",
                    "/provider unknown",
                ]
            )
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test(arguments: [
        ("[]", ["  type"]), ("null", [" type"]), ("3", [" type"]),
        (#"{"skills":{},"providers":"claude"}"#, ["/skills type", "/providers type"]),
        (#"{"skills":[],"providers":[]}"#, ["/skills range", "/providers range"]),
        (
            #"{"skills":[1,null],"providers":[1,"Bad"]}"#,
            ["/skills/0 type", "/skills/1 type", "/providers/0 type", "/providers/1 format"]
        ),
        (
            #"{"skills":[{"name":"a","version":0}],"providers":["x"],"reason":""}"#,
            ["/skills/0/version range", "/reason length"]
        ),
        (
            #"{"skills":[{"name":"a","version":1.5}],"providers":["x"],"a/b~c":1}"#,
            ["/skills/0/version type", "/a~1b~0c unknown"]
        ),
        (#"{"skills":[{"name":"a"}],"providers":["x"],"reason":"\u0000"}"#, ["/reason format"]),
        (#"{"kind":"rollback","skills":[{"name":"a"}],"providers":["x"]}"#, ["/kind choice"]),
        (
            #"{"skills":[{"name":"a"}],"providers":["x"],"start_at":"soon","waves":{"soak_seconds":604801}}"#,
            ["/start_at format", "/waves/soak_seconds range", "/waves/steps required"]
        ),
        (
            #"""
            {"skills":[{"name":"a"}],"providers":["x"],"waves":{"steps":[{},{"percent":100},
            {"percent":5,"providers":["x"]},{"providers":["Bad"]}],"on_stop":"panic","stop":1}}
            """#,
            [
                "/waves/steps/0/percent required", "/waves/steps/1/percent range",
                "/waves/steps/2/percent choice", "/waves/steps/3/providers/0 format", "/waves/on_stop choice",
                "/waves/stop unknown",
            ]
        ),
        (
            #"""
            {"skills":[{"name":"a"}],"providers":["x"],
            "waves":{"steps":[{"percent":5}],"stop_at_failures":1,"stop_at_percent":5}}
            """#,
            ["/waves/stop_at_percent choice"]
        ),
    ])
    func pointersAndCodes(_ body: String, _ faults: [String]) async throws {
        try await TestSite().test { client in
            let problem = try await client.ask(.post, "/api/install-runs/plan", body: body).problem(
                .validationFailed
            )
            let found = problem.errors.map { "\($0.pointer) \($0.code)" }
            #expect(Set(found) == Set(faults.map { $0.hasPrefix("  ") ? String($0.dropFirst()) : $0 }))
        }
    }

    @Test func tooManyTargetsAreRefused() async throws {
        var site = TestSite()
        site.limits = .init()
        try await site.test { client in
            let skills = (0..<101).map { #"{"name":"s\#($0)"}"# }.joined(separator: ",")
            let providers = (0..<50).map { "\"p\($0)\"" }.joined(separator: ",")
            let body = #"{"skills":[\#(skills)],"providers":[\#(providers)]}"#
            let problem = try await client.ask(.post, "/api/install-runs", body: body).problem(
                .validationFailed
            )
            #expect(problem.errors.map(\.pointer) == ["/skills"])
        }
    }

    @Test func atMostAHundredFaultsAreListed() async throws {
        try await TestSite().test { client in
            let fields = (0..<500).map { #""f\#($0)":1"# }.joined(separator: ",")
            let problem = try await client.ask(.post, "/api/tokens", body: "{\(fields)}").problem(
                .validationFailed
            )
            #expect(problem.errors.count == 100)
            #expect(problem.detail.hasPrefix("502 values"))
        }
    }

    @Test(arguments: ["", "{", "{\"a\":}", "nul", "\u{FEFF}", "{'a':1}", "[1,2"])
    func brokenSyntaxIsNotConfusedWithWrongValues(_ body: String) async throws {
        try await TestSite().test { client in
            _ = try await client.ask(.post, "/api/tokens", body: body).problem(.malformedRequest)
        }
    }

    @Test func bytesThatAreNotUTF8AreRefused() async throws {
        try await TestSite().test { client in
            let answer = try await client.executeRequest(
                uri: "/api/tokens",
                method: .post,
                headers: [
                    .authorization: "Bearer \(FixtureFrontDoor.token)", .contentType: "application/json",
                ],
                body: ByteBuffer(bytes: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])
            )
            _ = try answer.problem(.malformedRequest)
        }
    }

    @Test(arguments: [
        (
            "/api/install-runs?limit=0&status=done&created_after=yesterday&cursor=%FF&parent_run_id=7&colour=red",
            ["?limit", "?status", "?created_after", "?cursor", "?parent_run_id", "?colour"]
        ),
        ("/api/skills?limit=4&limit=5", ["?limit"]),
        ("/api/skills?q=%00&order=size&provider=A", ["?q", "?order", "?provider"]),
        ("/api/installations?skill=A&provider=%zz", ["?skill", "?provider"]),
        ("/api/audit?after=2026-13-01T00:00:00Z&limit=x", ["?after", "?limit"]),
        ("/api/providers?x=1", ["?x"]),
        ("/api/events?last_event_id=-1", ["?last_event_id"]),
        ("/api/skills/a/versions?limit=-5", ["?limit"]),
    ])
    func everyBadParameterIsNamed(_ uri: String, _ pointers: [String]) async throws {
        let site = TestSite()
        try await site.test { client in
            let problem = try await client.ask(.get, uri).problem(.validationFailed)
            #expect(problem.errors.map(\.pointer).sorted() == pointers.sorted())
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func emptyParametersMeanNothing() async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(.get, "/api/skills?q=&tag=&state=&provider=&limit=")
            #expect(answer.status == .ok)
        }
        #expect(site.plane.calls == ["skills \(SkillQuery())"])
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/api/skills"), (.delete, "/api/skills/a/versions/1"),
        (.put, "/api/providers/a"),
        (.post, "/api/install-runs/019abcde-f011-7fff-8fff-0123456789ab/retry"),
        (.post, "/api/install-runs/019abcde-f011-7fff-8fff-0123456789ab/cancel"),
        (.post, "/api/install-runs/019abcde-f011-7fff-8fff-0123456789ab/rollback"),
        (.post, "/api/install-runs/019abcde-f011-7fff-8fff-0123456789ab/approve"),
        (.post, "/api/install-runs/019abcde-f011-7fff-8fff-0123456789ab/refuse"),
        (.post, "/api/install-runs/019abcde-f011-7fff-8fff-0123456789ab/release-wave"),
        (.post, "/api/install-runs/019abcde-f011-7fff-8fff-0123456789ab/stop-waves"),
        (.post, "/api/tokens"), (.delete, "/api/tokens/019abcde-f011-7fff-8fff-0123456789ab"),
    ])
    func aCommandThroughNoKnownDoorIsRefused(method: HTTPRequest.Method, path: String) async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(method, path, headers: [header("X-Skillyard-Source"): "fax"])
            let pointers = try answer.problem(.validationFailed).errors.map(\.pointer)
            #expect(pointers == ["header:X-Skillyard-Source"])
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func headersAreReadAsStrictly() async throws {
        try await TestSite().test { client in
            let answer = try await client.ask(
                .post,
                "/api/install-runs",
                body: RouteTests.request,
                headers: [header("Idempotency-Key"): "a b", header("X-Skillyard-Source"): "fax"]
            )
            let pointers = try answer.problem(.validationFailed).errors.map(\.pointer)
            #expect(pointers == ["header:X-Skillyard-Source", "header:Idempotency-Key"])
            let events = try await client.ask(.get, "/api/events", headers: [header("Last-Event-ID"): "soon"])
            #expect(try events.problem(.validationFailed).errors.map(\.pointer) == ["header:Last-Event-ID"])
        }
    }

    /// However it was changed meanwhile.
    private static let whatever: HTTPFields = [header("If-Match"): "*"]

    @Test func providerSettingsAreCheckedAndASecretIsNeverRepeated() async throws {
        try await TestSite().test { client in
            let body = """
                {"kind":"fax","display_name":"","base_url":"ftp://x","credential":"sk-secret-123",
                "options":{"a":1},"concurrency":0,"rate_per_minute":-1,"attempt_timeout_seconds":9999,
                "max_attempts":21,"enabled":"yes","sandbox":1}
                """
            let answer = try await client.ask(.put, "/api/providers/x", body: body, headers: Self.whatever)
            let problem = try answer.problem(.validationFailed)
            #expect(
                problem.errors.map(\.pointer) == [
                    "/kind", "/display_name", "/base_url", "/credential", "/options/a", "/concurrency",
                    "/rate_per_minute", "/attempt_timeout_seconds", "/max_attempts", "/enabled", "/sandbox",
                ]
            )
            #expect(!String(buffer: answer.body).contains("sk-secret"))
        }
    }

    /// What was understood goes on as it is; whether that time has passed is the engine's to say.
    @Test func whenACredentialExpiresIsReadAndPassedOn() async throws {
        let site = TestSite()
        let path = "/api/providers/claude/credential"
        try await site.test { client in
            let wrong = #"{"expires_at":"2027-01-31","until":1}"#
            let refused = try await client.ask(.put, path, body: wrong, headers: Self.whatever)
            let errors = try refused.problem(.validationFailed).errors
            #expect(errors.map(\.pointer) == ["/secret", "/expires_at", "/until"])
            #expect(site.plane.calls.isEmpty)
            let body = #"{"secret":"a-key","expires_at":"2027-01-31T09:00:00+09:00"}"#
            let answer = try await client.ask(.put, path, body: body, headers: Self.whatever)
            #expect(answer.status == .ok)
            #expect(String(buffer: answer.body).contains("2027-01-31T00:00:00.000000Z"))
        }
        #expect(site.plane.calls == ["setCredential claude present until 2027-01-31T00:00:00.000000Z"])
    }

    @Test func aYankNeedsAReason() async throws {
        try await TestSite().test { client in
            let answer = try await client.ask(.delete, RouteTests.versionPath, headers: Self.whatever)
            #expect(try answer.problem(.validationFailed).errors.map(\.pointer) == ["?reason"])
            let empty = try await client.ask(
                .delete,
                RouteTests.versionPath,
                body: "{}",
                headers: Self.whatever
            )
            #expect(try empty.problem(.validationFailed).errors.map(\.pointer) == ["/reason"])
        }
    }
}
