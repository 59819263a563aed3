import Contract

/// The form that chats take messages in, with everything that could be markup taken for text.
enum ChatPayloads {
    // MARK: Slack

    /// Incoming webhook with blocks, and a text for where they are not shown:
    /// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
    static func slack(_ text: MessageText) -> JSONValue {
        var blocks: [JSONValue] = [
            [
                "type": "header",
                "text": ["type": "plain_text", "text": .string(text.headline.shortened(to: 150))],
            ]
        ]
        let said = slackLines(text)
        if !said.isEmpty {
            // Verbatim: nothing that looks like an address or a channel is made a link.
            let content: JSONValue = ["type": "mrkdwn", "text": .string(said), "verbatim": true]
            blocks.append(["type": "section", "text": content])
        }
        if let link = text.link {
            let label = "<\(slackText(link))|\(slackText(text.linkLabel))>"
            blocks.append(["type": "context", "elements": [["type": "mrkdwn", "text": .string(label)]]])
        }
        let headline: JSONValue = .string(slackText(text.headline, within: 3000))
        return ["text": headline, "mrkdwn": false, "blocks": .array(blocks)]
    }

    /// What fits into a section, which has up to 3000 characters.
    private static func slackLines(_ text: MessageText) -> String {
        var written = text.body.map { slackText($0, within: 1000) } ?? ""
        for line in text.lines {
            let begin = (written.isEmpty ? "" : "\n") + "*\(slackText(line.label))*: "
            let room = 3000 - written.count - begin.count
            guard room > 10 else { break }
            written += begin + slackText(line.value, within: min(room, 1000))
        }
        return written
    }

    /// Escapes the three characters that Slack takes for markup of its own, which mentions begin with.
    ///
    /// - Parameters:
    ///   - text: What anybody wrote.
    ///   - most: How many characters may come of it; it ends before one that has no room, and never within an escape.
    /// - Returns: The same for Slack, with an ellipsis where some are left out.
    private static func slackText(_ text: String, within most: Int = .max) -> String {
        var written = ""
        var room = most
        for character in text {
            let escaped =
                switch character {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                default: String(character)
                }
            // One is left for the ellipsis.
            guard escaped.count < room else { return written + "…" }
            room -= escaped.count
            written += escaped
        }
        return written
    }

    // MARK: Teams

    /// A workflow's webhook with an Adaptive Card:
    /// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using.
    static func teams(_ text: MessageText) -> JSONValue {
        var body: [JSONValue] = [
            [
                "type": "TextBlock", "text": .string(markdownText(text.headline)), "weight": "Bolder",
                "size": "Medium", "wrap": true, "color": .string(teamsColour(text)),
            ]
        ]
        if let said = text.body {
            body.append(["type": "TextBlock", "text": .string(markdownText(said)), "wrap": true])
        }
        if !text.lines.isEmpty {
            let facts = text.lines.map { line -> JSONValue in
                [
                    "title": .string(line.label),
                    "value": .string(markdownText(line.value.shortened(to: 1000))),
                ]
            }
            body.append(["type": "FactSet", "facts": .array(facts)])
        }
        var card: [String: JSONValue] = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard",
            "version": "1.4", "body": .array(body),
        ]
        if let link = text.link {
            card["actions"] = [
                ["type": "Action.OpenUrl", "title": .string(text.linkLabel), "url": .string(link)]
            ]
        }
        return [
            "type": "message",
            "attachments": [
                [
                    "contentType": "application/vnd.microsoft.card.adaptive", "content": .object(card),
                ]
            ],
        ]
    }

    private static func teamsColour(_ text: MessageText) -> String {
        if text.kind == .recovered { return "Good" }
        return switch text.severity {
        case .critical: "Attention"
        case .warning: "Warning"
        case .info, nil: "Default"
        }
    }

    // MARK: Discord

    /// A webhook with one embed, which mentions nobody: https://docs.discord.com/developers/resources/webhook.
    static func discord(_ text: MessageText) -> JSONValue {
        var embed: [String: JSONValue] = [
            "title": .string(markdownText(text.headline).shortened(to: 256)),
            "color": .integer(discordColour(text)),
            "timestamp": .string(text.at.description),
            "footer": ["text": .string(text.footer)],
        ]
        if let said = text.body { embed["description"] = .string(markdownText(said)) }
        if let link = text.link { embed["url"] = .string(link) }
        if !text.lines.isEmpty {
            embed["fields"] = .array(
                text.lines.map { line in
                    [
                        "name": .string(line.label),
                        "value": .string(markdownText(line.value).shortened(to: 1024)),
                    ]
                }
            )
        }
        return ["embeds": [.object(embed)], "allowed_mentions": ["parse": []]]
    }

    private static func discordColour(_ text: MessageText) -> Int {
        if text.kind == .recovered { return 0x2E_A043 }
        return switch text.severity {
        case .critical: 0xD1_242F
        case .warning: 0xBF_8700
        case .info, nil: 0x09_69DA
        }
    }

    /// Every sign that Markdown may take for its own, escaped.
    static func markdownText(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "\\`*_{}[]()<>#+!|~@:".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
