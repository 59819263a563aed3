import Chat
import Contract
import Domain
import Store

/// Called on a session whose front door is chat.
extension EngineSession {
    /// Understands a line and answers it.
    ///
    /// - Throws: ``Problem`` when nothing can be answered now; what is refused is an answer.
    func result(of request: ChatSurroundings.Request, _ surroundings: ChatSurroundings) async throws(Problem)
        -> StoredChatTurn.Result
    {
        let grammar = ChatGrammar(surroundings.context, surroundings.skills)
        let replies = ChatReplies(in: request.language)
        let runs = surroundings.threadRuns
        if let refusal = try await refusalAskedAbout(by: request, grammar, hasRuns: !runs.isEmpty) {
            return refusal
        }
        switch grammar.answer(to: request.line) {
        case .command(let command): return try await result(of: command, request, runs)
        case .help:
            return .init(outcome: .answered, reply: replies.help(nil, for: signedIn.operations))
        case .notUnderstood:
            let suggested = await suggestion(for: request, grammar).map(replies.suggested)
            return .init(outcome: .notUnderstood, reply: suggested ?? replies.notUnderstood)
        case .ask(let question):
            // Words that nobody knows are all it asks about here; a negation or two commands are asked about otherwise.
            if question.about == .words, let command = await suggestion(for: request, grammar) {
                return .init(outcome: .asked, reply: replies.suggested(command))
            }
            let reply = replies.question(question, labels: surroundings.labels) { value in
                // Said with the choice; whatever is not plain then has to be said by a person.
                guard case .command(let command) = grammar.answer(to: "\(request.line) \(value)") else {
                    return nil
                }
                return command
            }
            return .init(outcome: .asked, reply: reply)
        }
    }

    /// What a language model makes of a line, read by the grammar; nil unless it is a command that the caller may give.
    private func suggestion(for request: ChatSurroundings.Request, _ grammar: ChatGrammar) async
        -> ChatCommand?
    {
        guard let suggester = engine.suggester else { return nil }
        let commands = ChatCommandHelp.all(in: request.language, for: signedIn.operations)
        guard let line = await suggester.suggestion(for: request.line, among: commands),
            line.unicodeScalars.count <= ChatMessage.maximumLength,
            case .command(let command) = grammar.answer(to: line),
            commands.contains(where: { $0.intent == command.intent })
        else { return nil }
        return command
    }

    private func result(
        of command: ChatCommand,
        _ request: ChatSurroundings.Request,
        _ runs: [RunID]
    ) async throws(Problem) -> StoredChatTurn.Result {
        let dialogue = ChatDialogue(self, in: request.language, about: runs, at: request.now)
        do throws(Problem) {
            if let refusal = try await refusal(of: command, in: request.language) { return refusal }
            let response = try await dialogue.answer(to: command, saidAs: request.line)
            if let plan = response.plan { try await requireScope(plan, for: command) }
            return .init(response, in: request.language, at: request.now)
        } catch {
            guard !error.code.isInconclusive else { throw error }
            return .init(
                outcome: .refused,
                command: command,
                canonical: command.text(in: request.language),
                reply: ChatReplies(in: request.language).refusal(error)
            )
        }
    }

    /// Says which permission is missing and who has it; the denial stands in the history by its operation (CH-05).
    private func refusal(of command: ChatCommand, in language: ChatLanguage) async throws(Problem)
        -> StoredChatTurn.Result?
    {
        for operation in command.intent.operations {
            do throws(Problem) { try await permit(operation) } catch {
                guard error.code == .permissionDenied else { throw error }
                return .init(
                    outcome: .refused,
                    command: command,
                    canonical: command.text(in: language),
                    reply: ChatReplies(in: language).refusal(error, lacking: operation)
                )
            }
        }
        return nil
    }

    /// Refuses before anybody confirms what the caller may not do there.
    private func requireScope(_ plan: ChatPlan, for command: ChatCommand) async throws(Problem) {
        guard !signedIn.scope.isEverything, let operation = command.intent.operations.last else { return }
        try await answer {
            let names = Set(plan.places.compactMap(\.skill)).sorted()
            let owners = try await engine.database.read { connection in
                try names.compactMap { try SkillTable(connection).owner(named: $0) }
            }
            let providers = Set(plan.places.map(\.provider)).sorted()
            let places =
                Set(owners).sorted().map { Touched("/text", .namespace($0)) }
                + providers.map { Touched("/text", .provider($0)) }
            try requireScope(
                operation,
                operation.bounds.contains(.namespaces) ? places : places.filter(\.isProvider)
            )
        }
    }
}

extension Touched {
    fileprivate var isProvider: Bool {
        if case .provider = thing { true } else { false }
    }
}

extension ChatPlan {
    /// Stays the same as long as the plan does.
    var hash: String {
        switch basis {
        case .plan(let hash): hash
        case .state(let text): Fingerprint.of(text)
        }
    }
}

extension StoredChatTurn.Result {
    fileprivate init(_ response: ChatResponse, in language: ChatLanguage, at now: Timestamp) {
        self.init(
            outcome: response.outcome,
            command: response.command,
            canonical: response.command.text(in: language),
            reply: response.reply,
            proposal: response.plan.map { plan in
                ChatProposal(
                    planHash: plan.hash,
                    expiresAt: now + ChatProposal.lifetime,
                    effects: plan.effects,
                    targets: plan.targets,
                    omitted: plan.omitted
                )
            },
            request: response.plan?.request,
            undoes: response.plan?.undoes
        )
    }
}
