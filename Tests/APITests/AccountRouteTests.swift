import API
import Contract
import Fixtures
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Requests
import Testing

@Suite("Accounts and sessions")
struct AccountRouteTests {
    private static let account = "/api/accounts/\(TestSite.run)"

    @Test("a change without If-Match is 428, an old one 412 (API-06)")
    func changesSayWhatTheyAreBasedOn() async throws {
        let site = TestSite()
        try await site.test { client in
            let body = #"{"role":"auditor","scope":{}}"#
            _ = try await client.ask(.patch, Self.account, body: body).problem(.preconditionRequired)
            for wrong in ["3", "\"x", "*, \"3\""] {
                let answer = try await client.ask(
                    .patch,
                    Self.account,
                    body: body,
                    headers: [.ifMatch: wrong]
                )
                let problem = try answer.problem(.validationFailed)
                #expect(problem.errors.map(\.pointer) == ["header:If-Match"])
            }
            #expect(site.plane.calls.isEmpty)
            let read = try await client.ask(.get, Self.account)
            let tag = try #require(read.headers[.eTag])
            #expect(tag == "\"3\"")
            let answer = try await client.ask(.patch, Self.account, body: body, headers: [.ifMatch: tag])
            #expect(answer.status == .ok)
            #expect(answer.headers[.eTag] == "\"4\"")
            site.plane.refuse(with: try Fixtures.problem(.preconditionFailed))
            let late = try await client.ask(.patch, Self.account, body: body, headers: [.ifMatch: tag])
            _ = try late.problem(.preconditionFailed)
        }
        let change = AccountChange(role: .auditor, scope: .everything)
        #expect(site.plane.calls.dropFirst().first == "changeAccount \(TestSite.run) \(change) 3")
    }

    @Test(arguments: [
        (#"{"name":"a","role":"boss"}"#, ["/role choice", "/password required"]),
        (
            #"{"name":"a","role":"viewer","password":"p","scope":{"providers":[],"namespaces":["",1],"x":1}}"#,
            [
                "/scope/providers range", "/scope/namespaces/0 format", "/scope/namespaces/1 type",
                "/scope/x unknown",
            ]
        ),
        (
            #"{"name":"a","role":"viewer","password":"p","scope":{"providers":["A"]}}"#,
            ["/scope/providers/0 format"]
        ),
        (#"{"name":"a","role":"viewer","password":"p","scope":3}"#, ["/scope type"]),
        (#"{"name":"\u0000","role":"viewer","password":"\n"}"#, ["/name format", "/password format"]),
    ])
    func everythingWrongIsToldAtOnce(_ body: String, _ faults: [String]) async throws {
        let site = TestSite()
        try await site.test { client in
            let problem = try await client.ask(.post, "/api/accounts", body: body).problem(.validationFailed)
            #expect(Set(problem.errors.map { "\($0.pointer) \($0.code)" }) == Set(faults))
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func aWrongPasswordIsNeverRepeated() async throws {
        try await TestSite().test { client in
            let secret = "hush-hush-hush"
            for (uri, body) in [
                ("/api/sessions", #"{"name":"mina","password":"\#(secret)"}"#),
                ("/api/setup", #"{"code":"\#(secret)","name":"mina","password":"\#(secret)"}"#),
            ] {
                let answer = try await client.ask(.post, uri, body: body, signedIn: false)
                _ = try answer.problem(.authenticationRequired)
                #expect(!String(buffer: answer.body).contains(secret))
            }
            let broken = #"{"name":3,"password":"\#(secret)","secret":"\#(secret)"}"#
            let answer = try await client.ask(.post, "/api/sessions", body: broken, signedIn: false)
            #expect(try answer.problem(.validationFailed).errors.count == 2)
            #expect(!String(buffer: answer.body).contains(secret))
        }
    }

    @Test func manyTriesAreToldHowLongToWait() async throws {
        let site = TestSite()
        site.plane.refuse(with: try Fixtures.problem(.rateLimited))
        try await site.test { client in
            let answer = try await client.ask(.get, "/api/me")
            _ = try answer.problem(.rateLimited)
            #expect(answer.headers[.retryAfter] == "8")
        }
    }

    @Test("the address is the connection's, or a trusted proxy's word")
    func addresses() async throws {
        let body = #"{"name":"mina","password":"a fixture's password"}"#
        for (trusted, expected) in [("", "127.0.0.1"), ("127.0.0.0/8", "198.51.100.7")] {
            let site = TestSite()
            let proxies = try #require(TrustedProxies(trusted))
            try await LiveSite.serving(try site.site(proxies: proxies).router()) { live in
                let answer = try await live.post(
                    "/api/sessions",
                    body,
                    headers: [("X-Forwarded-For", "203.0.113.9, 198.51.100.7")]
                )
                #expect(answer == 201)
            }
            #expect(site.plane.signIns.map(\.address) == [expected])
        }
    }
}
