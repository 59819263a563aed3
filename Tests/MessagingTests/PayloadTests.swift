import Contract
import Domain
import Foundation
import Testing

@testable import Messaging

@Suite struct PayloadTests {
    private let hostile = Sample.alert(
        title: "<!channel> *bold* [x](https://evil.example)",
        message: "@everyone `code`\n<script>alert(1)</script>"
    )

    private func text(_ message: ChannelMessage, _ language: ChannelLanguage = .en) -> MessageText {
        MessageText(message, in: language, publicURL: "https://skills.example.com")
    }

    private func json(_ value: JSONValue) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(try JSON.encode(value)))
        return try #require(object as? [String: Any])
    }

    @Test func everyMessageSaysWhatAndWhere() {
        let told = text(Sample.message())
        #expect(told.headline == "[Critical] Alert: Targets failed")
        #expect(told.lines.first == .init(label: "Cause", value: "claude · rate_limited · rate_limit_error"))
        #expect(told.lines.last == .init(label: "Runs", value: "run-1 (request request-1)"))
        #expect(told.plain.contains("Open alerts: https://skills.example.com/alerts"))
        let korean = text(Sample.message(.recovered, Sample.alert(recoveredAt: Sample.time)), .ko)
        #expect(korean.headline == "[심각] 복구됨: Targets failed")
        #expect(korean.lines.contains { $0.label == "복구 시각" })
        #expect(text(Sample.message(.test)).body != nil)
    }

    @Test func slackTakesNothingForMarkup() throws {
        let payload = try json(ChatPayloads.slack(text(Sample.message(.opened, hostile))))
        #expect((payload["text"] as? String)?.contains("&lt;!channel&gt;") == true)
        let written = String(
            decoding: try JSON.encode(ChatPayloads.slack(text(Sample.message(.opened, hostile)))),
            as: UTF8.self
        )
        #expect(!written.contains("<script>"))
        let blocks = try #require(payload["blocks"] as? [[String: Any]])
        #expect(blocks.compactMap { $0["type"] as? String } == ["header", "section", "context"])
        let said = try #require(blocks[1]["text"] as? [String: Any])
        #expect(said["verbatim"] as? Bool == true)
    }

    @Test func teamsGetsAnAdaptiveCard() throws {
        let payload = try json(ChatPayloads.teams(text(Sample.message(.opened, hostile))))
        #expect(payload["type"] as? String == "message")
        let attachment = try #require((payload["attachments"] as? [[String: Any]])?.first)
        #expect(attachment["contentType"] as? String == "application/vnd.microsoft.card.adaptive")
        let card = try #require(attachment["content"] as? [String: Any])
        #expect(card["type"] as? String == "AdaptiveCard")
        let body = try #require(card["body"] as? [[String: Any]])
        #expect((body.first?["text"] as? String)?.contains(#"\[x\]\(https\:"#) == true)
        #expect(body.last?["type"] as? String == "FactSet")
    }

    @Test func discordMentionsNobody() throws {
        let payload = try json(ChatPayloads.discord(text(Sample.message(.opened, hostile))))
        let mentions = try #require(payload["allowed_mentions"] as? [String: Any])
        #expect((mentions["parse"] as? [String])?.isEmpty == true)
        let embed = try #require((payload["embeds"] as? [[String: Any]])?.first)
        #expect((embed["title"] as? String)?.count ?? 999 <= 256)
        #expect(
            (embed["fields"] as? [[String: Any]])?.allSatisfy {
                ($0["value"] as? String)?.count ?? 9999 <= 1024
            } == true
        )
    }

    @Test func textIsShortenedToWhatIsTaken() throws {
        let long = Sample.alert(
            title: String(repeating: "가", count: 100),
            message: String(repeating: "<", count: 5000)
        )
        let slack = try json(ChatPayloads.slack(text(Sample.message(.opened, long))))
        let blocks = try #require(slack["blocks"] as? [[String: Any]])
        for block in blocks {
            guard let said = (block["text"] as? [String: Any])?["text"] as? String else { continue }
            #expect(said.count <= 3000)
            // No escape is cut in two.
            #expect(!said.replacing("&lt;", with: "").contains("&"))
        }
    }

    @Test func everyLanguageSaysEverything() {
        let languages = ChannelLanguage.allCases.map { MessageWords($0) }
        for words in languages {
            for child in Mirror(reflecting: words).children {
                #expect((child.value as? String)?.isEmpty == false, "\(child.label ?? "")")
            }
        }
        let told = languages.map { words in DeliveryKind.allCases.map { words.word(for: $0) } }
        #expect(Set(told.flatMap(\.self)).count == 2 * DeliveryKind.allCases.count)
    }
}
