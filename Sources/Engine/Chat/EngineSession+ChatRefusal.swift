import Chat
import Contract
import Domain
import Store

/// Called on a session whose front door is chat.
extension EngineSession {
    /// Turns that are looked at: whoever asks why may ask it again.
    private static let turnsLookedAt = 10

    /// Says what the newest command of the thread was refused for, where the line asks why it was (CH-05).
    ///
    /// - Parameters:
    ///   - request: The line.
    ///   - grammar: That reads it.
    ///   - hasRuns: Whether the thread is about runs, which may have failed as well.
    /// - Returns: Nil when it does not ask, or no permission was missing.
    /// - Throws: ``Problem``
    func refusalAskedAbout(
        by request: ChatSurroundings.Request,
        _ grammar: ChatGrammar,
        hasRuns: Bool
    ) async throws(Problem) -> StoredChatTurn.Result? {
        guard let thread = request.thread, let named = grammar.whyNot(request.line, hasRuns: hasRuns) else {
            return nil
        }
        let turns = try await answer {
            try await engine.database.read { connection in
                try ChatTable(connection).turns(of: thread, limit: Self.turnsLookedAt)
            }
        }
        let asked = ChatCommand.why(.lastFailed)
        guard let result = turns.last(where: { $0.result.command != asked || !$0.result.isDenial })?.result,
            result.outcome == .refused, result.isDenial, let command = result.command,
            named.isEmpty || named.contains(command.intent),
            let reply = refusal(of: command, result.reply, in: request.language)
        else { return nil }
        return .init(
            outcome: .answered,
            command: asked,
            canonical: asked.text(in: request.language),
            reply: reply
        )
    }

    /// What is missing now; nil where it is only a role, which the caller was given meanwhile.
    private func refusal(of command: ChatCommand, _ said: ChatReply, in language: ChatLanguage) -> ChatReply?
    {
        let replies = ChatReplies(in: language)
        for operation in command.intent.operations {
            guard let denial = signedIn.denial(of: operation) else { continue }
            return replies.refusal(denial.problem, lacking: operation)
        }
        guard let problem = said.problem,
            !["permission_denied.role", "permission_denied.roles"].contains(problem.wording?.key)
        else { return nil }
        return replies.refusal(problem)
    }
}

extension StoredChatTurn.Result {
    fileprivate var isDenial: Bool { reply.problem?.code == .permissionDenied }
}

extension ChatReplies {
    /// With the roles that have the permission.
    func refusal(_ problem: Problem, lacking operation: Operation) -> ChatReply {
        refusal(problem, missing: operation, roles: Role.allCases.filter(operation.roles.contains))
    }
}
