import AsyncHTTPClient
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
        /// How often a batch is sent before it is dropped.
        var tries = 4
        var timeout = Duration.seconds(10)
        /// For what is left when the node ends.
        var farewell = Duration.seconds(5)
    }

    private enum Outcome {
        /// With how many of the spans were refused.
        case taken(refused: Int)
        case refused(String)
        case tryAgain(String)
    }

    /// Of a collector's answer: it may say how many spans it refused.
    private static let longestAnswer = 64 << 10

    private let queue: SpanQueue
    private let receiver: Configuration.TraceReceiver
    private let resource: [String: String]
    private let client: HTTPClient
    private let settings: Settings
    private let logger: Logger

    /// - Parameters:
    ///   - queue: What to send.
    ///   - receiver: Where to.
    ///   - resource: Who says it.
    ///   - client: One that makes no spans of its own.
    ///   - settings: How.
    ///   - logger: Hears once of a collector that takes nothing.
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
        self.logger = logger
    }

    /// Runs `body` and sends meanwhile; afterwards what is left, within a bounded time.
    ///
    /// - Returns: What `body` returned.
    func sending<Result>(while body: () async throws -> Result) async rethrows -> Result {
        let sending = Task { await run() }
        let finish = { () async in
            sending.cancel()
            await sending.value
            await sendRest()
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
            case .tryAgain(let reason):
                if !Task.isCancelled, number == settings.tries { return drop(spans.count, reason) }
                do { try await Task.sleep(for: pause) } catch { return queue.putBack(spans) }
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
            guard left > .zero else { return drop(spans.count, "the node ends") }
            switch await post(spans, within: left) {
            case .taken(let refused): note(spans.count, refused: refused)
            case .refused(let reason), .tryAgain(let reason): drop(spans.count, reason)
            }
        }
    }

    private func note(_ count: Int, refused: Int) {
        queue.exported(count - refused)
        if refused > 0 { drop(refused, "the collector refused some") }
    }

    private func drop(_ count: Int, _ reason: String) {
        queue.dropped(count)
        logger.warning("spans were dropped", metadata: ["count": "\(count)", "reason": "\(reason)"])
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
        do {
            let answer = try await client.execute(
                request,
                timeout: .nanoseconds(Int64(time / .nanoseconds(1)))
            )
            let bytes = try await answer.body.collect(upTo: Self.longestAnswer)
            return Self.outcome(answer.status, Data(bytes.readableBytesView), of: spans.count)
        } catch {
            return .tryAgain("the collector does not answer")
        }
    }

    /// Which answers are worth another try, OTLP says.
    private static func outcome(_ status: HTTPResponseStatus, _ body: Data, of count: Int) -> Outcome {
        switch status.code {
        case 200..<300: .taken(refused: min(count, PartialSuccess.refused(in: body)))
        case 429, 502, 503, 504: .tryAgain("the collector answers \(status.code)")
        default: .refused("the collector answers \(status.code)")
        }
    }
}

/// What a collector says of a batch that it took in part.
private struct PartialSuccess: Decodable {
    struct Part: Decodable { let rejectedSpans: Count? }

    /// A whole number of 64 bits, which JSON has as text; some write a number.
    enum Count: Decodable {
        case known(Int)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                self = .known(number)
            } else {
                self = .known(Int(try value.decode(String.self)) ?? 0)
            }
        }
    }

    let partialSuccess: Part?

    /// An answer that cannot be read refuses nothing.
    static func refused(in body: Data) -> Int {
        guard let answer = try? JSONDecoder().decode(PartialSuccess.self, from: body),
            case .known(let count)? = answer.partialSuccess?.rejectedSpans
        else { return 0 }
        return max(0, count)
    }
}
