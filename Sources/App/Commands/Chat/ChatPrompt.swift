import Contract

/// Asks somebody at a terminal for one line after the other.
struct ChatPrompt {
    let session: Session
    let options: ChatTalkOptions

    /// - Throws: ``Problem`` when whoever asks is not let in; anything else is said, and the next line asked for.
    func run(_ input: any LineInput) async throws {
        let console = session.console
        var talk = ChatTalk(session: session, options: options, interruption: session.context.interruption)
        var completion = await ChatCompletion.of(session.plane, options.locale)
        console.note("Say what you want. “help” lists what can be said, Tab completes, Ctrl-D leaves.")
        while let line = input.next("skillyard> ", completing: { completion.candidates(for: $0) }) {
            let line = line.trimmed
            guard !line.isEmpty else { continue }
            input.remember(line)
            do {
                _ = try await talk.say(talk.choices.line(line) ?? line, input)
            } catch is CancellationError {
                console.note("Left; what was begun goes on.")
            } catch let problem as Problem where problem.code != .authenticationRequired {
                for line in problem.lines(console.style) { console.note(line) }
            }
            completion = await ChatCompletion.of(session.plane, options.locale)
        }
        console.note("")
    }
}

extension [ChatChoice] {
    /// What the number of a choice says; nil for anything else.
    fileprivate func line(_ typed: String) -> String? {
        guard let number = Int(typed), indices.contains(number - 1) else { return nil }
        return self[number - 1].line
    }
}

/// Takes lines that come from a pipe, or are answered to a program.
struct ChatPipe {
    let session: Session
    let options: ChatTalkOptions

    /// - Returns: Of the first line that did not go well.
    /// - Throws: ``Problem`` when whoever asks is not let in; anything else is said, and the next line taken.
    func run(_ input: any LineInput) async throws -> CommandStatus {
        var talk = ChatTalk(session: session, options: options)
        var first = CommandStatus.ok
        while let line = input.next("", completing: { _ in ("", []) }) {
            let line = line.trimmed
            guard !line.isEmpty else { continue }
            var status: CommandStatus
            do { status = try await talk.say(line, input) } catch let problem as Problem
                where problem.code != .authenticationRequired
            {
                status = CommandStatus(problem)
                try tell(problem)
            }
            if first == .ok { first = status }
        }
        return first
    }

    private func tell(_ problem: Problem) throws {
        guard !session.json else { return try session.console.print(json: problem) }
        for line in problem.lines(session.console.style) { session.console.note(line) }
    }
}
