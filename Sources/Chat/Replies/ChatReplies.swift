package import Contract

/// Answers that take no asking: refusals, questions back, help.
package struct ChatReplies: Sendable {
    let say: Tongue

    package init(in language: ChatLanguage) {
        say = Tongue(language)
    }

    /// Says why something is refused.
    ///
    /// - Parameters:
    ///   - problem: Why.
    ///   - operation: The permission that is missing, where one is.
    ///   - roles: Who has it.
    /// - Returns: The answer.
    package func refusal(_ problem: Problem, missing operation: Operation? = nil, roles: [Role] = [])
        -> ChatReply
    {
        var lines: [String] = []
        if let operation {
            let names = roles.map(\.rawValue).joined(separator: ", ")
            lines.append(
                say(
                    "You lack the permission \(operation.rawValue). Roles that have it: \(names).",
                    "권한이 없습니다: \(operation.rawValue). 이 권한이 있는 역할: \(names)."
                )
            )
        }
        let fault = problem.errors.first.map { " \($0.detail)" } ?? ""
        lines.append(say("", "\(problem.code.korean) ") + problem.detail + fault)
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.problem = problem
        return reply
    }

    /// Asks back.
    ///
    /// - Parameters:
    ///   - question: What about.
    ///   - labels: What stands for a choice, where its value says too little.
    ///   - complete: The command that the same line is with a choice; nil where it is none.
    /// - Returns: The question with what may be answered.
    package func question(
        _ question: ChatQuestion,
        labels: [String: String] = [:],
        completing complete: (String) -> ChatCommand?
    ) -> ChatReply {
        let choices = question.choices.map { choice in
            let command = choice.command ?? complete(choice.value)
            let label =
                choice.command.map { $0.text(in: say.language) } ?? labels[choice.value] ?? choice.value
            return ChatChoice(label: label, line: command?.text(in: say.language))
        }
        var reply = ChatReply(
            ([say.text(of: question.about)] + choices.map { "- \($0.label)" }).joined(separator: "\n")
        )
        reply.choices = choices.isEmpty ? nil : choices
        return reply
    }

    /// Offers what anybody can ask, beside a way to everything else.
    package var notUnderstood: ChatReply {
        let offered: [ChatCommand] = [
            .listSkills(ChatSkillFilter()), .listRuns(ChatRunFilter()), .providersStatus, .alerts,
            .help(topic: nil),
        ]
        let choices = offered.map { command in
            ChatChoice(label: say.summary(of: command.intent), line: command.text(in: say.language))
        }
        let first = say(
            "I did not understand that. Say it another way, or choose one of these.",
            "이해하지 못했습니다. 다르게 말하거나 다음 중에서 고르세요."
        )
        let lines = choices.map { "- \($0.line ?? ""): \($0.label)" }
        var reply = ChatReply(([first] + lines).joined(separator: "\n"))
        reply.choices = choices
        return reply
    }

    /// Offers what a language model made of a line; it is said only when somebody picks it.
    package func suggested(_ command: ChatCommand) -> ChatReply {
        let line = command.text(in: say.language)
        let first = say(
            "I did not understand that. A language model suggests this; nothing is done unless you pick it:",
            "이해하지 못했습니다. 언어 모델은 다음을 제안합니다. 고르기 전에는 아무것도 하지 않습니다."
        )
        var reply = ChatReply("\(first)\n- \(line)")
        reply.choices = [ChatChoice(label: line, line: line)]
        return reply
    }

    /// - Parameters:
    ///   - topic: What to be told of; nil for everything.
    ///   - operations: What the caller may do; other commands are not named.
    /// - Returns: What can be said.
    package func help(_ topic: ChatIntent?, for operations: [Operation]) -> ChatReply {
        let commands = ChatCommandHelp.all(in: say.language, for: operations).filter {
            topic == nil || $0.intent == topic
        }
        guard !commands.isEmpty else {
            return ChatReply(say("Your role does not have this command.", "역할에 없는 명령입니다."))
        }
        let lines = commands.flatMap { help in
            ["\(help.word) — \(help.summary)"] + (topic == nil ? [] : help.examples.map { "- \($0)" })
        }
        let first = say("This is what can be said:", "다음과 같이 말할 수 있습니다.")
        var reply = ChatReply(([first] + lines).joined(separator: "\n"))
        reply.commands = commands
        return reply
    }

    /// What a run is called among choices.
    package func label(of run: RunView, at now: Timestamp) -> String { say.line(of: run, at: now) }

    /// What an alert is called among choices.
    package func label(of alert: AlertView) -> String {
        let place = alert.cause.provider.map { " · \($0)" } ?? ""
        return "\(alert.title) · \(say.word(alert.severity))\(place)"
    }

    /// Stands for what the reader may no longer see.
    package var hidden: ChatReply {
        ChatReply(say("This answer takes a permission that you no longer have.", "지금은 이 답을 볼 권한이 없습니다."))
    }

    /// Says that a plan has changed, after which it is void.
    package var planChanged: ChatReply {
        ChatReply(
            say(
                "The plan has changed since it was shown; nothing was done. Say it again for the new one.",
                "보여 드린 뒤 계획이 바뀌어 아무것도 하지 않았습니다. 다시 말하면 새 계획을 보여 드립니다."
            )
        )
    }
}

extension Tongue {
    var done: String { self("Done.", "처리했습니다.") }
}
