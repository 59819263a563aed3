package import Contract

extension ChatTable {
    /// Takes a proposal to carry it out; of several who try at once, one gets it.
    ///
    /// - Parameters:
    ///   - turn: As it was read just now; one that was taken before is taken over from whoever did.
    ///   - now: When; its time has to be still to come, unless it was taken before.
    /// - Returns: Whether it is taken.
    /// - Throws: ``StoreError``
    package func take(_ turn: StoredChatTurn, at now: Timestamp) throws(StoreError) -> Bool {
        let rows =
            if turn.confirmedAt == nil {
                try connection.run(
                    """
                    UPDATE chat_actions SET outcome = 'confirmed', confirmed_at = \(now), tries = 1
                    WHERE id = \(turn.id) AND outcome = 'proposed' AND plan_hash = \(turn.result.proposal?.planHash)
                      AND expires_at > \(now) RETURNING id
                    """
                )
            } else {
                try connection.run(
                    """
                    UPDATE chat_actions SET tries = tries + 1
                    WHERE id = \(turn.id) AND outcome = 'confirmed' AND tries = \(turn.tries) RETURNING id
                    """
                )
            }
        return !rows.isEmpty
    }

    /// Notes what came of a turn that was taken, unless that is known already.
    ///
    /// Whoever did it knows better than who took over from them, found everything changed, and held it for void.
    ///
    /// - Parameters:
    ///   - id: Of the turn.
    ///   - outcome: How it ended.
    ///   - reply: What is answered.
    ///   - run: The run that it began or changed.
    ///   - now: When.
    /// - Throws: ``StoreError``
    package func finish(
        _ id: ChatTurnID,
        _ outcome: ChatOutcome,
        _ reply: ChatReply,
        run: RunID?,
        at now: Timestamp
    ) throws {
        try connection.run(
            """
            UPDATE chat_actions SET outcome = \(outcome.rawValue), reply = \(JSON.text(reply)),
                run_id = COALESCE(\(run), run_id), finished_at = \(now)
            WHERE id = \(id) AND (
                outcome = 'confirmed' OR (outcome IN ('void', 'refused') AND \(outcome.rawValue) = 'done')
            )
            """
        )
    }

    /// Withdraws a proposal that nobody has confirmed.
    package func dismiss(_ id: ChatTurnID, at now: Timestamp) throws(StoreError) {
        try connection.run(
            """
            UPDATE chat_actions SET outcome = 'dismissed', finished_at = \(now)
            WHERE id = \(id) AND outcome = 'proposed' AND expires_at > \(now)
            """
        )
    }
}
