import Chat
package import Contract
import Store

extension EngineSession {
    package func confirmChat(_ id: ChatTurnID, planHash: String) async throws(Problem) -> ChatTurn {
        try await permit(.useChat)
        let turn = try await stored(id)
        guard try turn.isOpen(for: planHash, at: engine.now()) else { return try await shown(id) }
        try await answer { [throughChat] in
            try await engine.chats.once(id) { try await throughChat.carryOut(turn) }
        }
        // What came of it is in the row, whoever carried it out.
        _ = try await stored(id).isOpen(for: planHash, at: engine.now())
        return try await shown(id)
    }

    private func stored(_ id: ChatTurnID) async throws(Problem) -> StoredChatTurn {
        let owner = chatOwner
        return try await found(.missing(chatTurn: id)) { try ChatTable($0).find(id, of: owner) }
    }

    private func shown(_ id: ChatTurnID) async throws(Problem) -> ChatTurn {
        let (owner, now) = (chatOwner, engine.now())
        return try await found(.missing(chatTurn: id)) { connection in
            try ChatTable(connection).find(id, of: owner).map { try shown([$0], connection, at: now)[0] }
        }
    }

    /// Takes the turn and notes what came of it; left as taken where that cannot be known now.
    private func carryOut(_ turn: StoredChatTurn) async throws {
        let now = engine.now()
        guard try await engine.database.write({ try ChatTable($0).take(turn, at: now) }) else { return }
        let (outcome, deed) = try await ChatConfirmation(turn, by: self, at: now).carryOut()
        let ended = engine.now()
        try await engine.database.write { connection in
            try ChatTable(connection).finish(turn.id, outcome, deed.reply, run: deed.runID, at: ended)
        }
    }
}

extension StoredChatTurn {
    /// Whether there is something to be carried out; not when it was carried out, or refused, before.
    ///
    /// - Throws: ``Problem`` when it cannot be confirmed, or was another plan.
    fileprivate func isOpen(for planHash: String, at now: Timestamp) throws(Problem) -> Bool {
        guard let proposal = result.proposal else {
            throw Problem(.conflict, as: "chat_nothing", "Nothing of this waits for a confirmation.")
        }
        let changed: Phrase = "The plan has changed since it was shown."
        guard proposal.planHash == planHash else { throw Problem(.planChanged, as: "hash", changed) }
        switch outcome(at: now) {
        case .proposed, .confirmed: return true
        case .done, .refused: return false
        case .void: throw Problem(.planChanged, as: "hash", changed)
        case .dismissed: throw Problem(.conflict, as: "chat_dismissed", "This was withdrawn; say it again.")
        case .expired:
            throw Problem(.conflict, as: "chat_expired", "Nobody confirmed this in time; say it again.")
        case .answered, .asked, .notUnderstood:
            throw Problem(.conflict, as: "chat_nothing", "Nothing of this waits for a confirmation.")
        }
    }
}
