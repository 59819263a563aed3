import API
import Contract
import Fixtures
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite("Preconditions of changes (API-06)")
struct PreconditionTests {
    struct Change: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        /// As the document has it.
        let route: String
        let uri: String
        var body: String?

        var testDescription: String { "\(method) \(uri)" }
    }

    static let version = "/api/skills/release-notes/versions/1"
    static let versionRoute = "/api/skills/{name}/versions/{number}"
    static let changes = [
        Change(
            method: .put,
            route: "/api/providers/{id}",
            uri: "/api/providers/claude",
            body: #"{"kind":"claude","display_name":"C"}"#
        ),
        Change(method: .delete, route: versionRoute, uri: version + "?reason=wrong"),
        Change(method: .delete, route: "/api/tokens/{id}", uri: "/api/tokens/\(TestSite.run)"),
        Change(
            method: .delete,
            route: versionRoute + "/waivers/{id}",
            uri: version + "/waivers/\(TestSite.run)"
        ),
        Change(
            method: .put,
            route: "/api/providers/{id}/credential",
            uri: "/api/providers/claude/credential",
            body: #"{"secret":"a-key"}"#
        ),
        Change(
            method: .delete,
            route: "/api/providers/{id}/credential",
            uri: "/api/providers/claude/credential"
        ),
        Change(
            method: .patch,
            route: "/api/accounts/{id}",
            uri: "/api/accounts/\(TestSite.run)",
            body: #"{"role":"viewer"}"#
        ),
        Change(
            method: .put,
            route: "/api/alert-rules/{id}",
            uri: "/api/alert-rules/queue-age",
            body: #"{"title":"Queue","condition":{"kind":"queue_age","minutes":30},"severity":"warning"}"#
        ),
        Change(method: .delete, route: "/api/alert-rules/{id}", uri: "/api/alert-rules/queue-age"),
        Change(
            method: .put,
            route: "/api/channels/{id}",
            uri: "/api/channels/ops-hook",
            body: #"{"name":"Operations","kind":"webhook"}"#
        ),
        Change(method: .delete, route: "/api/channels/{id}", uri: "/api/channels/ops-hook"),
    ]

    /// Why these need none.
    static let exempt = [
        "DELETE /api/sessions/current": "A session is never changed: it is there, or it has ended.",
        "DELETE /api/sessions/{id}": "The same.",
        "PUT /api/me/password":
            "The present password, which it takes, is a condition that nobody else can meet.",
        "PUT \(versionRoute)/signature":
            "A version is never changed, and a signature by another key than the first one is refused.",
    ]

    /// A `PUT`, `PATCH` or `DELETE` that is new has to be in one of the two lists.
    @Test func everyChangeTakesAPreconditionOrSaysWhyNot() throws {
        let data = Data(try Fixtures.openAPIDocument())
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        var guarded: Set<String> = []
        var others: Set<String> = []
        for (path, operations) in paths {
            for method in ["put", "patch", "delete"] {
                guard let operation = operations[method] as? [String: Any] else { continue }
                let parameters = (operation["parameters"] as? [[String: Any]] ?? []).compactMap {
                    ($0["$ref"] as? String)?.split(separator: "/").last
                }
                let answers = operation["responses"] as? [String: Any] ?? [:]
                let takes = parameters.contains { $0.hasPrefix("ifMatch") }
                #expect(takes == (answers["412"] != nil), "\(method) \(path)")
                #expect(takes == (answers["428"] != nil), "\(method) \(path)")
                if takes {
                    guarded.insert("\(method.uppercased()) \(path)")
                } else {
                    others.insert("\(method.uppercased()) \(path)")
                }
            }
        }
        #expect(guarded.symmetricDifference(Self.changes.map { "\($0.method) \($0.route)" }).isEmpty)
        #expect(others.symmetricDifference(Self.exempt.keys).isEmpty)
    }

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
        #expect(site.plane.calls.first?.split(separator: " ").contains("old") == true)
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
