import ServiceLifecycle
package import Store

/// The hints that pass inside one process and, where the database carries them, between nodes.
package struct EngineSignals: Sendable {
    /// There may be tasks to begin or results to save.
    package let work = Signal()
    /// There may be new events.
    package let events = Signal()
    private let channel: (any HintChannel)?

    /// - Parameter channel: The way to the other nodes, if there are any.
    package init(_ channel: (any HintChannel)? = nil) {
        self.channel = channel
    }

    /// Says on this node and on the others that something is in the database now.
    package func announce(_ hint: Hint) {
        notify(hint)
        channel?.send(hint)
    }

    private func notify(_ hint: Hint) {
        switch hint {
        case .work: work.notify()
        case .events: events.notify()
        }
    }

    /// Whether other nodes can announce anything.
    fileprivate var reachesOthers: Bool { channel != nil }

    /// Passes on what other nodes announce, until canceled.
    fileprivate func listen() async {
        await channel?.received { notify($0) }
    }
}

/// Listens to the other nodes.
package struct HintReceiver: Service {
    private let signals: EngineSignals

    package init(_ signals: EngineSignals) {
        self.signals = signals
    }

    package func run() async throws {
        guard signals.reachesOthers else {
            // A service that ends by itself counts as broken, and takes its node along.
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown { await signals.listen() }
    }
}
