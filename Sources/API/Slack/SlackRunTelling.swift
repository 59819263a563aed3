import Contract

/// Tells of a run while it goes on, within what Slack takes for one answer: five messages in half an hour.
struct SlackRunTelling: Sendable {
    /// When it is told how far it is, unless it has ended before; with the last one telling ends.
    static let marks: [Duration] = [.seconds(10), .seconds(60), .seconds(300), .seconds(1680)]

    let run: RunID
    /// Signs in anew each time: who is out does not go on reading.
    let plane: @Sendable () async throws(Problem) -> any ControlPlane
    let tell: @Sendable (RunView) async -> Void
    let wait: @Sendable (Duration) async throws -> Void

    private enum Hint: Sendable {
        case look
        case mark(isLast: Bool)
    }

    /// Ends when the run has, or nobody may look any more, or with the last mark.
    func follow(from first: RunView) async {
        let (hints, hint) = AsyncStream.makeStream(of: Hint.self, bufferingPolicy: .bufferingNewest(16))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await mark(hint) }
            group.addTask { await listen(hint) }
            hint.yield(.look)
            await look(at: hints, from: first)
            group.cancelAll()
        }
    }

    private func look(at hints: AsyncStream<Hint>, from first: RunView) async {
        var told = first
        for await hint in hints {
            guard let now = try? await plane().run(run) else { return }
            if now.status.isFinal { return await tell(now) }
            guard case .mark(let isLast) = hint else { continue }
            if now.counts != told.counts || now.status != told.status || isLast { await tell(now) }
            told = now
            if isLast { return }
        }
    }

    private func mark(_ hint: AsyncStream<Hint>.Continuation) async {
        var passed = Duration.zero
        for (index, mark) in Self.marks.enumerated() {
            do { try await wait(mark - passed) } catch { break }
            passed = mark
            hint.yield(.mark(isLast: index == Self.marks.count - 1))
        }
        hint.finish()
    }

    /// Without events the marks are enough.
    private func listen(_ hint: AsyncStream<Hint>.Continuation) async {
        guard let events = try? await plane().events(after: nil) else { return }
        for await item in events {
            switch item {
            case .event(let event) where event.runID != run || event.kind == .taskChanged: break
            case .event, .resync: hint.yield(.look)
            }
        }
    }
}
