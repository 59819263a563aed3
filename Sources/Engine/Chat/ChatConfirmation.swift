import Chat
import Contract
import Store

/// One confirmed change being carried out: for the first time, or after whoever began it went away.
///
/// A run is started once by its key. For everything else the history says whether it happened: its entry was written
/// with it.
struct ChatConfirmation {
    /// Less than ``IdempotencyTable/lifetime``: whoever resumes late must not begin what nobody knows of any more.
    private static let resumable = Duration.seconds(12 * 3600)

    private let turn: StoredChatTurn
    private let session: EngineSession
    private let now: Timestamp
    private let dialogue: ChatDialogue

    init(_ turn: StoredChatTurn, by session: EngineSession, at now: Timestamp) {
        self.turn = turn
        self.session = session
        self.now = now
        dialogue = ChatDialogue(session, in: turn.locale, at: now)
    }

    private var isResumed: Bool { turn.confirmedAt != nil }

    /// - Returns: How it ended, and what is answered.
    /// - Throws: ``Problem`` when that cannot be known now; trying again is safe.
    func carryOut() async throws(Problem) -> (ChatOutcome, ChatDeed) {
        let replies = ChatReplies(in: turn.locale)
        do throws(Problem) { return (.done, try await deed()) } catch {
            if error.code.isInconclusive { throw error }
            if error.code == .planChanged { return (.void, ChatDeed(reply: replies.planChanged)) }
            return (.refused, ChatDeed(reply: replies.refusal(error)))
        }
    }

    private func deed() async throws(Problem) -> ChatDeed {
        guard let command = turn.result.command else { throw Problem(.conflict, "Nothing was planned.") }
        var order = ChatOrder(
            command,
            saidAs: turn.text,
            key: "chat:\(turn.id)",
            starting: turn.result.request,
            undoing: turn.result.undoes
        )
        if let confirmedAt = turn.confirmedAt {
            if let done = try await deedDone(order) { return done }
            let age = now - confirmedAt
            guard age < IdempotencyTable.lifetime || order.request == nil else { throw .unknownOutcome }
            guard age < Self.resumable else { throw .changedPlan }
            // Its key knows whether it was started; its own hash, whether the plan is still the same.
            if order.request != nil { return try await dialogue.carryOut(order) }
        }
        do throws(Problem) { return try await asShown(&order) } catch {
            // Whoever was thought to be gone was only slow.
            guard isResumed, let done = try await deedDone(order) else { throw error }
            return done
        }
    }

    private func asShown(_ order: inout ChatOrder) async throws(Problem) -> ChatDeed {
        let plan = try await dialogue.currentPlan(order.command, saidAs: turn.text)
        guard let plan, plan.hash == turn.result.proposal?.planHash, plan.request == turn.result.request,
            plan.undoes == turn.result.undoes
        else { throw .changedPlan }
        order.askedAt = plan.askedAt
        order.tasks = plan.tasks
        return try await dialogue.carryOut(order)
    }

    private func deedDone(_ order: ChatOrder) async throws(Problem) -> ChatDeed? {
        if order.request == nil { return try await deedInHistory(order) }
        guard let run = try await session.runStarted(by: order.key) else { return nil }
        return try await dialogue.found(order.command, began: run)
    }

    /// What came of it when it was carried out before; nil when it was not.
    private func deedInHistory(_ order: ChatOrder) async throws(Problem) -> ChatDeed? {
        guard let confirmedAt = turn.confirmedAt, let trace = order.trace else { return nil }
        let query = AuditQuery(
            actor: session.signedIn.name,
            action: trace.operation.rawValue,
            subject: trace.subject,
            after: confirmedAt - .microseconds(1)
        )
        let entry = try await session.audit(query).items.last {
            $0.outcome == "accepted" && $0.source == CommandSource.chat.rawValue
        }
        guard let entry else { return nil }
        return try await dialogue.found(order.command, began: entry.detail["run"].map(RunID.init(rawValue:)))
    }
}

extension Problem {
    fileprivate static var unknownOutcome: Problem {
        let detail: Phrase = "Nobody knows any more whether this was carried out; look at the runs."
        return Problem(.conflict, as: "chat_unknown", detail)
    }

    fileprivate static var changedPlan: Problem {
        Problem(.planChanged, as: "hash", "The plan has changed since it was shown.")
    }
}
