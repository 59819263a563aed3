import Contract

extension ChatContext {
    private enum CodingKeys: String, CodingKey {
        case now
        case user
        case users
        case runStatuses = "run_statuses"
        case providers
        case skills
        case runs = "user_runs"
        case alerts
    }

    package init(from decoder: any Decoder) throws {
        self.init()
        try replace(from: decoder)
    }

    /// Takes the keys that are there and keeps what it has for the others.
    ///
    /// - Parameter decoder: Of a JSON object.
    /// - Throws: What the decoder throws when a key has a value of another kind.
    mutating func replace(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        now = try values.decodeIfPresent(String.self, forKey: .now) ?? now
        user = try values.decodeIfPresent(String.self, forKey: .user) ?? user
        users = try values.decodeIfPresent([String].self, forKey: .users) ?? users
        runStatuses = try values.decodeIfPresent([String].self, forKey: .runStatuses) ?? runStatuses
        providers = try values.decodeIfPresent([Provider].self, forKey: .providers) ?? providers
        skills = try values.decodeIfPresent([Skill].self, forKey: .skills) ?? skills
        runs = try values.decodeIfPresent([Run].self, forKey: .runs) ?? runs
        alerts = try values.decodeIfPresent([Alert].self, forKey: .alerts) ?? alerts
    }
}

/// A line of `--parse-only`: a sentence, and what differs from the context of all.
package struct ChatSentence: Sendable {
    package let id: Label
    package let text: String
    package let context: ChatContext

    /// What a sentence is called: text or a whole number, and written as it was read.
    package enum Label: Codable, Equatable, Sendable {
        case text(String)
        case number(Int)

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    /// - Parameters:
    ///   - line: JSON with `id`, `text` and perhaps `context`, whose keys replace those of `context`.
    ///   - context: Of all lines.
    /// - Throws: `DecodingError` when it is none.
    package init(line: some Sequence<UInt8>, in context: ChatContext) throws {
        let record = try JSON.decode(Record.self, from: line)
        id = record.id
        text = record.text
        var own = context
        if let replacement = record.context { try own.replace(from: replacement.decoder) }
        self.context = own
    }

    private struct Record: Decodable {
        let id: Label
        let text: String
        let context: Replacement?
    }

    /// Kept undecoded: what it leaves out is not known to be absent before it meets the other.
    private struct Replacement: Decodable {
        let decoder: any Decoder

        init(from decoder: any Decoder) throws { self.decoder = decoder }
    }
}

extension ChatContext.Skill {
    private enum CodingKeys: String, CodingKey {
        case name
        case versions
        case latest
        case tags
        case state
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        versions = try values.decodeIfPresent([VersionName].self, forKey: .versions)?.map(\.text) ?? []
        latest = try values.decodeIfPresent(VersionName.self, forKey: .latest)?.text
        tags = try values.decodeIfPresent([String].self, forKey: .tags) ?? []
        state = try values.decodeIfPresent(String.self, forKey: .state)
    }
}

/// The product counts versions; others may name them.
private struct VersionName: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            text = String(number)
        } else {
            text = try container.decode(String.self)
        }
    }
}

extension ChatContext.Run {
    private enum CodingKeys: String, CodingKey {
        case id
        case short
        case status
        case skill
        case age = "age_min"
        case by
    }
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        short = try values.decodeIfPresent(String.self, forKey: .short)
        status = try values.decodeIfPresent(String.self, forKey: .status) ?? ""
        skill = try values.decodeIfPresent(String.self, forKey: .skill)
        age = try values.decodeIfPresent(Double.self, forKey: .age) ?? 0
        by = try values.decodeIfPresent(String.self, forKey: .by)
    }
}
