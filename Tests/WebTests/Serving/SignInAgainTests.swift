import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// A session that ends while somebody works: signing in goes on where they were.
@Suite struct SignInAgainTests {
    private func place(after headers: HTTPFields, posting form: String? = nil) async throws -> String? {
        let (answers, answer) = AsyncStream.makeStream(of: String.self)
        try await PageSite().test { client in
            let method: HTTPRequest.Method = form == nil ? .get : .post
            let uri = form == nil ? "/runs" : "/providers/openai"
            let response = try await client.browse(method, uri, form: form, headers: headers, signedIn: false)
            answer.yield(response.headers[.hxRedirect] ?? response.headers[.location] ?? "")
        }
        return await answers.first { _ in true }
    }

    @Test func aPartGoesBackToThePageItBelongsTo() async throws {
        let seen = "http://localhost/runs?status=failed&who=mina#list"
        let place = try await place(after: [.hxRequest: "true", .hxCurrentURL: seen])
        #expect(place == "/sign-in?next=%2Fruns%3Fstatus%3Dfailed%26who%3Dmina")
    }

    @Test func aFormGoesBackToItsPage() async throws {
        let place = try await place(after: [.referer: "http://localhost/providers/openai"], posting: "a=b")
        #expect(place == "/sign-in?next=%2Fproviders%2Fopenai")
    }

    @Test func aPageThatOnlyAFormMadeGoesBackToTheOneAbove() async throws {
        let place = try await place(after: [.referer: "http://localhost/install/plan"], posting: "a=b")
        #expect(place == "/sign-in?next=%2Finstall")
    }

    @Test(arguments: [
        "https://evil.example.com/runs", "http://localhost.evil.example.com/", "http://localhost//evil", "x",
        "",
        "http://localhost@evil.example.com/",
    ])
    func nobodyIsSentToAnotherSite(_ seen: String) async throws {
        #expect(try await place(after: [.hxRequest: "true", .hxCurrentURL: seen]) == "/sign-in")
        #expect(try await place(after: [.referer: seen], posting: "a=b") == "/sign-in")
    }

    @Test func anUnknownAddressKeepsTheNavigationOfWhoHasSignedIn() async throws {
        try await PageSite().test { client in
            let known = try await client.browse(.get, "/nowhere")
            #expect(known.status == .notFound)
            #expect(known.text.contains("href=\"/skills\"") && known.text.contains("id=\"sign-out\""))
            let stranger = try await client.browse(.get, "/nowhere", signedIn: false)
            #expect(stranger.status == .notFound)
            #expect(!stranger.text.contains("id=\"sign-out\""))
        }
    }

    @Test func thePageSaysWhoseItIsSoThatAnotherCallerFindsNothing() async throws {
        try await PageSite().test { client in
            #expect(try await client.browse(.get, "/settings").text.contains("data-caller=\"mina\""))
            let signIn = try await client.browse(.get, "/sign-in", signedIn: false)
            #expect(!signIn.text.contains("data-caller"))
        }
    }
}
