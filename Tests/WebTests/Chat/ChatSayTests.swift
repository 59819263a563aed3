import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Saying a line, with scripts and without.
@Suite struct ChatSayTests {
    private typealias Page = ChatPageTests
    private static let part: HTTPFields = [
        .hxRequest: "true", .hxTarget: "chat-thread",
        .hxCurrentURL: "http://localhost/chat",
    ]

    @Test func withoutScriptsALineLeadsToItsTurn() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = "text=install%20it&thread=\(Page.thread)&about=run-\(Page.run)"
            let answer = try await client.browse(.post, "/chat", form: form)
            #expect(answer.status == .seeOther)
            let place = "/chat?thread=\(Page.thread)&about=run-\(Page.run)#turn-\(Page.turn)"
            #expect(answer.headers[.location] == place)
        }
        #expect(site.plane.calls.contains("say \(Page.thread) en \(Page.run) install it"))
    }

    @Test func aLineAndItsAnswerAreAddedToTheThread() async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(
                .post,
                "/chat",
                form: "text=install&thread=&about=",
                headers: Self.part
            )
            #expect(answer.status == .ok)
            #expect(!answer.text.contains("<html"))
            #expect(answer.text.hasPrefix("<div class=\"turn\" id=\"turn-\(Page.turn)\">"))
            // From now on lines are said in the thread that has begun.
            let field = try #require(Markup(answer.text).tags.first { $0["id"] == "chat-thread-id" })
            #expect(field["value"] == Page.thread && field["data-hx-swap-oob"] == "true")
        }
    }

    @Test(arguments: [("/chat", true), ("/chat?thread=1", true), ("/runs", false), ("/chatter", false)])
    func theAddressFollowsOnThePageAndNotBesideOthers(_ seen: String, _ follows: Bool) async throws {
        try await PageSite().test { client in
            var headers = Self.part
            headers[.hxCurrentURL] = "http://localhost\(seen)"
            let answer = try await client.browse(.post, "/chat", form: "text=install", headers: headers)
            #expect(answer.headers[.hxReplaceURL] == (follows ? "/chat?thread=\(Page.thread)" : nil))
        }
    }

    @Test func theAnswerIsInThePagesLanguage() async throws {
        let site = PageSite()
        try await site.test { client in
            _ = try await client.browse(.post, "/chat", form: "text=install", language: .korean)
        }
        #expect(site.plane.calls.contains("say - ko install"))
    }

    @Test func nothingSaidIsNothingAsked() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.post, "/chat", form: "text=&thread=\(Page.thread)")
            #expect(page.headers[.location] == "/chat?thread=\(Page.thread)")
            let part = try await client.browse(.post, "/chat", form: "text=", headers: Self.part)
            #expect(part.status == .noContent && part.headers[.hxRedirect] == nil)
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("say") })
    }

    @Test func aLineThatIsNotTakenStaysInItsField() async throws {
        let site = PageSite()
        let fault = Problem.Fault("/text", .length, "At most 1000 characters are allowed.")
        site.plane.refuse("say", with: Problem(.validationFailed, "No.", errors: [fault]))
        try await site.test { client in
            let page = try await client.browse(.post, "/chat", form: "text=far%20too%20long")
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("value=\"far too long\"") && page.text.contains("class=\"err\""))
            let part = try await client.browse(.post, "/chat", form: "text=far", headers: Self.part)
            #expect(part.status == .unprocessableContent)
            #expect(part.headers[.hxRetarget] == "#chat-fault")
            #expect(part.headers[.hxReswap] == "innerHTML")
            #expect(!part.text.contains("turn"))
        }
    }

    @Test func aThreadThatIsGoneIsToldAndLeft() async throws {
        let site = PageSite()
        site.plane.refuse("say", with: Problem(.notFound, "There is no such conversation."))
        try await site.test { client in
            let form = "text=retry&thread=\(Page.thread)"
            let part = try await client.browse(.post, "/chat", form: form, headers: Self.part)
            #expect(part.status == .unprocessableContent)
            #expect(part.text.contains("name=\"thread\" value=\"\" data-hx-swap-oob"))
            let page = try await client.browse(.post, "/chat", form: form)
            #expect(page.text.contains("value=\"retry\"") && !page.text.contains("value=\"\(Page.thread)\""))
        }
    }

    @Test func anOutageIsAnErrorThatTheFieldSurvives() async throws {
        let site = PageSite()
        site.plane.refuse("say", with: Problem(.unavailable, as: "database", "Not now."))
        try await site.test { client in
            let part = try await client.browse(.post, "/chat", form: "text=retry", headers: Self.part)
            #expect(part.status == .serviceUnavailable)
            #expect(part.headers[.hxTrigger]?.contains("\"toast\"") == true)
        }
    }
}
