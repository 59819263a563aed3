import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

/// A form that makes a token, sent more than once.
@Suite(.timeLimit(.minutes(5))) struct TokenFormTests {
    private let mina = CallerView(name: "mina", role: .admin)

    private func made(_ site: PageSite) -> Int {
        site.plane.calls.count { $0.hasPrefix("createToken") }
    }

    @Test func twiceTheSameFormMakesOneTokenAndShowsItsSecretBothTimes() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, "/settings").text
            let key = try #require(page.firstMatch(of: /name="key" value="([0-9a-f-]{36})"/)?.output.1)
            for _ in 0..<2 {
                let form = "name=ci&role=operator&days=90&key=\(key)"
                let answer = try await client.browse(.post, "/settings/tokens", form: form)
                #expect(answer.status == .ok)
                #expect(answer.text.contains("sky_4fQ2-this-is-an-example-and-opens-nothing"))
            }
        }
        #expect(made(site) == 1)
    }

    @Test func anotherFormMakesAnotherOne() async throws {
        let site = PageSite()
        try await site.test { client in
            for key in ["&key=a", "&key=b", "", ""] {
                let form = "name=ci&role=operator&days=90\(key)"
                _ = try await client.browse(.post, "/settings/tokens", form: form)
            }
        }
        #expect(made(site) == 4)
    }

    @Test func neitherAnotherCallerNorALaterRequestIsAnsweredWithIt() async throws {
        let issues = TokenIssues()
        let count = Mutex(0)
        let token = TokenView(
            id: TokenID(rawValue: "t"),
            name: "ci",
            role: .viewer,
            prefix: "sky_",
            createdAt: PageSite.now,
            expiresAt: nil,
            lastUsedAt: nil,
            revokedAt: nil
        )
        let make: @Sendable () async throws -> IssuedToken = {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return IssuedToken(token: token, secret: "secret-\(number)")
        }
        let first = try await issues.token("k", for: mina, at: PageSite.now, make)
        let later = PageSite.now + TokenIssues.kept
        #expect(try await issues.token("k", for: mina, at: later - .seconds(1), make) == first)
        let other = CallerView(name: "joon", role: .admin)
        #expect(try await issues.token("k", for: other, at: PageSite.now, make) != first)
        #expect(try await issues.token("k", for: mina, at: later, make) != first)
    }

    @Test func aRefusedFormMayBeSentAgain() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = "name=ci&role=operator&days=90&key=k"
            site.plane.refuse("createToken", with: Problem(.conflict, "There is a token named ci already."))
            let refused = try await client.browse(.post, "/settings/tokens", form: form)
            #expect(refused.status == .conflict)
            site.plane.refuse("createToken", with: nil)
            let answer = try await client.browse(.post, "/settings/tokens", form: form)
            #expect(answer.status == .ok)
        }
        #expect(made(site) == 2)
    }
}
