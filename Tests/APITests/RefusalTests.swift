import API
import AsyncHTTPClient
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Testing

@Suite("Refusals (API-01)")
struct RefusalTests {
    static let needToken = [
        "/api/skills", "/api/skills/check", "/api/providers/claude", "/api/install-runs",
        "/api/installations",
        "/api/overview", "/api/matrix", "/api/me", "/api/skills/release-notes/versions/2/file?path=SKILL.md",
        "/api/events", "/api/sessions", "/api/accounts", "/api/accounts/x", "/api/audit",
        "/api/audit/verification", "/api/tokens", "/metrics", "/api/chat-ops/threads",
        "/api/chat-ops/commands",
    ]

    @Test(arguments: needToken)
    func withoutATokenNothingIsAnswered(_ uri: String) async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(.get, uri, signedIn: false)
            _ = try answer.problem(.authenticationRequired)
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test(arguments: ["Basic dTpw", "Bearer", "Bearer ", "Bearer wrong", FixtureFrontDoor.token])
    func aWrongTokenIsNoToken(_ value: String) async throws {
        try await TestSite().test { client in
            let answer = try await client.ask(
                .get,
                "/api/skills",
                headers: [.authorization: value],
                signedIn: false
            )
            _ = try answer.problem(.authenticationRequired)
        }
    }

    @Test(arguments: ProblemCode.allCases)
    func whatTheEngineRefusesIsAnsweredAsItIs(_ code: ProblemCode) async throws {
        let site = TestSite()
        let sample = try Fixtures.problem(code)
        site.plane.refuse(with: sample)
        try await site.test { client in
            let answer = try await client.ask(.post, "/api/install-runs", body: RouteTests.request)
            let problem = try answer.problem(code)
            #expect(problem.detail == sample.detail)
            #expect(problem.errors == sample.errors)
            #expect(answer.headers[.retryAfter] == sample.retryAfterSeconds.map(String.init))
        }
    }

    @Test(arguments: [
        "/", "/api", "/api/skillz", "/api/skills/a/b", "/api/install-runs/x/y/z", "/favicon.ico",
    ])
    func unknownAddressesAreNotFound(_ uri: String) async throws {
        try await TestSite().test { client in
            _ = try await client.ask(.get, uri).problem(.notFound)
        }
    }

    @Test(arguments: [
        "/api/skills/Release", "/api/skills/-a", "/api/skills/a--b", "/api/skills/%ED%95%9C",
        "/api/skills/a%2Fb", "/api/skills/%zz", "/api/skills/release-notes/versions/0",
        "/api/skills/release-notes/versions/01", "/api/skills/release-notes/versions/-1",
        "/api/skills/release-notes/versions/99999999", "/api/skills/release-notes/versions/two/content",
        "/api/providers/.x", "/api/providers/A", "/api/install-runs/42",
        "/api/install-runs/019ABCDE-F012-7A3B-8C4D-5E6F708192A3",
    ])
    func namesThatCannotExistAreNotFound(_ uri: String) async throws {
        let site = TestSite()
        try await site.test { client in
            _ = try await client.ask(.get, uri).problem(.notFound)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test(arguments: [
        ("/api/skills", "GET, HEAD, POST"), ("/api/skills/check", "GET, HEAD, POST"),
        ("/api/install-runs/\(TestSite.run)/retry", "POST"), ("/api/providers/claude", "GET, HEAD, PUT"),
        ("/healthz", "GET, HEAD"), ("/api/tokens/\(TestSite.run)", "DELETE"),
    ])
    func aWrongMethodIsToldTheRightOnes(_ uri: String, _ allow: String) async throws {
        try await TestSite().test { client in
            let answer = try await client.ask(.patch, uri)
            _ = try answer.problem(.methodNotAllowed)
            #expect(answer.headers[.allow] == allow)
        }
    }

    @Test(arguments: ["text/html", "application/xml, text/*", "application/zip"])
    func anAcceptHeaderThatLeavesNoRoomIsRefused(_ accept: String) async throws {
        try await TestSite().test { client in
            _ = try await client.ask(.get, "/api/skills", headers: [.accept: accept]).problem(.notAcceptable)
        }
    }

    @Test(arguments: [
        "*/*", "application/*;q=0.5", "text/html, */*;q=0.1", "application/problem+json", "application/json",
    ])
    func otherAcceptHeadersAreFine(_ accept: String) async throws {
        try await TestSite().test { client in
            let answer = try await client.ask(.get, "/api/skills", headers: [.accept: accept])
            #expect(answer.status == .ok)
        }
    }

    @Test(arguments: [
        "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "",
    ])
    func otherContentTypesAreRefused(_ type: String) async throws {
        try await TestSite().test { client in
            let answer = try await client.ask(
                .post,
                "/api/install-runs",
                body: RouteTests.request,
                type: type
            )
            _ = try answer.problem(.unsupportedMediaType)
            let skill = try await client.ask(.post, "/api/skills", body: "x", type: type)
            _ = try skill.problem(.unsupportedMediaType)
        }
    }

    @Test func tooLargeABodyIsRefusedWhetherItsLengthIsSaidOrNot() async throws {
        let site = TestSite()
        try await site.test { client in
            let body = #"{"reason":""# + String(repeating: "x", count: 30_000) + #""}"#
            let uri = "/api/install-runs/\(TestSite.run)/rollback"
            _ = try await client.ask(.post, uri, body: body).problem(.payloadTooLarge)
            let skill = String(repeating: "y", count: 300_000)
            _ = try await client.ask(.post, "/api/skills", body: skill, type: "application/zip").problem(
                .payloadTooLarge
            )
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test("an announced length over the limit is refused before anything is read", .timeLimit(.minutes(5)))
    func announcedLength() async throws {
        try await LiveSite.serving(try TestSite().site().router()) { live in
            var request = HTTPClientRequest(url: "\(live.baseURL)/api/skills")
            request.method = .POST
            request.headers = [
                "authorization": "Bearer \(FixtureFrontDoor.token)", "content-type": "application/zip",
            ]
            // Sends nothing until the test ends.
            let (silence, end) = AsyncStream.makeStream(of: ByteBuffer.self)
            request.body = .stream(silence, length: .known(Int64(1) << 40))
            let response = try await live.httpClient.execute(request, deadline: .distantFuture)
            #expect(response.status == .payloadTooLarge)
            #expect(response.headers.first(name: "connection") == "close")
            end.finish()
        }
    }

    @Test func requestIDsAreTakenOverWhenFitForALogAndMadeOtherwise() async throws {
        try await TestSite().test { client in
            let own = try await client.ask(.get, "/api/skills", headers: [requestIDHeader: "abc-1.2_X"])
            #expect(own.headers[requestIDHeader] == "abc-1.2_X")
            for bad in ["a b", "<x>", String(repeating: "a", count: 129), ""] {
                let answer = try await client.ask(.get, "/api/skills", headers: [requestIDHeader: bad])
                let id = try #require(answer.headers[requestIDHeader])
                #expect(id != bad && id.count == 36)
            }
        }
    }

    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    /// W3C Trace Context, section 3.2: what is not valid counts as not sent.
    @Test(arguments: [
        ("00-\(trace)-00f067aa0ba902b7-01", true), ("00-\(trace)-00f067aa0ba902b7-00", true),
        ("cc-\(trace)-00f067aa0ba902b7-01-more", true), ("00-\(trace)-00f067aa0ba902b7-01-more", false),
        ("ff-\(trace)-00f067aa0ba902b7-01", false), ("00-\(trace)-0000000000000000-01", false),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
        ("00-\(trace)-00f067aa0ba902b7", false),
        ("00-\(trace.uppercased())-00f067aa0ba902b7-01", false), ("00-\(trace)0-00f067aa0ba902b7-01", false),
        (trace, false), ("", false), ("---", false), ("00-\(trace)-00f067aa0ba902bz-01", false),
    ])
    func aRequestWithoutAnIDIsCalledByItsTrace(_ parent: String, isValid: Bool) async throws {
        try await TestSite().test { client in
            let sent: HTTPFields = [header("traceparent"): parent]
            let id = try await client.ask(.get, "/api/skills", headers: sent).headers[requestIDHeader]
            #expect(isValid == (id == Self.trace))
            #expect(isValid || id?.count == 36)
            let both: HTTPFields = [header("traceparent"): parent, requestIDHeader: "own"]
            #expect(
                try await client.ask(.get, "/api/skills", headers: both).headers[requestIDHeader] == "own"
            )
        }
    }

    /// OP-04: whoever asked finds the trace in the answer, also of a refusal.
    @Test func everyAnswerNamesItsTrace() async throws {
        try await TestSite().test { client in
            for uri in ["/healthz", "/api/skills", "/nothing"] {
                let sent: HTTPFields = [header("traceparent"): "00-\(Self.trace)-00f067aa0ba902b7-01"]
                let told = try await client.ask(.get, uri, headers: sent).headers[header("traceresponse")]
                let place = try #require(told.flatMap(TraceParent.init))
                #expect(place.traceID == Self.trace && place.spanID != "00f067aa0ba902b7")
                let own = try await client.ask(.get, uri).headers[header("traceresponse")]
                #expect(own.flatMap(TraceParent.init) != nil && own?.contains(Self.trace) == false)
            }
        }
    }

    @Test func theHealthPortAnswersNothingElse() async throws {
        let application = Application(router: try TestSite().site().healthRouter())
        try await application.test(.router) { client in
            for uri in ["/healthz", "/readyz", "/metrics"] {
                let answer = try await client.ask(.get, uri)
                #expect(answer.status == .ok)
            }
            let nobody = try await client.ask(.get, "/metrics", signedIn: false)
            #expect(nobody.status == .unauthorized)
            for uri in ["/api/skills", "/openapi.json", "/"] {
                let answer = try await client.ask(.get, uri)
                #expect(answer.status == .notFound)
            }
        }
    }

    @Test func everyAnswerHasTheSafeHeaders() async throws {
        try await TestSite().test { client in
            for uri in ["/healthz", "/api/skills", "/nothing"] {
                let headers = try await client.ask(.get, uri).headers
                #expect(headers[header("X-Content-Type-Options")] == "nosniff")
                #expect(headers[.cacheControl] == "no-store")
                #expect(headers[header("Content-Security-Policy")]?.contains("default-src 'none'") == true)
                #expect(headers[header("Referrer-Policy")] == "no-referrer")
            }
        }
    }
}
