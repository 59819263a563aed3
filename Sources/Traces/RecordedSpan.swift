package import Contract
import Synchronization
package import Tracing

/// A span on its way.
package final class RecordedSpan: Tracing.Span {
    private struct State {
        var name: String
        var attributes = SpanAttributes()
        var status: SpanStatus.Code?
        var hasEnded = false
    }

    package let context: ServiceContext
    /// Its own place, for what it causes.
    package let place: TraceParent
    private let parent: String?
    private let kind: SpanKind
    private let began: UInt64
    /// Nil where nobody records it.
    private let queue: SpanQueue?
    private let state: Mutex<State>

    init(
        _ name: String,
        at place: TraceParent,
        under parent: String?,
        in context: ServiceContext,
        kind: SpanKind,
        began: UInt64,
        into queue: SpanQueue?
    ) {
        var context = context
        context.traceParent = place
        self.context = context
        self.place = place
        self.parent = parent
        self.kind = kind
        self.began = began
        self.queue = place.isSampled ? queue : nil
        state = Mutex(State(name: name))
    }

    package var isRecording: Bool { queue != nil }

    package var operationName: String {
        get { state.withLock(\.name) }
        set { state.withLock { $0.name = newValue } }
    }

    package var attributes: SpanAttributes {
        get { state.withLock(\.attributes) }
        set { if isRecording { state.withLock { $0.attributes = newValue } } }
    }

    package func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status.code } }

    /// Nothing is kept of events: what happens in between has spans of its own.
    package func addEvent(_ event: SpanEvent) {}

    /// Keeps what kind of error it is and nothing of its words, which may hold what a request held.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        guard isRecording else { return }
        let kind = String(reflecting: type(of: error))
        state.withLock { state in
            state.attributes["error.type"] = kind
            state.status = .error
        }
    }

    /// Nothing is kept of links: what belongs together is one trace here.
    package func addLink(_ link: SpanLink) {}

    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard let queue else { return }
        let ended = instant().nanosecondsSinceEpoch
        let record = state.withLock { state -> SpanRecord? in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            return SpanRecord(
                place: place,
                parent: parent,
                name: state.name,
                kind: kind,
                began: began,
                ended: max(began, ended),
                attributes: SpanWords.of(state.attributes),
                status: state.status
            )
        }
        if let record { queue.offer(record) }
    }
}
