import AsyncHTTPClient
import Contract
import FoundationEssentials
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import PostgresFixture
import Testing
import Traces
import Tracing

@testable import App

/// Traces on their way to a collector, over HTTP.
@Suite(.timeLimit(.minutes(5))) struct SpanExporterTests {
    private func exporter(
        _ queue: SpanQueue,
        to url: String,
        headers: [Configuration.TraceReceiver.Header] = [],
        _ change: (inout SpanExporter.Settings) -> Void = { _ in }
    ) -> SpanExporter {
        var settings = SpanExporter.Settings()
        settings.gathering = .milliseconds(1)
        settings.pause = .milliseconds(1)
        change(&settings)
        return SpanExporter(
            queue,
            to: .init(url: url + "/v1/traces", headers: headers),
            by: ["service.name": "skillyard"],
            client: .shared,
            settings: settings,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    private func span(_ name: String, _ tracer: SpanTracer, _ body: (RecordedSpan) -> Void = { _ in }) {
        let span = tracer.startSpan(name, context: .topLevel, ofKind: .server)
        body(span)
        span.end()
    }

    @Test func spansArriveAsTheyWere() async throws {
        let collector = Collector()
        try await collector.listening { url in
            let queue = SpanQueue()
            let tracer = SpanTracer(into: queue)
            let headers = [
                Configuration.TraceReceiver.Header(name: "Authorization", value: "Bearer of-a-test")
            ]
            // Both at the end: one that is on its way then would be sent again.
            await exporter(queue, to: url, headers: headers) { $0.gathering = .seconds(600) }.sending {
                let outer = tracer.startSpan("GET /api/skills", context: .topLevel, ofKind: .server)
                outer.updateAttributes {
                    $0["http.route"] = "/api/skills"
                    $0["http.response.status_code"] = 200
                    // What no list has is kept here.
                    $0["url.full"] = "https://example.com/?key=secret"
                }
                let inner = tracer.startSpan("POST", context: outer.context, ofKind: .client)
                inner.recordError(CancellationError())
                inner.end()
                outer.end()
            }
            #expect(queue.counts == SpanQueue.Counts(exported: 2, dropped: 0, waiting: 0))
        }
        let seen = collector.current
        #expect(seen.faults == [])
        #expect(seen.services == ["skillyard"])
        #expect(seen.authorizations == ["Bearer of-a-test"])
        try #require(seen.spans.count == 2)
        let (inner, outer) = (seen.spans[0], seen.spans[1])
        #expect(inner.trace == outer.trace)
        #expect(inner.parent == outer.id && outer.parent == nil)
        #expect([outer.kind, inner.kind] == [2, 3])
        #expect(outer.attributes == ["http.route": "/api/skills", "http.response.status_code": "200"])
        #expect(inner.failed && !outer.failed)
        #expect(inner.attributes["error.type"] == "Swift.CancellationError")
    }

    /// The end of the process takes nothing with it that could still be sent.
    @Test func whatIsLeftAtTheEndIsSent() async throws {
        let collector = Collector()
        try await collector.listening { url in
            let queue = SpanQueue()
            let tracer = SpanTracer(into: queue)
            let patient = exporter(queue, to: url) {
                $0.gathering = .seconds(600)
                ($0.timeout, $0.farewell) = (.seconds(120), .seconds(120))
            }
            await patient.sending {
                for number in 0..<1200 { span("span \(number)", tracer) }
            }
            #expect(queue.counts == SpanQueue.Counts(exported: 1200, dropped: 0, waiting: 0))
        }
        #expect(collector.current.spans.count == 1200)
        #expect(collector.current.requests == 3)
    }

    @Test func aCollectorThatIsBusyIsAskedAgain() async throws {
        let collector = Collector(refusing: [.serviceUnavailable, .tooManyRequests])
        try await collector.listening { url in
            let queue = SpanQueue()
            let tracer = SpanTracer(into: queue)
            try await exporter(queue, to: url).sending {
                span("kept", tracer)
                try await until { queue.counts.exported == 1 }
            }
        }
        #expect(collector.current.spans.map(\.name) == ["kept"])
    }

    @Test func whatNobodyTakesIsDroppedAndCounted() async throws {
        let queue = SpanQueue(room: 10)
        let tracer = SpanTracer(into: queue)
        let url = "http://127.0.0.1:\(try freeLoopbackPort())"
        try await exporter(queue, to: url) { ($0.tries, $0.timeout) = (2, .milliseconds(500)) }.sending {
            for number in 0..<25 { span("span \(number)", tracer) }
            try await until { queue.counts.dropped == 25 }
        }
        #expect(queue.counts == SpanQueue.Counts(exported: 0, dropped: 25, waiting: 0))
    }

    @Test func aRefusalForGoodIsNotRepeated() async throws {
        let collector = Collector(refusing: [.badRequest])
        try await collector.listening { url in
            let queue = SpanQueue()
            try await exporter(queue, to: url).sending {
                span("lost", SpanTracer(into: queue))
                try await until { queue.counts.dropped == 1 }
            }
        }
        #expect(collector.current.requests == 0)
    }

    /// The client's own limit ends with the head of an answer.
    @Test func anAnswerThatStallsHoldsUpNothing() async throws {
        let collector = Collector(stalling: 1)
        try await collector.listening { url in
            let queue = SpanQueue()
            let tracer = SpanTracer(into: queue)
            try await exporter(queue, to: url) { $0.timeout = .seconds(5) }.sending {
                span("first", tracer)
                try await until { queue.counts.exported == 1 }
                span("second", tracer)
                try await until { queue.counts.exported == 2 }
            }
        }
        #expect(collector.current.spans.map(\.name) == ["first", "second"])
    }

    @Test func anAnswerThatStallsDoesNotKeepTheNodeFromEnding() async throws {
        let collector = Collector(stalling: .max)
        try await collector.listening { url in
            let queue = SpanQueue()
            let tracer = SpanTracer(into: queue)
            let last = exporter(queue, to: url) {
                ($0.gathering, $0.farewell) = (.seconds(600), .seconds(5))
            }
            await last.sending { for number in 0..<1200 { span("span \(number)", tracer) } }
            // The rest had no time left, and is counted.
            #expect(queue.counts == SpanQueue.Counts(exported: 512, dropped: 688, waiting: 0))
        }
    }

    @Test func whatACollectorRefusesOfABatchIsCounted() async throws {
        let collector = Collector(rejecting: 2)
        try await collector.listening { url in
            let queue = SpanQueue()
            let tracer = SpanTracer(into: queue)
            await exporter(queue, to: url) { $0.gathering = .seconds(600) }.sending {
                for number in 0..<5 { span("span \(number)", tracer) }
            }
            #expect(queue.counts == SpanQueue.Counts(exported: 3, dropped: 2, waiting: 0))
        }
    }

    @Test(arguments: [
        (#"{"partialSuccess":{"rejectedSpans":"7","errorMessage":"x"}}"#, 7),
        (#"{"partialSuccess":{"rejectedSpans":7}}"#, 7), (#"{"partialSuccess":{"rejectedSpans":"-7"}}"#, 0),
        (#"{"partialSuccess":{}}"#, 0), ("{}", 0), ("", 0),
        (#"{"partialSuccess":{"rejectedSpans":"many"}}"#, 0),
    ])
    func aPartIsRefusedAsTheAnswerSays(_ answer: String, _ count: Int) {
        #expect(PartialSuccess.refused(in: Data(answer.utf8)) == count)
    }

    /// No sooner than the collector says, within a bound, and not all nodes at once.
    @Test func aCollectorSaysWhenItIsAskedAgain() {
        let settings = SpanExporter.Settings()
        #expect(settings.hint(in: ["Retry-After": "7"]) == .seconds(7))
        #expect(settings.hint(in: ["Retry-After": "1e300"]) == settings.longestPause)
        #expect(settings.hint(in: [:]) == nil)
        for text in ["-1", "nan", "soon", "Sun, 06 Nov 1994 08:49:37 GMT"] {
            #expect(settings.hint(in: ["Retry-After": text]) == nil, "\(text)")
        }
        #expect(settings.wait(.seconds(1), hint: .seconds(7), jitter: 0) == .seconds(7))
        #expect(settings.wait(.seconds(8), hint: .seconds(7), jitter: 0) == .seconds(8))
        #expect(settings.wait(.seconds(8), hint: nil, jitter: 1) == .seconds(12))
    }

    /// A collector that is away for an hour is two lines and not a thousand.
    @Test func aCollectorThatIsAwayIsToldOfOnce() {
        let lines = RecordedLines()
        let queue = SpanQueue(room: 1)
        let log = CollectorLog(queue, logger: lines.logger)
        log.taken()
        for _ in 0..<3 { log.dropped(5, "the collector answers 503") }
        for number in 0..<3 { span("span \(number)", SpanTracer(into: queue)) }
        log.taken()
        log.taken()
        log.dropped(4, "the collector does not answer")
        log.ended()
        #expect(
            lines.all == [
                "spans are dropped until the collector takes them: count=5 reason=the collector answers 503",
                "spans are taken again: dropped=15 without_room=2",
                "spans are dropped until the collector takes them: count=4 reason=the collector does not answer",
                "spans were not taken until the end: dropped=4 without_room=0",
            ]
        )
    }

    // MARK: Which spans there are

    @Test func aCallerSaysWhetherItsTraceIsRecorded() {
        let queue = SpanQueue()
        let tracer = SpanTracer(into: queue)
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        for sampled in [true, false] {
            let parent = TraceParent(traceID: trace, spanID: "00f067aa0ba902b7", isSampled: sampled)
            let span = tracer.startSpan("GET", context: .of(parent), ofKind: .server)
            #expect(span.place.traceID == trace && span.place.spanID != parent.spanID)
            #expect(span.isRecording == sampled && span.place.isSampled == sampled)
            span.end()
            span.end()
        }
        #expect(queue.take(upTo: 10).map(\.parent) == ["00f067aa0ba902b7"])
        let few = SpanTracer(into: queue, percent: 0)
        #expect(!few.startSpan("GET", context: .topLevel, ofKind: .server).isRecording)
    }

    /// Nobody who has not signed in has more recorded than the share that is asked for.
    @Test func strangersDoNotDecideWhatIsRecorded() {
        let queue = SpanQueue()
        for (percent, isRecorded) in [(0, false), (100, true)] {
            let tracer = SpanTracer(into: queue, percent: percent).doubtful
            for sampled in [true, false] {
                let parent = TraceParent(
                    traceID: "4bf92f3577b34da6a3ce929d0e0e4736",
                    spanID: "00f067aa0ba902b7",
                    isSampled: sampled
                )
                let span = tracer.startSpan("GET", context: .of(parent), ofKind: .server)
                #expect(span.place.traceID == parent.traceID)
                #expect(span.isRecording == (sampled && isRecorded))
            }
        }
    }

    private struct Fields: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
            carrier[key] = value
        }
    }

    /// Vendors learn nothing unless somebody says so.
    @Test func othersAreToldOnlyWhereThatIsSaid() {
        for tells in [false, true] {
            let tracer = SpanTracer(tellsOthers: tells)
            let span = tracer.startSpan("POST", context: .topLevel, ofKind: .client)
            var sent: [String: String] = [:]
            tracer.inject(span.context, into: &sent, using: Fields())
            #expect(sent == (tells ? ["traceparent": span.place.text] : [:]))
        }
    }
}
