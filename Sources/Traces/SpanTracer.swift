import Contract
package import Tracing

/// Makes spans, and hands those that are recorded to whoever exports them.
///
/// Also where nothing is exported, everything has its place in a trace: that is how a request is found again in a run
/// and its log lines.
package struct SpanTracer: Tracer {
    private let queue: SpanQueue?
    /// How many of a hundred traces that begin here are recorded.
    private let percent: Int
    /// Whether whoever is asked is told of the trace.
    private let tellsOthers: Bool
    /// Whether a trace that began elsewhere is recorded as that says, whatever the share of those that begin here.
    private var believesCallers = true

    /// - Parameters:
    ///   - queue: Takes what is recorded; nil to record nothing.
    ///   - percent: How many of a hundred traces that begin here are recorded; one that a caller began is as the caller
    ///     says, or of such a share.
    ///   - tellsOthers: Whether requests that are sent carry the trace.
    package init(into queue: SpanQueue? = nil, percent: Int = 100, tellsOthers: Bool = false) {
        self.queue = queue
        self.percent = percent
        self.tellsOthers = tellsOthers
    }

    /// The same for whom nobody knows: of the traces that such callers want recorded, the same share is.
    package var doubtful: SpanTracer {
        var tracer = self
        tracer.believesCallers = false
        return tracer
    }

    private func records(_ parent: TraceParent?) -> Bool {
        if let parent, believesCallers || !parent.isSampled { return parent.isSampled }
        return queue != nil && Int.random(in: 0..<100) < percent
    }

    package func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> RecordedSpan {
        let context = context()
        let parent = context.traceParent
        let place = TraceParent(
            traceID: parent?.traceID ?? Self.hexadecimal(Self.random()) + Self.hexadecimal(Self.random()),
            spanID: Self.hexadecimal(Self.random()),
            isSampled: records(parent)
        )
        return RecordedSpan(
            operationName,
            at: place,
            under: parent?.spanID,
            in: context,
            kind: kind,
            began: instant().nanosecondsSinceEpoch,
            into: queue
        )
    }

    /// Whoever exports does so all the time.
    package func forceFlush() {}

    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        context.traceParent = extractor.extract(key: "traceparent", from: carrier).flatMap(TraceParent.init)
    }

    package func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard tellsOthers, let place = context.traceParent else { return }
        injector.inject(place.text, forKey: "traceparent", into: &carrier)
    }

    /// Never 0, which no id is.
    private static func random() -> UInt64 { UInt64.random(in: 1...UInt64.max) }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
