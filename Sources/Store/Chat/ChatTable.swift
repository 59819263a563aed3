package import Contract

/// Threads of chat and the lines in them; each belongs to one owner, and nobody else finds it.
package struct ChatTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Adds a turn to its thread, which is begun with it where there is none.
    ///
    /// - Parameters:
    ///   - turn: The line with its answer.
    ///   - owner: Whose thread it is.
    /// - Returns: Whether it was added: not to a thread of somebody else.
    /// - Throws: ``StoreError``
    package func append(_ turn: StoredChatTurn, of owner: String) throws -> Bool {
        let rows = try connection.run(
            """
            INSERT INTO chat_threads (id, owner, title, turns, created_at, last_at)
            VALUES (\(turn.thread), \(owner), \(turn.text), 1, \(turn.saidAt), \(turn.saidAt))
            ON CONFLICT (id) DO UPDATE SET turns = chat_threads.turns + 1, last_at = excluded.last_at
            WHERE chat_threads.owner = \(owner) RETURNING turns
            """
        )
        guard let number = try rows.first?.integer("turns") else { return false }
        let result = turn.result
        let proposal = result.proposal
        try connection.run(
            """
            INSERT INTO chat_actions (id, thread_id, number, actor, text, locale, said_at, source, request_id, outcome,
                                      command, canonical, reply, plan_hash, expires_at, proposal, request, undoes, tries,
                                      run_id)
            VALUES (\(turn.id), \(turn.thread), \(number), \(turn.actor), \(turn.text), \(turn.locale.rawValue),
                    \(turn.saidAt), \(turn.source), \(turn.requestID), \(result.outcome.rawValue),
                    \(result.command.map(JSON.text)), \(result.canonical), \(JSON.text(result.reply)),
                    \(proposal?.planHash), \(proposal?.expiresAt), \(proposal.map(JSON.text)),
                    \(result.request.map(JSON.text)), \(result.undoes), 0, \(result.runID))
            """
        )
        return true
    }

    package func find(_ id: ChatTurnID, of owner: String) throws -> StoredChatTurn? {
        try connection.run(
            """
            SELECT a.* FROM chat_actions AS a JOIN chat_threads AS t ON t.id = a.thread_id
            WHERE a.id = \(id) AND t.owner = \(owner)
            """
        ).first.map(StoredChatTurn.init(row:))
    }

    package func hasThread(_ id: ChatThreadID, of owner: String) throws(StoreError) -> Bool {
        try !connection.run("SELECT 1 AS one FROM chat_threads WHERE id = \(id) AND owner = \(owner)").isEmpty
    }

    /// The newest turns of a thread, oldest first.
    package func turns(of thread: ChatThreadID, limit: Int) throws -> [StoredChatTurn] {
        try connection.run(
            "SELECT * FROM chat_actions WHERE thread_id = \(thread) ORDER BY number DESC LIMIT \(limit)"
        ).reversed().map(StoredChatTurn.init(row:))
    }

    /// The runs that the newest turns of a thread began or changed, newest first, each once.
    package func runs(of thread: ChatThreadID, limit: Int) throws(StoreError) -> [RunID] {
        var runs: [RunID] = []
        for row in try connection.run(
            """
            SELECT run_id FROM chat_actions WHERE thread_id = \(thread) AND run_id IS NOT NULL
            ORDER BY number DESC LIMIT \(limit)
            """
        ) {
            let id: RunID = try row.identifier("run_id")
            if !runs.contains(id) { runs.append(id) }
        }
        return runs
    }

    /// The owner's threads, the one used last first.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for a cursor that this list did not make.
    package func threads(of owner: String, _ page: PageRequest) throws -> Page<ChatThreadView> {
        let limit = page.boundedLimit
        var conditions: [Query] = ["owner = \(owner)"]
        if let place = try page.place(in: Self.order, keys: 2) {
            conditions.append("(last_at, id) < (\(try place.integer(at: 0)), \(place.text(at: 1)))")
        }
        let found = try connection.run(
            """
            SELECT * FROM chat_threads WHERE \(.all(conditions)) ORDER BY last_at DESC, id DESC LIMIT \(limit + 1)
            """
        ).map { row in
            ChatThreadView(
                id: try row.identifier("id"),
                title: try row.text("title"),
                turns: try row.int("turns"),
                createdAt: try row.time("created_at"),
                lastAt: try row.time("last_at")
            )
        }
        return Page(found, limit: limit) {
            Cursor(Self.order, [String($0.lastAt.microseconds), $0.id.rawValue])
        }
    }

    /// Removes threads that were not used for long, with all that was said in them.
    ///
    /// - Returns: How many.
    /// - Throws: ``StoreError``
    package func prune(usedBefore time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try connection.run(
            """
            DELETE FROM chat_threads WHERE id IN
                (SELECT id FROM chat_threads WHERE last_at < \(time) ORDER BY last_at LIMIT \(limit))
            RETURNING id
            """
        ).count
    }

    private static let order = "chat_threads"
}
