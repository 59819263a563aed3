import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// Signing in at an identity provider, as far as the browser sees it (SEC-08).
@Suite struct ExternalSignInPageTests {
    private static let callback = "/sign-in/oidc/callback?code=c1&state=s1"
    private static let kept = "skillyard-sign-in=\(FixtureFrontDoor.attempt)"

    private func site(_ settings: WebSettings = WebSettings()) -> PageSite {
        PageSite(settings: settings, identityProvider: "Example <ID>")
    }

    @Test func theWayIsShownOnlyWhereThereIsOne() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/sign-in?refused=stale", signedIn: false)
            #expect(!page.text.contains("external"))
        }
        try await site().test { client in
            let page = try await client.browse(.get, "/sign-in?next=%2Fruns", signedIn: false)
            #expect(page.text.contains("Sign in with Example &lt;ID&gt;"))
            #expect(page.text.contains(#"href="/sign-in/oidc?next=%2Fruns""#))
            #expect(!page.text.contains("e-external"))
        }
    }

    @Test func theBrowserKeepsTheAttemptAndGoesToTheProvider() async throws {
        try await site().test { client in
            let answer = try await client.browse(
                .get,
                "/sign-in/oidc?next=%2Fruns%3Fq%3D%3B",
                headers: [.cookie: "__Host-skillyard-probe=1"],
                signedIn: false
            )
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == FixtureFrontDoor.providerAddress)
            #expect(answer.headers[.referrerPolicy] == "no-referrer")
            let cookie = try #require(answer.headers[values: .setCookie].first)
            #expect(
                cookie.hasPrefix(
                    "__Host-skillyard-sign-in=\(FixtureFrontDoor.attempt)~%2Fruns%3Fq%3D%3B;"
                )
            )
            for part in ["Max-Age=600", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
                #expect(cookie.contains(part), "\(cookie)")
            }
        }
    }

    @Test func whoeverComesBackIsSignedInAndGoesOnWhereTheyWere() async throws {
        let site = site()
        try await site.test { client in
            let answer = try await client.browse(
                .get,
                Self.callback,
                headers: [.cookie: Self.kept + "~%2Fruns", .secFetchSite: "cross-site"],
                signedIn: false
            )
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/runs")
            #expect(answer.headers[.referrerPolicy] == "no-referrer")
            let cookies = answer.headers[values: .setCookie]
            #expect(cookies.contains { $0.hasPrefix("skillyard=sks_") })
            #expect(cookies.contains { $0.hasPrefix("skillyard-sign-in=;") && $0.contains("Max-Age=0") })
            #expect(cookies.contains { $0.hasPrefix("__Host-skillyard-sign-in=;") })
        }
    }

    static let astray = ["//evil.example.com", "https://evil.example.com", "/\\evil.example.com", "/%0d%0aa"]

    @Test(arguments: astray) func goingOnLeadsToPagesOfOursOnly(_ next: String) async throws {
        try await site().test { client in
            let answer = try await client.browse(
                .get,
                Self.callback,
                headers: [.cookie: "\(Self.kept)~\(percentEncoded(next))"],
                signedIn: false
            )
            let place = try #require(answer.headers[.location])
            #expect(place == "/dashboard" || place == next && next.hasPrefix("/%"))
        }
    }

    /// Sign-in CSRF: a code and state of somebody else's.
    @Test func aBrowserThatBeganNothingEndsNothing() async throws {
        try await site().test { client in
            for cookie in [
                "a=b", "skillyard-sign-in=", "skillyard-sign-in=other", "skillyard-sign-in=~%2Fruns",
            ] {
                let answer = try await client.browse(
                    .get,
                    Self.callback,
                    headers: [.cookie: cookie],
                    signedIn: false
                )
                #expect(answer.status == .seeOther)
                #expect(answer.headers[.location]?.hasPrefix("/sign-in?refused=stale") == true)
                #expect(!answer.headers[values: .setCookie].contains { $0.contains("sks_") })
            }
        }
    }

    /// Where TLS is used, a cookie without the prefix may be a neighbour's.
    @Test func withTLSOnlyTheBoundCookieCounts() async throws {
        try await site(WebSettings(secureCookies: true)).test { client in
            let answer = try await client.browse(
                .get,
                Self.callback,
                headers: [.cookie: Self.kept],
                signedIn: false
            )
            #expect(answer.headers[.location] == "/sign-in?refused=stale")
        }
    }

    @Test func anotherSiteSignsNobodyInWhoIsSignedIn() async throws {
        try await site().test { client in
            let answer = try await client.browse(
                .get,
                "/sign-in/oidc?next=%2Fruns",
                headers: [.secFetchSite: "cross-site"]
            )
            #expect(answer.headers[.location] == "/runs")
            #expect(answer.headers[values: .setCookie] == [])
            let begun = try await client.browse(
                .get,
                "/sign-in/oidc",
                headers: [.secFetchSite: "cross-site"],
                signedIn: false
            )
            #expect(begun.headers[.location] == FixtureFrontDoor.providerAddress)
        }
    }

    @Test func whatTheBrowserKeepsIsKeptWhereItComesBackTo() async throws {
        try await site(WebSettings(publicURL: "https://skills.example.com")).test { client in
            let moved = try await client.browse(.get, "/sign-in/oidc?next=%2Fruns", signedIn: false)
            let place = "https://skills.example.com/sign-in/oidc?next=%2Fruns&here=yes"
            #expect(moved.headers[.location] == place)
            let begun = try await client.browse(.get, "/sign-in/oidc?here=yes", signedIn: false)
            #expect(begun.headers[.location] == FixtureFrontDoor.providerAddress)
        }
    }

    static let problems: [(String, Problem)] = [
        ("no_access", Problem(.authenticationRequired, as: "external_no_access", "No.")),
        ("unverified", Problem(.authenticationRequired, as: "external_unverified", "No.")),
        ("declined", Problem(.authenticationRequired, as: "external_declined", "No.")),
        ("unreachable", Problem(.unavailable, as: "external_unreachable", "No.")),
        ("misconfigured", Problem(.unavailable, as: "external_misconfigured", "No.")),
        ("stale", Problem(.authenticationRequired, as: "external_stale", "No.")),
        ("too_many", Problem(.rateLimited, as: "external_too_many", "No.")),
    ]

    @Test(arguments: problems) func refusalsAreToldInWords(_ name: String, _ problem: Problem) async throws {
        let site = site()
        site.plane.refuse("externalSignIn", with: problem)
        site.plane.refuse("beginExternalSignIn", with: problem)
        try await site.test { client in
            for path in ["/sign-in/oidc", Self.callback] {
                let answer = try await client.browse(
                    .get,
                    path,
                    headers: [.cookie: Self.kept],
                    signedIn: false
                )
                #expect(answer.headers[.location] == "/sign-in?refused=\(name)")
            }
            for language in Language.allCases {
                let page = try await client.browse(
                    .get,
                    "/sign-in?refused=\(name)",
                    signedIn: false,
                    language: language
                )
                #expect(page.status == .ok)
                let refusal = page.text.split(separator: "id=\"e-external\"").last?.split(separator: "</p>")
                    .first
                let text = String(refusal ?? "")
                #expect(text.contains("Example &lt;ID&gt;") == !["stale", "too_many"].contains(name))
                #expect(!text.contains("lang=") && !text.contains("{provider}"))
            }
        }
    }

    /// Nor does the code stay in the address, or get into a page.
    @Test func whatIsNoRefusalOfASignInIsToldElsewhere() async throws {
        let site = site()
        site.plane.refuse("externalSignIn", with: Problem(.unavailable, "The database is away."))
        site.plane.refuse("beginExternalSignIn", with: Problem(.unavailable, "The database is away."))
        try await site.test { client in
            let answer = try await client.browse(
                .get,
                Self.callback,
                headers: [.cookie: Self.kept],
                signedIn: false
            )
            #expect(answer.headers[.location] == "/sign-in?refused=failed")
            #expect(!answer.text.contains("c1"))
            let page = try await client.browse(.get, "/sign-in?refused=failed", signedIn: false)
            #expect(page.text.contains("Signing in did not work just now."))
            let begun = try await client.browse(.get, "/sign-in/oidc", signedIn: false)
            #expect(begun.status == .serviceUnavailable)
            let odd = try await client.browse(.get, "/sign-in?refused=%3Cscript%3E", signedIn: false)
            #expect(!odd.text.contains("e-external"))
        }
    }
}
