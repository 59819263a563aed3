import Chat
package import Contract
import Store

extension EngineSession {
    package func say(_ message: ChatMessage) async throws(Problem) -> ChatTurn {
        try await permit(.useChat)
        let line = try ChatMessageRules.line(of: message)
        let (owner, now) = (chatOwner, engine.now())
        let language = message.locale ?? ChatLanguage(of: line)
        let request = ChatSurroundings.Request(
            line: line,
            language: language,
            thread: message.thread,
            about: message.about,
            speaker: signedIn,
            now: now,
            utcOffset: message.utcOffset
        )
        let surroundings = try await surroundings(of: request)
        let thread = message.thread ?? .make(at: now)
        guard let surroundings else { throw .missing(chatThread: thread) }
        let turn = StoredChatTurn(
            id: .make(at: now),
            thread: thread,
            actor: signedIn.name,
            text: line,
            locale: language,
            saidAt: now,
            source: signedIn.source,
            requestID: signedIn.requestID,
            result: try await throughChat.result(of: request, surroundings)
        )
        let isAdded = try await answer {
            try await engine.database.write { try ChatTable($0).append(turn, of: owner) }
        }
        guard isAdded else { throw .missing(chatThread: thread) }
        return turn.view(at: now)
    }

    /// Nil for a thread of somebody else.
    private func surroundings(of request: ChatSurroundings.Request) async throws(Problem) -> ChatSurroundings?
    {
        let owner = chatOwner
        return try await answer { [desk = engine.chats] in
            try await engine.database.read { connection -> ChatSurroundings? in
                let table = ChatTable(connection)
                if let thread = request.thread, try !table.hasThread(thread, of: owner) { return nil }
                return try ChatSurroundings(request, desk, connection)
            }
        }
    }

    package func dismissChat(_ id: ChatTurnID) async throws(Problem) -> ChatTurn {
        try await permit(.useChat)
        let (owner, now) = (chatOwner, engine.now())
        let turn = try await answer {
            try await engine.database.write { connection -> ChatTurn? in
                let table = ChatTable(connection)
                guard try table.find(id, of: owner) != nil else { return nil }
                try table.dismiss(id, at: now)
                return try table.find(id, of: owner).map { try shown([$0], connection, at: now)[0] }
            }
        }
        guard let turn else { throw .missing(chatTurn: id) }
        return turn
    }

    package func chatThreads(_ page: PageRequest) async throws(Problem) -> Page<ChatThreadView> {
        try await permit(.useChat)
        let owner = chatOwner
        return try await answer {
            try await engine.database.read { try ChatTable($0).threads(of: owner, page) }
        }
    }

    package func chatThread(_ id: ChatThreadID) async throws(Problem) -> ChatThread {
        try await permit(.useChat)
        let (owner, now) = (chatOwner, engine.now())
        return try await found(.missing(chatThread: id)) { connection in
            let table = ChatTable(connection)
            guard try table.hasThread(id, of: owner) else { return nil }
            let turns = try table.turns(of: id, limit: ChatThread.maximumTurns)
            return ChatThread(id: id, turns: try shown(turns, connection, at: now))
        }
    }

    package func chatTurn(_ id: ChatTurnID, in thread: ChatThreadID) async throws(Problem) -> ChatTurn {
        try await permit(.useChat)
        let (owner, now) = (chatOwner, engine.now())
        return try await found(.missing(chatTurn: id)) { connection in
            guard let turn = try ChatTable(connection).find(id, of: owner), turn.thread == thread else {
                return nil
            }
            return try shown([turn], connection, at: now)[0]
        }
    }

    package func chatCommands(in language: ChatLanguage) async throws(Problem) -> Page<ChatCommandHelp> {
        try await permit(.useChat)
        return Page(items: ChatCommandHelp.all(in: language, for: signedIn.operations), nextCursor: nil)
    }

    // MARK: Whose

    /// Whoever may see and confirm what this caller said: their account, whatever they sign in with.
    ///
    /// A token of nobody stands for itself: another may be given its name later.
    var chatOwner: String {
        if let account = signedIn.account { return "account:\(account)" }
        if case .token(let id, _) = signedIn.credential { return "token:\(id)" }
        return "name:\(signedIn.name)"
    }

    /// This caller as the history shows them when chat does something.
    var throughChat: EngineSession { engine.session(for: signedIn.through(.chat)) }

    /// Turns with their runs as they are now, and without what this caller may not see any more.
    func shown(_ turns: [StoredChatTurn], _ connection: any Connection, at now: Timestamp) throws
        -> [ChatTurn]
    {
        let runs =
            signedIn.denial(of: .readRuns) == nil
            ? try RunTable(connection).all(of: turns.compactMap(\.result.runID)) : [:]
        return turns.map { turn in
            var turn = turn
            if isHidden(turn.result.reply) { turn.result.reply = ChatReplies(in: turn.locale).hidden }
            return turn.view(at: now, run: turn.result.runID.flatMap { runs[$0] })
        }
    }

    /// A token may see less than its account did when it asked.
    private func isHidden(_ reply: ChatReply) -> Bool {
        guard let entries = reply.audit, signedIn.denial(of: .readWholeAudit) != nil else { return false }
        return entries.contains { $0.actor != signedIn.name }
    }
}
