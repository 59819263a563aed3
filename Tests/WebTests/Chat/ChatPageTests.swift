import Contract
import Fixtures
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// The page of a conversation, and what the panel shows of one.
@Suite struct ChatPageTests {
    static let thread = "019abcf0-0000-7a3b-8c4d-5e6f70819d00"
    static let turn = "019abcf0-0008-7a3b-8c4d-5e6f70819d08"
    static let run = "019abcde-f012-7a3b-8c4d-5e6f708192a3"

    @Test func anEmptyConversationOffersLinesToBeginWith() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, "/chat").text
            #expect(page.contains("id=\"chat-start\""))
            #expect(page.contains("value=\"show the last 5 runs\""))
            #expect(page.contains("data-word=\"/install\""))
            #expect(page.contains("href=\"/chat?thread=\(Self.thread)\""))
            #expect(!page.contains("class=\"turn\""))
            // The page of its own has no panel beside it, whose fields would have the same ids.
            #expect(!page.contains("<dialog id=\"chat\""))
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("chatThread ") })
    }

    @Test(arguments: ["/chat?thread=\(thread)", "/chat/threads/\(thread)"])
    func aThreadIsShownWithAllItsAnswers(_ path: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, path).text
            #expect(page.components(separatedBy: "class=\"turn\"").count == 9)
            #expect(page.contains("name=\"thread\" value=\"\(Self.thread)\""))
            #expect(page.contains("value=\"/install release-notes on claude\""))
            #expect(page.contains("href=\"/runs/\(Self.run)\""))
            #expect(page.contains("href=\"/alerts/019abce0-0001-7a3b-8c4d-5e6f70819a01\""))
            #expect(!page.contains("id=\"chat-start\""))
            // Spoken in another language than the page's.
            #expect(page.contains("lang=\"ko\">release-notes는 2곳에 설치되어 있습니다.</span>"))
        }
        #expect(site.plane.calls.contains("chatThread \(Self.thread)"))
    }

    @Test func aRunInAThreadFollowsWhatHappensToIt() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/chat?thread=\(Self.thread)").text
            let answer = try #require(Markup(page).tags.first { $0["id"] == "answer-\(Self.turn)" })
            #expect(answer["data-hx-get"] == "/chat/turns/\(Self.turn)?thread=\(Self.thread)")
            let trigger = "load delay:1s, live:run-\(Self.run) from:body, live:resync from:body"
            #expect(answer["data-hx-trigger"] == trigger)
            // What only answers a question never changes.
            let question = try #require(
                Markup(page).tags.first { $0["id"] == "answer-019abcf0-0003-7a3b-8c4d-5e6f70819d03" }
            )
            #expect(question["data-hx-trigger"] == nil)
        }
    }

    @Test func theClosedPanelIsAFrameAndNoMore() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, "/settings").text
            let tags = Markup(page).tags.filter { !$0.name.hasPrefix("/") }
            let start = try #require(tags.firstIndex { $0.name == "dialog" && $0["id"] == "chat" })
            let end = try #require(tags.firstIndex { $0["id"] == "toasts" })
            #expect((10...32).contains(end - start))
            #expect(page.contains("data-hx-trigger=\"chat:load\""))
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("chat") })
    }

    @Test func thePanelTakesWhatWasSaidAndTheCommands() async throws {
        try await PageSite().test { client in
            let path = "/chat?thread=\(Self.thread)&about=run-\(Self.run)"
            let headers: HTTPFields = [.hxRequest: "true", .hxTarget: "chat-earlier"]
            let part = try await client.browse(.get, path, headers: headers).text
            #expect(!part.contains("<html"))
            #expect(part.contains("class=\"turn\""))
            let swaps = Markup(part).tags.compactMap { $0["data-hx-swap-oob"] }
            #expect(swaps == ["innerHTML:#chat-bar", "innerHTML:#chat-commands"])
            // What is chosen there is about the same run.
            #expect(part.contains("name=\"about\" value=\"run-\(Self.run)\""))
        }
    }

    @Test func thePanelBeginsAnewWhereItsThreadIsGone() async throws {
        let site = PageSite()
        site.plane.refuse("chatThread", with: Problem(.notFound, "There is no such conversation."))
        try await site.test { client in
            let headers: HTTPFields = [.hxRequest: "true", .hxTarget: "chat-earlier"]
            let part = try await client.browse(.get, "/chat?thread=\(Self.thread)", headers: headers)
            #expect(part.status == .ok)
            #expect(part.text.contains("id=\"chat-gone\"") && part.text.contains("id=\"chat-start\""))
            #expect(part.text.contains("name=\"thread\" value=\"\" data-hx-swap-oob"))
            let page = try await client.browse(.get, "/chat?thread=\(Self.thread)")
            #expect(page.status == .notFound)
        }
    }

    @Test func whatItIsAboutIsARunOrNothing() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/chat?about=run-\(Self.run)").text
            #expect(page.contains("<code>run-\(Self.run)</code>"))
            for other in ["run-1", "skill-release-notes", Self.run] {
                let page = try await client.browse(.get, "/chat?about=\(other)").text
                #expect(page.contains("id=\"chat-about\" hidden"), "\(other)")
            }
        }
    }

    @Test func bothLanguagesSayAllOfIt() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/chat?thread=\(Self.thread)", language: .korean).text
            #expect(page.contains("보내기") && page.contains("만료됨") && page.contains("지금의 계획 보기"))
            #expect(page.contains("lang=\"en\">On which providers?</span>"))
        }
    }
}

extension Markup.Tag {
    subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
}
