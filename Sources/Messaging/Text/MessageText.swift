import Contract
import Domain

/// What a message says to people, before it is put into the form of a channel.
struct MessageText: Sendable {
    struct Line: Equatable, Sendable {
        let label: String
        let value: String
    }

    /// On one line.
    let headline: String
    /// Nil where the lines say everything.
    let body: String?
    let lines: [Line]
    /// To the pages; nil where nobody said where they are.
    let link: String?
    let linkLabel: String
    let footer: String
    let severity: AlertSeverity?
    let kind: DeliveryKind
    let at: Timestamp

    private static let shownSkills = 5

    /// - Parameters:
    ///   - message: What there is to tell.
    ///   - language: In which language.
    ///   - publicURL: Where browsers reach the pages.
    init(_ message: ChannelMessage, in language: ChannelLanguage, publicURL: String?) {
        let words = MessageWords(language)
        kind = message.kind
        at = message.at
        severity = message.alert?.severity
        linkLabel = words.look
        footer = words.footer
        link = publicURL.map { $0 + "/alerts" }
        guard let alert = message.alert else {
            headline = "[Skillyard] \(words.word(for: message.kind))"
            body = words.testBody
            lines = []
            return
        }
        let title = Self.onOneLine(alert.title)
        headline = "[\(words.word(for: alert.severity))] \(words.word(for: message.kind)): \(title)"
        body = nil
        lines = Self.lines(alert, message.runs, words)
    }

    private static func lines(_ alert: AlertView, _ runs: [ChannelMessage.Run], _ words: MessageWords)
        -> [Line]
    {
        let cause = [alert.cause.provider?.rawValue, alert.cause.code?.rawValue, alert.cause.signature]
            .compactMap(\.self).joined(separator: " · ")
        let skills = alert.skills.prefix(shownSkills).joined(separator: ", ")
        let more = alert.skills.count > shownSkills ? ", …" : ""
        let told = runs.map { run in
            run.requestID.map { "\(run.id) (\(words.request) \($0))" } ?? run.id.rawValue
        }
        let found: [(String, String?)] = [
            (words.cause, cause), (words.message, alert.message), (words.count, String(alert.count)),
            (words.skills, skills + more), (words.firstSeen, alert.openedAt.description),
            (words.lastSeen, alert.lastAt.description),
            (words.recoveredAt, alert.recoveredAt?.description),
            (words.runs, told.joined(separator: ", ")),
        ]
        return found.compactMap { label, value in
            guard let value, !value.isEmpty else { return nil }
            return Line(label: label, value: onOneLine(value))
        }
    }

    /// Without control characters, and without what turns the direction of text around.
    static func onOneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }
            )
        )
    }

    /// As plain text.
    var plain: String {
        var parts = [headline, ""]
        if let body { parts.append(body) }
        parts += lines.map { "\($0.label): \($0.value)" }
        if let link { parts += ["", "\(linkLabel): \(link)"] }
        return parts.joined(separator: "\n")
    }
}

extension String {
    /// The first so many characters, with an ellipsis where some are left out.
    func shortened(to most: Int) -> String {
        count <= most ? self : String(prefix(most - 1)) + "…"
    }
}
