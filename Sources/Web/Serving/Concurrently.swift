/// Asks for several things side by side, a few at a time, so that one page neither waits for each in turn nor takes all
/// connections of the database.
///
/// - Parameters:
///   - items: What to ask for.
///   - atOnce: How many at a time.
///   - ask: Asks for one.
/// - Returns: The answers in the order of `items`.
/// - Throws: What the first that failed has thrown; the others are canceled.
func concurrently<Item: Sendable, Answer: Sendable>(
    _ items: [Item],
    atOnce: Int = 4,
    _ ask: @escaping @Sendable (Item) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
        var waiting = items.enumerated().makeIterator()
        var answers: [Int: Answer] = [:]
        for _ in 0..<atOnce {
            guard let (index, item) = waiting.next() else { break }
            group.addTask { (index, try await ask(item)) }
        }
        while let (index, answer) = try await group.next() {
            answers[index] = answer
            if let (index, item) = waiting.next() { group.addTask { (index, try await ask(item)) } }
        }
        return items.indices.compactMap { answers[$0] }
    }
}
