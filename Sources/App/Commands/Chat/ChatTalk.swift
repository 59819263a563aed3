import Contract

/// One thread of chat: says lines, shows the answers, and has changes confirmed.
struct ChatTalk {
    let session: Session
    let options: ChatTalkOptions
    /// Ends what goes on, and nothing else; nil where that ends the program.
    var interruption: (@Sendable () async -> Void)?
    private(set) var thread: ChatThreadID?
    /// What the last question can be answered with.
    private(set) var choices: [ChatChoice] = []

    init(session: Session, options: ChatTalkOptions, interruption: (@Sendable () async -> Void)? = nil) {
        self.session = session
        self.options = options
        self.interruption = interruption
        thread = options.thread.map { ChatThreadID(rawValue: $0) }
    }

    /// - Parameters:
    ///   - line: What somebody wants.
    ///   - input: Where they can be asked whether they mean it.
    /// - Returns: How it went; of a run that was followed, how that ended.
    /// - Throws: ``Problem``; `CancellationError` when it was interrupted.
    mutating func say(_ line: String, _ input: any LineInput) async throws -> CommandStatus {
        let message = ChatMessage(
            line,
            thread: thread,
            locale: options.locale,
            about: options.about.map { RunID(rawValue: $0) },
            utcOffset: .ofThisComputer
        )
        let plane = session.plane
        let turn = try await attended { try await plane.say(message) }
        thread = turn.thread
        choices = turn.reply.choices ?? []
        guard turn.outcome == .proposed, let proposal = turn.proposal else { return try show(turn) }
        guard !session.json else {
            return options.yes ? try await confirm(turn, proposal) : try show(turn)
        }
        _ = try show(turn)
        if options.yes || input.agrees(to: "Carry it out?") { return try await confirm(turn, proposal) }
        guard input.isPerson else {
            session.console.note("Nothing was changed. To carry it out, say it with --yes.")
            return .usage
        }
        return try show(try await attended { try await plane.dismissChat(turn.id) })
    }

    private func confirm(_ turn: ChatTurn, _ proposal: ChatProposal) async throws -> CommandStatus {
        let plane = session.plane
        let turn = try await attended { try await plane.confirmChat(turn.id, planHash: proposal.planHash) }
        let follows = options.wait || interruption != nil
        guard follows, turn.outcome == .done, let run = turn.run, !run.status.isFinal else {
            return try show(turn)
        }
        if !session.json { _ = try show(turn) }
        let following = RunFollowing(session: session, wait: true)
        let ended = try await attended { try await following.followed(run) }
        if session.json { _ = try show(try await attended { try await plane.again(turn) }) }
        return CommandStatus(ended.status)
    }

    private func show(_ turn: ChatTurn) throws -> CommandStatus {
        try session.show(turn) { console in
            ChatTurnText(turn: turn).show(console, follows: options.wait || interruption != nil)
        }
        return CommandStatus(turn, asJSON: session.json)
    }

    /// Waits for it, or until somebody has enough.
    private func attended<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let interruption else { return try await body() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await body() }
            group.addTask {
                await interruption()
                return nil
            }
            guard let value = try await group.next() ?? nil else { throw CancellationError() }
            return value
        }
    }
}

extension ControlPlane {
    /// The turn as it is now; as it was where it is not to be had any more.
    fileprivate func again(_ turn: ChatTurn) async throws(Problem) -> ChatTurn {
        do throws(Problem) { return try await chatTurn(turn.id, in: turn.thread) } catch {
            guard error.code == .notFound else { throw error }
            return turn
        }
    }
}

extension CommandStatus {
    /// - Parameters:
    ///   - turn: What came of a line.
    ///   - asJSON: Whether a program reads it, which can confirm it by itself.
    init(_ turn: ChatTurn, asJSON: Bool) {
        switch turn.outcome {
        case .answered, .done, .confirmed, .dismissed: self = .ok
        case .proposed: self = asJSON ? .ok : .usage
        case .asked, .notUnderstood: self = .usage
        case .refused: self = turn.reply.problem.map { CommandStatus($0) } ?? .failed
        case .expired, .void: self = .failed
        }
    }
}
