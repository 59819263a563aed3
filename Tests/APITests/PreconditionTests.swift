import API
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite("Preconditions of changes (API-06)")
struct PreconditionTests {
    struct Change: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let uri: String
        var body: String?

        var testDescription: String { "\(method) \(uri)" }
    }

    static let version = "/api/skills/release-notes/versions/1"
    static let changes = [
        Change(method: .put, uri: "/api/providers/claude", body: #"{"kind":"claude","display_name":"C"}"#),
        Change(method: .delete, uri: version + "?reason=wrong"),
        Change(method: .delete, uri: "/api/tokens/\(TestSite.run)"),
        Change(method: .delete, uri: version + "/waivers/\(TestSite.run)"),
        Change(method: .put, uri: "/api/providers/claude/credential", body: #"{"secret":"a-key"}"#),
        Change(method: .delete, uri: "/api/providers/claude/credential"),
    ]

    @Test(arguments: changes) func withoutAPreconditionNothingIsChanged(_ change: Change) async throws {
        let site = TestSite()
        try await site.test { client in
            _ = try await client.ask(change.method, change.uri, body: change.body)
                .problem(.preconditionRequired)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test(arguments: changes) func whatIsStaleIsRefused(_ change: Change) async throws {
        let site = TestSite()
        site.plane.refuse(with: try Fixtures.problem(.preconditionFailed))
        try await site.test { client in
            let headers: HTTPFields = [.ifMatch: "\"old\""]
            _ = try await client.ask(change.method, change.uri, body: change.body, headers: headers)
                .problem(.preconditionFailed)
        }
        #expect(site.plane.calls.first?.hasSuffix(" old") == true)
    }

    @Test(arguments: [
        ("\"a\"", "a"), ("*", "present"), (#" "a" , "b,c""#, "a b,c"), (#"W/"a", "b""#, "b"), (#"W/"a""#, ""),
    ])
    func tagsAreReadAsHTTPWritesThem(_ field: String, _ noted: String) async throws {
        let site = TestSite()
        try await site.test { client in
            let uri = "/api/tokens/\(TestSite.run)"
            let answer = try await client.ask(.delete, uri, headers: [.ifMatch: field])
            #expect(answer.status == .ok)
        }
        #expect(site.plane.calls == ["revokeToken \(TestSite.run) \(noted)"])
    }

    @Test(arguments: ["a", "\"a", "\"a\" \"b\"", "\"a\",", "", "*, \"a\""])
    func whatIsNoTagIsNamed(_ field: String) async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(.delete, Self.version, headers: [.ifMatch: field])
            #expect(try answer.problem(.validationFailed).errors.map(\.pointer) == ["header:If-Match"])
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func somethingNewIsAskedForWithAStarOnly() async throws {
        let site = TestSite()
        let put = Self.changes[0]
        try await site.test { client in
            for (headers, pointer) in [
                ([.ifNoneMatch: "\"a\""] as HTTPFields, "header:If-None-Match"),
                ([.ifNoneMatch: "*", .ifMatch: "*"], "header:If-Match"),
            ] {
                let answer = try await client.ask(put.method, put.uri, body: put.body, headers: headers)
                #expect(try answer.problem(.validationFailed).errors.map(\.pointer) == [pointer])
            }
            #expect(site.plane.calls.isEmpty)
            let answer = try await client.ask(
                put.method,
                put.uri,
                body: put.body,
                headers: [.ifNoneMatch: "*"]
            )
            #expect(answer.status == .created)
        }
        #expect(site.plane.calls.first?.hasSuffix(" absent") == true)
    }

    @Test(arguments: ["/api/providers/claude", version])
    func whatIsReadHasTheTagThatAChangeTakes(_ uri: String) async throws {
        try await TestSite().test { client in
            let tag = try #require(try await client.ask(.get, uri).headers[.eTag])
            #expect(tag.hasPrefix("\"2026-11-22T") && tag.hasSuffix("Z\""))
        }
    }
}
