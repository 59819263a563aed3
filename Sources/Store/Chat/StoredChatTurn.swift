package import Contract

/// A line of chat as it is stored, with what only the engine has to know of it.
package struct StoredChatTurn: Equatable, Sendable {
    /// What came of the line.
    package struct Result: Equatable, Sendable {
        package var outcome: ChatOutcome
        package var command: ChatCommand?
        package var canonical: String?
        package var reply: ChatReply
        package var proposal: ChatProposal?
        /// The run that was planned, to be started just so.
        package var request: RunRequest?
        /// The run that is to be undone.
        package var undoes: RunID?
        package var runID: RunID?

        package init(
            outcome: ChatOutcome,
            command: ChatCommand? = nil,
            canonical: String? = nil,
            reply: ChatReply,
            proposal: ChatProposal? = nil,
            request: RunRequest? = nil,
            undoes: RunID? = nil,
            runID: RunID? = nil
        ) {
            self.outcome = outcome
            self.command = command
            self.canonical = canonical
            self.reply = reply
            self.proposal = proposal
            self.request = request
            self.undoes = undoes
            self.runID = runID
        }
    }

    package let id: ChatTurnID
    package let thread: ChatThreadID
    package let actor: String
    package let text: String
    package let locale: ChatLanguage
    package let saidAt: Timestamp
    package let source: CommandSource
    package let requestID: String
    package var result: Result
    package var confirmedAt: Timestamp?
    /// How often it was begun to be carried out; more than once after a crash.
    package var tries: Int

    package init(
        id: ChatTurnID,
        thread: ChatThreadID,
        actor: String,
        text: String,
        locale: ChatLanguage,
        saidAt: Timestamp,
        source: CommandSource,
        requestID: String,
        result: Result,
        confirmedAt: Timestamp? = nil,
        tries: Int = 0
    ) {
        self.id = id
        self.thread = thread
        self.actor = actor
        self.text = text
        self.locale = locale
        self.saidAt = saidAt
        self.source = source
        self.requestID = requestID
        self.result = result
        self.confirmedAt = confirmedAt
        self.tries = tries
    }

    /// A proposal whose time is over has expired, whatever the row says: nobody has to come by and note it.
    package func outcome(at now: Timestamp) -> ChatOutcome {
        guard result.outcome == .proposed, let proposal = result.proposal, proposal.expiresAt <= now else {
            return result.outcome
        }
        return .expired
    }

    /// As people see it.
    ///
    /// - Parameters:
    ///   - now: When.
    ///   - run: Its run as it is now.
    /// - Returns: The turn.
    package func view(at now: Timestamp, run: RunView? = nil) -> ChatTurn {
        ChatTurn(
            id: id,
            thread: thread,
            text: text,
            saidAt: saidAt,
            locale: locale,
            outcome: outcome(at: now),
            command: result.command,
            canonical: result.canonical,
            reply: result.reply,
            proposal: result.proposal,
            runID: result.runID,
            run: run
        )
    }
}

extension StoredChatTurn {
    init(row: Row) throws(StoreError) {
        self.init(
            id: try row.identifier("id"),
            thread: try row.identifier("thread_id"),
            actor: try row.text("actor"),
            text: try row.text("text"),
            locale: try row.word("locale"),
            saidAt: try row.time("said_at"),
            source: try row.word("source"),
            requestID: try row.text("request_id"),
            result: Result(
                outcome: try row.word("outcome"),
                command: try row.optionalJSON("command"),
                canonical: row.optionalText("canonical"),
                reply: try row.json("reply"),
                proposal: try row.optionalJSON("proposal"),
                request: try row.optionalJSON("request"),
                undoes: row.optionalText("undoes").map(RunID.init(rawValue:)),
                runID: row.optionalText("run_id").map(RunID.init(rawValue:))
            ),
            confirmedAt: row.optionalTime("confirmed_at"),
            tries: try row.int("tries")
        )
    }
}
