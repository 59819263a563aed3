import Contract

/// A message in Slack's form, which only the one who spoke sees.
///
/// All text is `plain_text`: whatever anybody wrote is neither markup nor a mention.
struct SlackMessage: Encodable, Equatable, Sendable {
    enum Block: Equatable, Sendable {
        case text(String)
        case buttons([Button])
    }

    struct Button: Equatable, Sendable {
        let label: String
        let press: SlackPress.Button
        var number: Int?
    }

    /// Slack takes no message with more.
    static let maximumBlocks = 50

    /// For where blocks are not shown.
    let text: String
    let blocks: [Block]
    /// Whether it takes the place of the message that it is about.
    var replaces = false

    private enum CodingKeys: String, CodingKey {
        case responseType = "response_type"
        case replaceOriginal = "replace_original"
        case text
        case blocks
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("ephemeral", forKey: .responseType)
        // Said either way: what stands for no word of it depends on what is answered.
        try container.encode(replaces, forKey: .replaceOriginal)
        try container.encode(Self.escaped(text), forKey: .text)
        try container.encode(blocks, forKey: .blocks)
    }

    /// The text beside the blocks may be taken for markup.
    private static func escaped(_ text: String) -> String {
        text.shortened(to: SlackTexts.maximumLength).replacing("&", with: "&amp;")
            .replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

extension SlackMessage.Block: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
        case text
        case elements
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .text(let text):
            try container.encode("section", forKey: .type)
            try container.encode(PlainText(text, within: SlackTexts.maximumLength), forKey: .text)
        case .buttons(let buttons):
            try container.encode("actions", forKey: .type)
            try container.encode(buttons, forKey: .elements)
        }
    }
}

extension SlackMessage.Button: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
        case text
        case id = "action_id"
        case value
        case style
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("button", forKey: .type)
        try container.encode(PlainText(label, within: 75), forKey: .text)
        try container.encode(press.id + (number.map { ".\($0)" } ?? ""), forKey: .id)
        try container.encode(press.value, forKey: .value)
        if case .confirm = press { try container.encode("primary", forKey: .style) }
    }
}

private struct PlainText: Encodable {
    let type = "plain_text"
    let text: String
    let emoji = false

    init(_ text: String, within most: Int) {
        self.text = text.isEmpty ? "–" : text.shortened(to: most)
    }
}

extension String {
    /// With an ellipsis where it is longer.
    fileprivate func shortened(to most: Int) -> String {
        utf16.count <= most ? self : prefix(fitting: most - 1) + "…"
    }

    private func prefix(fitting most: Int) -> String {
        var room = most
        return String(
            prefix { character in
                room -= character.utf16.count
                return room >= 0
            }
        )
    }
}
