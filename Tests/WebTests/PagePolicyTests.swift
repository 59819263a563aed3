import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

/// What every page tells browsers to refuse, and what it refuses itself (SEC-08).
@Suite struct PagePolicyTests {
    @Test(arguments: SamplePath.pages) func everyPageForbidsWhatIsNotOurs(_ page: SamplePath) async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(.get, page.path)
            // The palette has no page of its own.
            guard answer.status != .seeOther else { return }
            let policy = try #require(answer.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none';"))
            #expect(!policy.contains("unsafe") && !policy.contains("*"))
            for rule in ["base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
                #expect(policy.contains(rule))
            }
            #expect(answer.headers[.cacheControl] == "no-store")
            // In the address of a set-up link stands its code.
            let referrer = page.path == "/setup" ? "no-referrer" : "same-origin"
            #expect(answer.headers[.referrerPolicy] == referrer)
            #expect(answer.headers[.crossOriginOpenerPolicy] == "same-origin")
            #expect(answer.headers[.vary]?.contains("Cookie") == true)
        }
    }

    /// Also pages that refuse.
    @Test func refusalsForbidTheSame() async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(.get, "/nowhere")
            #expect(answer.status == .notFound)
            #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none';") == true)
        }
    }

    @Test(arguments: SamplePath.pages) func whoeverHasNotSignedInIsSentToDoSo(_ page: SamplePath) async throws
    {
        guard !page.path.hasPrefix("/sign-in"), page.path != "/setup" else { return }
        try await PageSite().test { client in
            let answer = try await client.browse(.get, page.path + "?a=b", signedIn: false)
            #expect(answer.status == .seeOther)
            let next = percentEncoded(page.path + "?a=b")
            #expect(answer.headers[.location] == "/sign-in?next=\(next)")
            let part = try await client.browse(
                .get,
                page.path,
                headers: [.hxRequest: "true"],
                signedIn: false
            )
            #expect(part.status == .noContent)
            #expect(part.headers[.hxRedirect] == "/sign-in", "a part is no place to come back to")
        }
    }

    @Test(arguments: SamplePath.actions) func nothingIsDoneForAnotherSite(_ action: SamplePath) async throws {
        let site = PageSite()
        try await site.test { client in
            for headers: HTTPFields in [
                [.secFetchSite: "cross-site"], [.secFetchSite: "same-site"], [.secFetchSite: "none"],
                [.origin: "https://evil.example.com"], [.origin: "null"],
                [.origin: "http://localhost.evil.example.com"],
            ] {
                let answer = try await client.browse(.post, action.path, form: "a=b", headers: headers)
                #expect(answer.status == .forbidden, "\(headers)")
                #expect(answer.headers[.setCookie] == nil)
            }
        }
        #expect(site.plane.calls == [])
    }

    @Test func aRequestThatNamesNoOriginDoesNothing() async throws {
        let site = PageSite()
        try await site.test { client in
            let cookie = "\(WebCookie.session(secure: false))=\(FixtureFrontDoor.token)"
            let answer = try await client.executeRequest(
                uri: "/providers/openai/check",
                method: .post,
                headers: [.cookie: cookie],
                body: nil
            )
            #expect(answer.status == .forbidden)
        }
        #expect(site.plane.calls == [])
    }

    static let foreign = [
        "//evil.example.com", "///evil.example.com", "/\\evil.example.com", "\\\\evil.example.com",
        "https://evil.example.com", "https:evil.example.com", "javascript:alert(1)", "/\t/evil.example.com",
        "/\n/evil.example.com", " //evil.example.com", "/ok\r\nSet-Cookie: a=b", "evil.example.com", "@evil",
        "/\u{2028}evil", "data:text/html,x", "/%0d%0a", "",
    ]

    @Test(arguments: foreign) func signingInGoesOnOnlyToPagesOfOurs(_ next: String) async throws {
        try await PageSite().test { client in
            let form = "token=\(FixtureFrontDoor.token)&next=\(percentEncoded(next))"
            let answer = try await client.browse(.post, "/sign-in", form: form, signedIn: false)
            #expect(answer.status == .seeOther)
            let place = try #require(answer.headers[.location])
            #expect(place == "/dashboard" || place == "/%0d%0a", "\(place)")
            let choice = try await client.browse(
                .post,
                "/settings/language",
                form: "to=ko&next=\(percentEncoded(next))"
            )
            #expect(choice.headers[.location] == place)
        }
    }

    @Test func signingInGoesOnToTheVerySamePage() async throws {
        try await PageSite().test { client in
            let next = "/skills?q=%ED%95%9C&sort=name"
            let form = "token=\(FixtureFrontDoor.token)&next=\(percentEncoded(next))"
            let answer = try await client.browse(.post, "/sign-in", form: form, signedIn: false)
            #expect(answer.headers[.location] == next)
        }
    }

    @Test func aTokenThatIsRefusedLosesNoPlace() async throws {
        try await PageSite().test { client in
            let form = "token=wrong&next=%2Fruns%3Fstatus%3Dfailed"
            let answer = try await client.browse(.post, "/sign-in", form: form, signedIn: false)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("name=\"next\" value=\"/runs?status=failed\""))
        }
    }

    @Test func theSessionIsOutOfReachForScripts() async throws {
        var site = PageSite()
        site.settings = WebSettings(secureCookies: true)
        try await site.test { client in
            let form = "token=\(FixtureFrontDoor.token)"
            let answer = try await client.browse(.post, "/sign-in", form: form, signedIn: false)
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.hasPrefix("__Host-"))
            for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                #expect(cookie.contains(attribute), "\(cookie)")
            }
            #expect(!cookie.contains("Domain"))
        }
    }
}
