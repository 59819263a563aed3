package import Contract

/// What one line of chat was understood as.
package enum ChatAnswer: Equatable, Sendable {
    case command(ChatCommand)
    /// Something is missing, unclear, or was not said as a plain request.
    case ask(ChatQuestion)
    /// Nothing was asked for: say what can be.
    case help
    case notUnderstood
}

/// A question back, with what may be meant.
package struct ChatQuestion: Equatable, Sendable {
    /// What it is about.
    package enum Topic: String, CaseIterable, Sendable {
        // What is missing or unclear.
        case skill, version, tag, provider, run, alert, status, user, subject
        /// Which skill goes to which provider.
        case pairs
        // Why it is no plain request.
        case negation, question, condition, schedule, compound
        /// Words that the command does not account for.
        case words
    }

    /// One of the answers.
    package struct Choice: Equatable, Sendable {
        /// What it stands for: a name, or the canonical form of `command`.
        package let value: String
        /// The whole command, where choosing this leaves nothing open.
        package let command: ChatCommand?

        package init(value: String, command: ChatCommand? = nil) {
            self.value = value
            self.command = command
        }

        package init(_ command: ChatCommand) {
            self.init(value: command.text(), command: command)
        }
    }

    package static let maximumChoices = 5

    package let about: Topic
    /// At most ``maximumChoices``, likeliest first.
    package let choices: [Choice]

    package init(about: Topic, choices: [Choice] = []) {
        self.about = about
        self.choices = Array(choices.prefix(Self.maximumChoices))
    }

    init(about: Topic, values: [String]) {
        self.init(about: about, choices: values.map { Choice(value: $0) })
    }
}

extension ChatAnswer: Encodable {
    private enum CodingKeys: String, CodingKey {
        case outcome
        case about
        case choices
    }

    /// A command as `{"intent", "args"}`, anything else as `{"outcome", "about"?, "choices"?}`.
    package func encode(to encoder: any Encoder) throws {
        if case .command(let command) = self { return try command.unexplained.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .command: break
        case .ask(let question):
            try container.encode("ask", forKey: .outcome)
            try container.encode(question.about.rawValue, forKey: .about)
            if !question.choices.isEmpty {
                try container.encode(question.choices.map(\.value), forKey: .choices)
            }
        case .help: try container.encode("help", forKey: .outcome)
        case .notUnderstood: try container.encode("not_understood", forKey: .outcome)
        }
    }
}

extension ChatCommand {
    /// As the parse format has it: where something goes, without why.
    fileprivate var unexplained: ChatCommand {
        switch self {
        case .install(let placement): .install(placement.unexplained)
        case .uninstall(let placement): .uninstall(placement.unexplained)
        default: self
        }
    }
}

extension ChatPlacement {
    fileprivate var unexplained: ChatPlacement { ChatPlacement(skills: skills, providers: providers) }
}
