/// What may be worth a look, because another node changed it.
package enum Hint: String, CaseIterable, Sendable {
    case work
    case events
}

/// Carries hints between the nodes that share a database.
///
/// A hint only says "look sooner": any may be lost, come late or come without a reason, and whoever waits for one
/// also looks by itself now and then.
package protocol HintChannel: Sendable {
    /// Tells the other nodes, soon; never waits and never fails.
    func send(_ hint: Hint)

    /// Calls `hint` for what other nodes send, until the task is canceled; also once for every kind whenever
    /// something may have been missed.
    func received(_ hint: @escaping @Sendable (Hint) -> Void) async
}

extension Database {
    package var hints: (any HintChannel)? { nil }
}
