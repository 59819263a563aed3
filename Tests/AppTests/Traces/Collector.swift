import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Takes traces as a collector does that keeps to the letter of OTLP/HTTP: what it cannot read it refuses.
///
/// https://opentelemetry.io/docs/specs/otlp/#otlphttp-request
final class Collector: Sendable {
    struct Span: Sendable {
        let trace: String
        let id: String
        let parent: String?
        let name: String
        let kind: Int
        let attributes: [String: String]
        let failed: Bool
    }

    struct Received: Sendable {
        var spans: [Span] = []
        var services: Set<String> = []
        var authorizations: Set<String> = []
        var requests = 0
        var faults: [String] = []
    }

    /// What it answers with, before it takes anything.
    private let refusals: Mutex<[HTTPResponse.Status]>
    private let received = Mutex(Received())

    /// Of how many requests it answers the head and never the rest.
    private let stalls: Mutex<Int>
    /// How many spans of each request it says that it refused.
    private let rejected: Int

    init(refusing refusals: [HTTPResponse.Status] = [], stalling stalls: Int = 0, rejecting rejected: Int = 0)
    {
        self.refusals = Mutex(refusals.reversed())
        self.stalls = Mutex(stalls)
        self.rejected = rejected
    }

    var current: Received { received.withLock(\.self) }

    /// Listens on a port of the loopback address while `body` runs.
    func listening(_ body: (String) async throws -> Void) async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let router = Router()
        router.post("/v1/traces") { [self] request, _ in
            let bytes = try await request.body.collect(upTo: 8 << 20)
            return take(request.headers, Data(bytes.readableBytesView))
        }
        var logger = Logger(label: "collector")
        logger.logLevel = .error
        let server = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: logger
        )
        let running = Task { try await server.run() }
        for await number in ports {
            try await body("http://127.0.0.1:\(number)")
            break
        }
        running.cancel()
        _ = await running.result
    }

    private func take(_ headers: HTTPFields, _ body: Data) -> Response {
        if let status = refusals.withLock({ $0.popLast() }) {
            return Response(status: status)
        }
        return received.withLock { received -> Response in
            received.requests += 1
            if let authorization = headers[.authorization] { received.authorizations.insert(authorization) }
            guard headers[.contentType] == "application/json" else {
                received.faults.append("content type")
                return Response(status: .unsupportedMediaType)
            }
            do {
                try received.add(body)
            } catch {
                received.faults.append("\(error)")
                return Response(status: .badRequest)
            }
            return Response(status: .ok, headers: [.contentType: "application/json"], body: answer())
        }
    }
}

extension Collector {
    private func answer() -> ResponseBody {
        let isStalling = stalls.withLock { count in
            defer { count -= 1 }
            return count > 0
        }
        if isStalling {
            // Until the connection or the collector ends.
            return ResponseBody { _ in try await Task.sleep(for: .seconds(3600)) }
        }
        let part = rejected > 0 ? #"{"rejectedSpans":"\#(rejected)","errorMessage":"too old"}"# : "{}"
        return ResponseBody(byteBuffer: ByteBuffer(string: #"{"partialSuccess":\#(part)}"#))
    }
}

/// What a request is not that is none.
private struct Malformed: Error {
    let what: String

    init(_ what: String) { self.what = what }
}

/// A JSON object of which every member has to be known.
private struct Strict {
    private let members: [String: Any]

    init(_ value: Any?, _ known: Set<String>) throws {
        guard let members = value as? [String: Any] else { throw Malformed("no object") }
        let unknown = Set(members.keys).subtracting(known)
        guard unknown.isEmpty else { throw Malformed("unknown \(unknown)") }
        self.members = members
    }

    subscript(name: String) -> Any? { members[name] }

    func list(_ name: String) throws -> [Any] {
        guard let list = members[name] as? [Any] else { throw Malformed("no list \(name)") }
        return list
    }

    func text(_ name: String) throws -> String {
        guard let text = members[name] as? String else { throw Malformed("no text \(name)") }
        return text
    }

    /// Ids are in hexadecimal, not in base64.
    func id(_ name: String, digits: Int) throws -> String {
        let text = try text(name)
        let digitsOnly = text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
        guard text.utf8.count == digits, digitsOnly, text.contains(where: { $0 != "0" }) else {
            throw Malformed("\(name) is no id: \(text)")
        }
        return text
    }

    /// Whole numbers of 64 bits are text.
    func time(_ name: String) throws -> UInt64 {
        guard let time = UInt64(try text(name)), time > 1_600_000_000_000_000_000 else {
            throw Malformed("\(name) is no time")
        }
        return time
    }

    func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let number = members[name] as? Int, range.contains(number) else {
            throw Malformed("\(name) is out of range")
        }
        return number
    }

    func attributes(_ name: String) throws -> [String: String] {
        var attributes: [String: String] = [:]
        for item in try list(name) {
            let pair = try Strict(item, ["key", "value"])
            let value = try Strict(pair["value"], ["stringValue", "intValue"])
            let given = ["stringValue", "intValue"].compactMap { value[$0] }
            guard given.count == 1 else { throw Malformed("a value is one of its kinds") }
            if value["intValue"] != nil, Int64(try value.text("intValue")) == nil {
                throw Malformed("integer")
            }
            attributes[try pair.text("key")] = "\(given[0])"
        }
        return attributes
    }
}

extension Collector.Received {
    fileprivate mutating func add(_ body: Data) throws {
        let whole = try Strict(try JSONSerialization.jsonObject(with: body), ["resourceSpans"])
        for item in try whole.list("resourceSpans") {
            let part = try Strict(item, ["resource", "scopeSpans"])
            let resource = try Strict(part["resource"], ["attributes"]).attributes("attributes")
            guard let service = resource["service.name"] else { throw Malformed("no service.name") }
            services.insert(service)
            for item in try part.list("scopeSpans") {
                let scope = try Strict(item, ["scope", "spans"])
                _ = try Strict(scope["scope"], ["name", "version"]).text("name")
                for span in try scope.list("spans") { spans.append(try Collector.Span(span)) }
            }
        }
    }
}

extension Collector.Span {
    private static let members: Set = [
        "traceId", "spanId", "parentSpanId", "flags", "name", "kind", "startTimeUnixNano", "endTimeUnixNano",
        "attributes", "status",
    ]

    fileprivate init(_ value: Any) throws {
        let span = try Strict(value, Self.members)
        trace = try span.id("traceId", digits: 32)
        id = try span.id("spanId", digits: 16)
        parent = span["parentSpanId"] == nil ? nil : try span.id("parentSpanId", digits: 16)
        name = try span.text("name")
        kind = try span.number("kind", 1...5)
        attributes = try span.attributes("attributes")
        let (began, ended) = (try span.time("startTimeUnixNano"), try span.time("endTimeUnixNano"))
        guard began <= ended else { throw Malformed("it ended before it began") }
        failed =
            span["status"] == nil ? false : try Strict(span["status"], ["code"]).number("code", 0...2) == 2
    }
}
