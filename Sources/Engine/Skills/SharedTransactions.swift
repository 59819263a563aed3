import Store
import Synchronization

/// Carries out small things in the database, those that are asked for at the same time in one transaction.
///
/// Something alone is carried out at once; what comes while a transaction is under way shares the next one. So the
/// more there is to do, the fewer transactions each thing takes, and nobody waits for company.
final class SharedTransactions<Item: Sendable, Answer: Sendable>: Sendable {
    private typealias Entry = (item: Item, answer: CheckedContinuation<Answer, any Error>)

    private struct State {
        var waiting: [Entry] = []
        var isAtWork = false
    }

    private let carryOut: @Sendable ([Item]) async throws -> [Answer]
    private let most: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: Things in one transaction.
    ///   - carryOut: Does all of them or, when it throws, none; gives an answer for each, in their order.
    init(most: Int = 64, _ carryOut: @escaping @Sendable ([Item]) async throws -> [Answer]) {
        self.most = most
        self.carryOut = carryOut
    }

    /// How many things wait for the transaction under way to end.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Returns once the thing is done; a caller that is canceled waits all the same.
    ///
    /// - Throws: What carrying it out, alone or with others, failed with.
    func perform(_ item: Item) async throws -> Answer {
        try await withCheckedThrowingContinuation { answer in
            let isFirst = state.withLock { state in
                state.waiting.append((item, answer))
                defer { state.isAtWork = true }
                return !state.isAtWork
            }
            // A task of its own: whoever came first and is cut off must not take the others along.
            if isFirst { Task { await work() } }
        }
    }

    private func work() async {
        while let entries = next() {
            do {
                let answers = try await carryOut(entries.map(\.item))
                for (entry, answer) in zip(entries, answers) { entry.answer.resume(returning: answer) }
            } catch StoreError.unavailable(let reason) {
                for entry in entries { entry.answer.resume(throwing: StoreError.unavailable(reason)) }
            } catch {
                await carryOutOneByOne(entries)
            }
        }
    }

    private func next() -> [Entry]? {
        state.withLock { state in
            let entries = Array(state.waiting.prefix(most))
            state.waiting.removeFirst(entries.count)
            state.isAtWork = !entries.isEmpty
            return entries.isEmpty ? nil : entries
        }
    }

    /// One that can never be done must not hold up the others.
    private func carryOutOneByOne(_ entries: [Entry]) async {
        for (item, answer) in entries {
            do {
                for only in try await carryOut([item]) { answer.resume(returning: only) }
            } catch {
                answer.resume(throwing: error)
            }
        }
    }
}
