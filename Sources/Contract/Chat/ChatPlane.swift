/// The part of the control plane that takes lines of chat.
///
/// A line can do nothing that the caller cannot do otherwise: what it asks for is carried out by the operations of
/// ``ControlPlane``, and a change only after ``confirmChat(_:planHash:)``.
package protocol ChatPlane: Sendable {
    /// Reads a line and answers it; both stand in the thread from then on.
    ///
    /// - Parameter message: The line, and where it was said.
    /// - Returns: What was understood, and the answer; a change waits for its confirmation.
    /// - Throws: ``Problem`` with `not_found` for a thread of somebody else, too. What the command itself is
    ///   refused with stands in the answer.
    func say(_ message: ChatMessage) async throws(Problem) -> ChatTurn
    /// Carries out what a turn proposed, once.
    ///
    /// - Parameters:
    ///   - id: Of the turn.
    ///   - planHash: Of the plan that was shown.
    /// - Returns: The turn with what came of it. Confirmed again, it answers the same and does nothing.
    /// - Throws: ``Problem`` with `not_found` for a turn of somebody else, too; `conflict` when it proposes nothing, was
    ///   dismissed or its time is over; `plan_changed` when its plan is another by now, after which it is void.
    func confirmChat(_ id: ChatTurnID, planHash: String) async throws(Problem) -> ChatTurn
    /// Withdraws what a turn proposed; withdrawn or over already, it stays as it is.
    func dismissChat(_ id: ChatTurnID) async throws(Problem) -> ChatTurn
    /// The caller's own threads, the one that was used last first.
    func chatThreads(_ page: PageRequest) async throws(Problem) -> Page<ChatThreadView>
    /// The newest turns of a thread of the caller's own, oldest first; the runs in them as they are now.
    func chatThread(_ id: ChatThreadID) async throws(Problem) -> ChatThread
    /// One turn of a thread of the caller's own, however much was said since; its run as it is now.
    ///
    /// - Parameters:
    ///   - id: Of the turn.
    ///   - thread: Where it was said.
    /// - Returns: The turn.
    /// - Throws: ``Problem`` with `not_found` for a turn of somebody else or of another thread, too. Over HTTP, also for
    ///   one that is not among the newest of its thread.
    func chatTurn(_ id: ChatTurnID, in thread: ChatThreadID) async throws(Problem) -> ChatTurn
    /// What can be said by the caller, in an order to learn it in.
    func chatCommands(in language: ChatLanguage) async throws(Problem) -> Page<ChatCommandHelp>
}

package typealias ChatThreadID = Identifier<ChatThread>
package typealias ChatTurnID = Identifier<ChatTurn>

/// One line, as somebody says it.
package struct ChatMessage: Codable, Equatable, Sendable {
    /// The most characters of a line.
    package static let maximumLength = 1000

    package let text: String
    /// Absent: a new thread begins.
    package let thread: ChatThreadID?
    /// What to answer in; absent: as the line is written, English where that cannot be told.
    package let locale: ChatLanguage?
    /// The run that "this" is about, such as that of the page it was said on.
    package let about: RunID?
    /// Of the speaker's clock, by which "yesterday" begins; absent: UTC.
    package let utcOffset: UTCOffset?

    package init(
        _ text: String,
        thread: ChatThreadID? = nil,
        locale: ChatLanguage? = nil,
        about: RunID? = nil,
        utcOffset: UTCOffset? = nil
    ) {
        self.text = text
        self.thread = thread
        self.locale = locale
        self.about = about
        self.utcOffset = utcOffset
    }

    enum CodingKeys: String, CodingKey {
        case text
        case thread
        case locale
        case about
        case utcOffset = "utc_offset"
    }
}

/// A thread with its newest turns.
package struct ChatThread: Codable, Equatable, Sendable {
    /// The most turns that are answered.
    package static let maximumTurns = 100

    package let id: ChatThreadID
    /// Oldest first.
    package let turns: [ChatTurn]

    package init(id: ChatThreadID, turns: [ChatTurn]) {
        self.id = id
        self.turns = turns
    }
}

/// A thread in a list.
package struct ChatThreadView: Codable, Equatable, Sendable {
    package let id: ChatThreadID
    /// The first line that was said in it.
    package let title: String
    package let turns: Int
    package let createdAt: Timestamp
    package let lastAt: Timestamp

    package init(id: ChatThreadID, title: String, turns: Int, createdAt: Timestamp, lastAt: Timestamp) {
        self.id = id
        self.title = title
        self.turns = turns
        self.createdAt = createdAt
        self.lastAt = lastAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case title
        case turns
        case createdAt = "created_at"
        case lastAt = "last_at"
    }
}

/// One command, for help and completion.
package struct ChatCommandHelp: Codable, Equatable, Sendable {
    package let intent: ChatIntent
    package let effect: ChatIntent.Effect
    /// What its canonical form begins with, such as `/install`.
    package let word: String
    /// What it does, in one sentence.
    package let summary: String
    /// Lines that ask for it.
    package let examples: [String]

    package init(
        intent: ChatIntent,
        effect: ChatIntent.Effect,
        word: String,
        summary: String,
        examples: [String]
    ) {
        self.intent = intent
        self.effect = effect
        self.word = word
        self.summary = summary
        self.examples = examples
    }
}
