import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Signing in and out by name and password (SEC-08, SEC-09).
@Suite struct SignInPageTests {
    private static let form = "name=mina&password=\(percentEncoded(FixtureFrontDoor.password))"
    private static let secret = "sks_this-is-an-example-and-opens-nothing"

    @Test func aNameAndItsPasswordBeginASessionAndGoOnWhereOneWas() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = Self.form + "&next=%2Fruns"
            let answer = try await client.browse(.post, "/sign-in", form: form, signedIn: false)
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/runs")
            #expect(answer.headers[values: .setCookie].contains { $0.contains("=\(Self.secret);") })
        }
        #expect(site.plane.signIns.map(\.name) == ["mina"])
    }

    /// Where there is no TLS, `Secure` is used if the browser kept such a cookie before.
    @Test func theCookieIsBoundToTheHostWhereverTheBrowserKeepsSuchOnes() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/sign-in", signedIn: false)
            let probe = try #require(page.headers[.setCookie])
            #expect(probe.hasPrefix("__Host-skillyard-probe=1;") && probe.contains("Secure"))
            let plain = try await client.browse(.post, "/sign-in", form: Self.form, signedIn: false)
            let set = plain.headers[values: .setCookie]
            #expect(set.map { $0.prefix(17) } == ["skillyard=sks_thi", "__Host-skillyard="])
            #expect(set.last?.contains("Max-Age=0") == true)
            let bound = try await client.browse(
                .post,
                "/sign-in",
                form: Self.form,
                headers: [.cookie: "__Host-skillyard-probe=1"],
                signedIn: false
            )
            let cookies = bound.headers[values: .setCookie]
            let cookie = try #require(cookies.first { $0.contains(Self.secret) })
            for part in ["__Host-skillyard=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                #expect(cookie.contains(part), "\(cookie)")
            }
            #expect(cookies.contains { $0.hasPrefix("skillyard=;") && $0.contains("Max-Age=0") })
        }
    }

    /// Another site below the same domain can set a cookie without the prefix.
    @Test func withTLSOnlyTheBoundCookieCounts() async throws {
        var site = PageSite()
        site.settings = WebSettings(secureCookies: true)
        try await site.test { client in
            let answer = try await client.browse(.get, "/dashboard")
            #expect(answer.status == .seeOther)
        }
    }

    /// The probe lasts an hour, a session twelve.
    @Test func aBoundCookieIsFollowedByABoundOne() async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(
                .post,
                "/settings/password",
                form: "current=a&new=three+red+lanterns&again=three+red+lanterns",
                headers: [.cookie: "__Host-skillyard=\(FixtureFrontDoor.token)"],
                signedIn: false
            )
            let cookies = answer.headers[values: .setCookie]
            #expect(cookies.contains { $0.hasPrefix("__Host-skillyard=sks_") && $0.contains("Secure") })
            #expect(cookies.contains { $0.hasPrefix("skillyard=;") && $0.contains("Max-Age=0") })
        }
    }

    /// A proxy on the same machine may serve the world.
    @Test func aRequestThatSomebodyPassedOnHasABoundCookieOnly() async throws {
        try await PageSite().test { client in
            let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
            let headers: HTTPFields = [forwarded: "192.0.2.7"]
            let page = try await client.browse(.get, "/dashboard", headers: headers)
            #expect(page.status == .seeOther)
            let answer = try await client.browse(
                .post,
                "/sign-in",
                form: Self.form,
                headers: headers,
                signedIn: false
            )
            let cookies = answer.headers[values: .setCookie]
            #expect(cookies.count == 1)
            #expect(cookies.allSatisfy { $0.hasPrefix("__Host-skillyard=") && $0.contains("Secure") })
        }
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST:8787", true), ("127.0.0.1:8787", true), ("[::1]", true),
        ("[::1]:8787", true), ("skills.example.com", false), ("127.0.0.1.example.com", false),
        ("localhost.example.com:80", false), ("[::1", false), ("", false), ("10.0.0.1", false),
    ])
    func thisMachineIsKnownByItsNames(_ authority: String, _ isThisMachine: Bool) {
        #expect(Visit.isThisMachine(authority) == isThisMachine)
    }

    @Test(arguments: [
        "name=mina&password=wrong", "name=nobody&password=wrong", "name=mina", "password=x", "",
    ])
    func whateverIsWrongLooksTheSame(_ form: String) async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(.post, "/sign-in", form: form, signedIn: false)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("There is no account with this name and password."))
            #expect(!answer.headers[values: .setCookie].contains { $0.contains(Self.secret) })
        }
    }

    @Test func whoTriedTooOftenIsToldHowLongToWait() async throws {
        let site = PageSite()
        let detail: Phrase = "There were too many wrong passwords from here."
        let problem = Problem(.rateLimited, as: "sign_in", detail, retryAfterSeconds: 34)
        site.plane.refuse("signIn", with: problem)
        try await site.test { client in
            let answer = try await client.browse(.post, "/sign-in", form: Self.form, signedIn: false)
            #expect(answer.status == .tooManyRequests)
            #expect(answer.headers[.retryAfter] == "34")
            #expect(answer.text.contains("Try again in 34 s."))
            #expect(!answer.text.contains(FixtureFrontDoor.password))
        }
    }

    @Test func signingOutEndsTheSessionOnTheServer() async throws {
        let site = PageSite()
        try await site.test { client in
            _ = try await client.browse(.post, "/sign-in", form: Self.form, signedIn: false)
            let cookie = "skillyard=\(Self.secret)"
            let page = try await client.browse(
                .get,
                "/dashboard",
                headers: [.cookie: cookie],
                signedIn: false
            )
            #expect(page.status == .ok)
            let out = try await client.browse(.post, "/sign-out", headers: [.cookie: cookie], signedIn: false)
            #expect(out.headers[.location] == "/sign-in")
            #expect(out.headers[values: .setCookie].count == 2)
            #expect(out.headers[values: .setCookie].allSatisfy { $0.contains("Max-Age=0") })
            let after = try await client.browse(
                .get,
                "/dashboard",
                headers: [.cookie: cookie],
                signedIn: false
            )
            #expect(after.headers[.location] == "/sign-in?next=%2Fdashboard&ended=yes")
        }
    }

    @Test func aSignInLeavesNoFormerSessionBehind() async throws {
        let site = PageSite()
        try await site.test { client in
            _ = try await client.browse(.post, "/sign-in", form: Self.form)
        }
        #expect(site.plane.calls == ["endCurrentSession"])
    }

    @Test func theBrowserForgetsTheSecretEvenWhenTheServerCannotEndTheSession() async throws {
        let site = PageSite()
        site.plane.refuse("endCurrentSession", with: Problem(.unavailable, "The database is away."))
        try await site.test { client in
            let answer = try await client.browse(.post, "/sign-out")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("skillyard=;") })
        }
    }

    /// A page that lies open must not keep its session alive.
    @Test func followingWhatHappensIsNoUse() async throws {
        let site = PageSite()
        try await site.test { client in
            _ = try await client.browse(.get, "/events/poll")
            _ = try await client.browse(.get, "/dashboard")
        }
        #expect(site.plane.uses == [false, true])
    }

    @Test func whoeverWasSignedInIsToldThatItEnded() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/sign-in?ended=yes", signedIn: false)
            #expect(page.text.contains("Your session has ended."))
        }
    }
}

/// The link that makes the first administrator.
@Suite struct SetUpPageTests {
    private static let password = "paper+boats+at+noon"

    private func form(code: String = FixtureFrontDoor.setupCode, again: String = password) -> String {
        "code=\(code)&name=jun&password=\(Self.password)&again=\(again)"
    }

    @Test func theLinkLeadsToAFormThatHoldsItsCode() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/setup?code=skc_x", signedIn: false)
            #expect(page.text.contains("<input type=\"hidden\" name=\"code\" value=\"skc_x\">"))
            #expect(page.headers[values: .referrerPolicy] == ["no-referrer"])
            let bare = try await client.browse(.get, "/setup", signedIn: false)
            #expect(bare.text.contains("id=\"f-code\""))
        }
    }

    @Test func theFirstAccountIsSignedInAtOnce() async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, "/setup", form: form(), signedIn: false)
            #expect(answer.headers[.location] == "/dashboard")
            #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("skillyard=sks_") })
        }
        #expect(site.plane.signIns.map(\.password) == ["paper boats at noon"])
    }

    @Test func twoDifferentPasswordsMakeNothing() async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, "/setup", form: form(again: "x"), signedIn: false)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("These are not the same."))
            #expect(!answer.text.contains("paper boats"))
            #expect(answer.text.contains("value=\"jun\""))
        }
        #expect(site.plane.signIns.isEmpty)
    }

    @Test func aUsedLinkIsSaidToBeOne() async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(
                .post,
                "/setup",
                form: form(code: "skc_old"),
                signedIn: false
            )
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("This link has been used or is too old."))
            #expect(answer.text.contains("id=\"f-code\""))
        }
    }
}
