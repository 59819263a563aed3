import AsyncHTTPClient
import Domain
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import Traces

/// Sends spans to a collector by OTLP/HTTP, in batches, for as long as the node runs.
///
/// Nothing waits for it and nothing fails with it: what finds no room, or nobody takes, is dropped and counted.
struct SpanExporter: Sendable {
    struct Settings: Sendable {
        /// Spans in one request.
        var batch = 512
        /// How long spans wait for company.
        var gathering = Duration.seconds(1)
        /// Before trying again, each time twice as long.
        var pause = Duration.seconds(1)
        /// The longest that a collector may put off the next try.
        var longestPause = Duration.seconds(60)
        /// How often a batch is sent before it is dropped.
        var tries = 4
        /// For the whole of an exchange, the answer's body included.
        var timeout = Duration.seconds(10)
        /// For what is left when the node ends.
        var farewell = Duration.seconds(5)
    }

    private enum Outcome {
        /// With how many of the spans were refused.
        case taken(refused: Int)
        case refused(String)
        /// No sooner than the collector says, if it says so.
        case tryAgain(String, after: Duration?)
    }

    /// Of a collector's answer: it may say how many spans it refused.
    private static let longestAnswer = 64 << 10

    private let queue: SpanQueue
    private let receiver: Configuration.TraceReceiver
    private let resource: [String: String]
    private let client: HTTPClient
    private let settings: Settings
    private let log: CollectorLog

    /// - Parameters:
    ///   - queue: What to send.
    ///   - receiver: Where to.
    ///   - resource: Who says it.
    ///   - client: One that makes no spans of its own.
    ///   - settings: How.
    ///   - logger: Hears when a collector ceases to take spans, and when it takes them again.
    init(
        _ queue: SpanQueue,
        to receiver: Configuration.TraceReceiver,
        by resource: [String: String],
        client: HTTPClient,
        settings: Settings = Settings(),
        logger: Logger
    ) {
        self.queue = queue
        self.receiver = receiver
        self.resource = resource
        self.client = client
        self.settings = settings
        log = CollectorLog(queue, logger: logger)
    }

    /// Runs `body` and sends meanwhile; afterwards what is left, within a bounded time.
    ///
    /// - Returns: What `body` returned.
    func sending<Result>(while body: () async throws -> Result) async rethrows -> Result {
        // Not a child: a stop that cancels `body` must not cancel what is being sent.
        let sending = Task { await run() }
        let finish = { () async in
            sending.cancel()
            await sending.value
            // A stop has cancelled this one, too, and a cancelled task sends nothing.
            await Task { await sendRest() }.value
            log.ended()
        }
        do {
            let result = try await body()
            await finish()
            return result
        } catch {
            await finish()
            throw error
        }
    }

    private func run() async {
        for await _ in queue.arrived {
            do { try await Task.sleep(for: settings.gathering) } catch { return }
            while !Task.isCancelled {
                let spans = queue.take(upTo: settings.batch)
                guard !spans.isEmpty else { break }
                await send(spans)
            }
        }
    }

    /// Sends a batch until it is taken, or drops it; one that a stop interrupts goes back.
    private func send(_ spans: [SpanRecord]) async {
        var pause = settings.pause
        for number in 1...settings.tries {
            switch await post(spans, within: settings.timeout) {
            case .taken(let refused): return note(spans.count, refused: refused)
            case .refused(let reason): return drop(spans.count, reason)
            case .tryAgain(let reason, let hint):
                if !Task.isCancelled, number == settings.tries { return drop(spans.count, reason) }
                let wait = settings.wait(pause, hint: hint, jitter: .random(in: 0...1))
                do { try await Task.sleep(for: wait) } catch { return queue.putBack(spans) }
                pause *= 2
            }
        }
    }

    private func sendRest() async {
        let clock = ContinuousClock()
        let end = clock.now + settings.farewell
        while true {
            let spans = queue.take(upTo: settings.batch)
            guard !spans.isEmpty else { return }
            let left = end - clock.now
            guard left > .zero else { return drop(spans.count + dropAll(), "the node ends") }
            switch await post(spans, within: left) {
            case .taken(let refused): note(spans.count, refused: refused)
            case .refused(let reason), .tryAgain(let reason, _): drop(spans.count, reason)
            }
        }
    }

    /// Takes whatever waits, to be counted as lost.
    private func dropAll() -> Int { queue.take(upTo: .max).count }

    private func note(_ count: Int, refused: Int) {
        queue.exported(count - refused)
        if refused > 0 { drop(refused, "the collector refused some") } else { log.taken() }
    }

    private func drop(_ count: Int, _ reason: String) {
        queue.dropped(count)
        log.dropped(count, reason)
    }

    private func post(_ spans: [SpanRecord], within time: Duration) async -> Outcome {
        var request = HTTPClientRequest(url: receiver.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        for header in receiver.headers { request.headers.add(name: header.name, value: header.value) }
        do {
            let body = try OTLPDocument.body(of: spans, by: resource, version: SkillyardVersion.current)
            request.body = .bytes(ByteBuffer(bytes: body))
        } catch {
            return .refused("they cannot be written")
        }
        let end = ContinuousClock.now + time
        do {
            let answer = try await client.execute(
                request,
                timeout: .nanoseconds(Int64(time / .nanoseconds(1)))
            )
            let body = await Self.read(answer.body, by: end)
            return outcome(answer.status, answer.headers, body, of: spans.count)
        } catch {
            return .tryAgain("the collector does not answer", after: nil)
        }
    }

    /// The client's own limit ends with the head of an answer, and a body that stalls would hold up all spans to come.
    ///
    /// - Returns: The body; nothing when it does not come in time or is too long, for the head has said what matters.
    private static func read(_ body: HTTPClientResponse.Body, by end: ContinuousClock.Instant) async -> Data {
        let read = try? await TimeLimit.cancelling(after: ContinuousClock.now.duration(to: end)) {
            Data(try await body.collect(upTo: longestAnswer).readableBytesView)
        }
        return read ?? Data()
    }

    /// Which answers are worth another try, OTLP says.
    private func outcome(
        _ status: HTTPResponseStatus,
        _ headers: HTTPHeaders,
        _ body: Data,
        of count: Int
    ) -> Outcome {
        switch status.code {
        case 200..<300: .taken(refused: min(count, PartialSuccess.refused(in: body)))
        case 429, 502, 503, 504:
            .tryAgain("the collector answers \(status.code)", after: settings.hint(in: headers))
        default: .refused("the collector answers \(status.code)")
        }
    }
}
