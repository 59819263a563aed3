import CoreMetrics
import Synchronization
import Traces

/// What becomes of the spans of this node, as metrics.
final class SpanMetrics: Sendable {
    private struct State {
        var queue: SpanQueue?
        var seen = SpanQueue.Counts()
    }

    private let state = Mutex(State())

    func watch(_ queue: SpanQueue?) { state.withLock { $0.queue = queue } }

    /// Brings the metrics up to date; there are none where no spans are sent.
    func record(in factory: any MetricsFactory) {
        let counts = state.withLock { state -> (now: SpanQueue.Counts, before: SpanQueue.Counts)? in
            guard let now = state.queue?.counts else { return nil }
            defer { state.seen = now }
            return (now, state.seen)
        }
        guard let (now, before) = counts else { return }
        count("skillyard_spans_exported_total", now.exported - before.exported, factory)
        count("skillyard_spans_dropped_total", now.dropped - before.dropped, factory)
        Meter(label: "skillyard_spans_waiting", dimensions: [], factory: factory).set(now.waiting)
    }

    private func count(_ name: String, _ more: Int, _ factory: any MetricsFactory) {
        Counter(label: name, dimensions: [], factory: factory).increment(by: more)
    }
}
