import Contract
import Requests

/// Names a proposal to its client, to come back with a person's answer.
///
/// It proves nothing: whose the proposal is, what it was asked with, whether it is still open and done once is looked up.
struct ConfirmationState: Equatable {
    let thread: ChatThreadID
    let turn: ChatTurnID

    init(_ turn: ChatTurn) {
        thread = turn.thread
        self.turn = turn.id
    }

    /// - Parameter text: As ``text`` writes it; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy(Grammar.isUUID) else { return nil }
        thread = ChatThreadID(rawValue: parts[0])
        turn = ChatTurnID(rawValue: parts[1])
    }

    var text: String { "\(thread).\(turn)" }
}

/// Asking in a round trip: the answer to a call is a question, and the call comes again with its answer.
extension Conversation {
    private static let key = "confirm"

    /// - Throws: ``RPCFailure`` for a state that was not made here.
    func confirmationState(_ request: RPCRequest) throws(RPCFailure) -> ConfirmationState? {
        guard !exchange.revision.hasHandshake, let value = request.params["requestState"], value != .null
        else { return nil }
        guard let state = value.string.flatMap(ConfirmationState.init) else { throw Self.unknownState }
        return state
    }

    func toBeConfirmed(_ turn: ChatTurn) -> RPCResult {
        let question: JSONValue = [
            "method": "elicitation/create", "params": PersonsAnswer.question(summary(of: turn), words),
        ]
        var result = RPCResult([
            "inputRequests": [Self.key: question], "requestState": .string(ConfirmationState(turn).text),
        ])
        result.isInterim = true
        return result
    }

    /// Ends the proposal that the call made the first time.
    func goOn(with command: ChatCommand, _ state: ConfirmationState, _ request: RPCRequest) async throws
        -> RPCResult
    {
        let turn: ChatTurn
        do {
            turn = try await plane.chatTurn(state.turn, in: state.thread)
        } catch {
            throw error.code == .notFound ? Self.unknownState : error
        }
        guard try turn.command?.isReading(of: command) == true else { throw Self.unknownState }
        // What is over already is answered as it is.
        guard turn.outcome == .proposed || turn.outcome == .confirmed else { return try result(of: turn) }
        guard let answer = try request.object("inputResponses")?[Self.key], answer != .null else {
            return toBeConfirmed(turn)
        }
        return try await end(turn, with: PersonsAnswer(answer), as: plane)
    }

    private static let unknownState = RPCFailure(
        .invalidParams,
        "`requestState` belongs to no such call of this caller."
    )
}
