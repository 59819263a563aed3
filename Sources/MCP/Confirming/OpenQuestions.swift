import Contract
import Synchronization

/// The questions that stand in streams of this node and wait for their answers, which come as messages of their own.
final class OpenQuestions: Sendable {
    private struct Waiting {
        let caller: CallerKey
        /// The id of the call that is answered once it is.
        let call: JSONValue
        let answers: AsyncStream<PersonsAnswer>.Continuation
    }

    private static let most = 1000

    private let waiting = Mutex<[String: Waiting]>([:])

    /// - Parameters:
    ///   - id: Of the question.
    ///   - caller: Whose answer counts.
    ///   - call: The id of the call that is answered once it is.
    /// - Returns: Where the answer will stand; nil when too many wait already.
    func ask(_ id: String, of caller: CallerKey, in call: JSONValue) -> AsyncStream<PersonsAnswer>? {
        let (answers, continuation) = AsyncStream.makeStream(
            of: PersonsAnswer.self,
            bufferingPolicy: .bufferingOldest(1)
        )
        let hasRoom = waiting.withLock { waiting in
            guard waiting.count < Self.most else { return false }
            waiting[id] = Waiting(caller: caller, call: call, answers: continuation)
            return true
        }
        return hasRoom ? answers : nil
    }

    /// - Returns: Whether somebody waited for it.
    func take(_ answer: PersonsAnswer, to id: String, from caller: CallerKey) -> Bool {
        let found = waiting.withLock { waiting -> Waiting? in
            guard waiting[id]?.caller == caller else { return nil }
            return waiting.removeValue(forKey: id)
        }
        found?.answers.yield(answer)
        found?.answers.finish()
        return found != nil
    }

    /// Takes it for a no when a client gives up a call that asks.
    func cancel(_ call: JSONValue, by caller: CallerKey) {
        let id = waiting.withLock { waiting in
            waiting.first { $0.value.caller == caller && $0.value.call == call }?.key
        }
        if let id { _ = take(.no, to: id, from: caller) }
    }

    func forget(_ id: String) {
        waiting.withLock { _ = $0.removeValue(forKey: id) }
    }
}
