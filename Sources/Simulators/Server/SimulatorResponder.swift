import HTTPTypes
import Hummingbird
import NIOCore

/// What a request needs to know of its connection: the channel, so that a fault can close it.
struct ConnectionContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

/// Sends each request to its vendor and lets the script's faults happen.
struct SimulatorResponder: HTTPResponder {
    typealias Context = ConnectionContext

    let desk: FrontDesk
    let maximumBodyBytes: Int

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let parts = request.uri.path.split(separator: "/").map { part in
            PercentEncoding.decode(part)
        }
        guard let first = parts.first, let vendor = desk.vendors.first(where: { $0.vendor.rawValue == first })
        else { return try await control(request, parts) }
        var call = Call(
            method: request.method.rawValue,
            path: Array(parts.dropFirst()),
            query: request.query,
            headers: request.headers,
            body: []
        )
        desk.ledger.count(vendor.vendor, call.method + " " + vendor.route(of: call.path))
        let open = desk.open.begin(at: vendor.vendor)
        defer { open.end() }
        if vendor.readsBodies {
            guard let body = try await request.bytes(upTo: maximumBodyBytes) else {
                return Response(vendor.reply(to: .tooLarge))
            }
            call.body = body
        }
        guard let effect = desk.faults.effect(on: call, to: vendor.vendor) else {
            return Response(desk.answer(call, from: vendor))
        }
        return try await play(effect, on: call, of: vendor, open, context.channel)
    }

    private func control(_ request: Request, _ parts: [String]) async throws -> Response {
        let body = try await request.bytes(upTo: maximumBodyBytes) ?? []
        return Response(desk.control(request.method.rawValue, parts, body))
    }

    private func play(
        _ effect: FaultEffect,
        on call: Call,
        of vendor: any VendorSimulator,
        _ open: OpenRequests.Request,
        _ channel: any Channel
    ) async throws -> Response {
        if let wait = effect.milliseconds, effect.kind != .latency {
            try await Task.sleep(for: .milliseconds(wait))
        }
        switch effect.kind {
        case .latency:
            return Response(try await late(effect, call, vendor))
        case .status, .rateLimit, .quota:
            if effect.isCommitted { _ = desk.answer(call, from: vendor) }
            return Response(desk.scripted(effect, from: vendor))
        case .operationFails, .operationStuck, .operationPolls:
            return Response(desk.answer(call, from: vendor, operation: effect.operation))
        case .malformed:
            return Response(desk.answer(call, from: vendor).malformed)
        case .truncated:
            return Response(cutting: desk.answer(call, from: vendor), channel)
        case .drop, .commitThenDrop, .hang:
            // Whoever sees what was committed may let all go that hang: this one among them.
            let held = effect.kind == .hang ? desk.held.hold(channel) : nil
            if effect.isCommitted { _ = desk.answer(call, from: vendor) }
            await held?.over()
            open.end()  // once it is closed, the client may send its next one
            // Closed before anything is written, the client sees the connection end without a status line;
            // the response below goes nowhere.
            try? await channel.close().get()
            return Response(status: .internalServerError)
        }
    }

    private func late(
        _ effect: FaultEffect,
        _ call: Call,
        _ vendor: any VendorSimulator
    ) async throws -> Reply {
        let wait = Duration.milliseconds(effect.milliseconds ?? 0)
        guard effect.isCommitted else {
            try await Task.sleep(for: wait)
            return desk.answer(call, from: vendor)
        }
        let reply = desk.answer(call, from: vendor)
        try await Task.sleep(for: wait)
        return reply
    }
}

extension Request {
    fileprivate var query: [String: String] {
        guard let text = uri.query else { return [:] }
        let pairs = text.split(separator: "&").map { pair in
            let name = pair.prefix { $0 != "=" }
            let value = pair.dropFirst(name.count + 1)
            return (PercentEncoding.decodeForm(name), PercentEncoding.decodeForm(value))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The body, or nil when it is larger than that.
    fileprivate func bytes(upTo limit: Int) async throws -> [UInt8]? {
        do {
            let buffer = try await body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }
}

extension Reply {
    /// The same status with a body that stops being JSON halfway.
    fileprivate var malformed: Reply {
        Reply(
            status: status,
            headers: headers,
            body: Array("{\"id\": \"".utf8) + body.prefix(8) + [0xFF, 0xFE],
            contentType: "application/json"
        )
    }
}

extension Response {
    fileprivate init(_ reply: Reply) {
        self.init(
            status: .init(code: reply.status),
            headers: reply.headers,
            body: .init(byteBuffer: ByteBuffer(bytes: reply.body))
        )
    }

    /// Announces all of the body and closes the connection in the middle of it.
    fileprivate init(cutting reply: Reply, _ channel: any Channel) {
        let half = ByteBuffer(bytes: reply.body.prefix(reply.body.count / 2))
        self.init(
            status: .init(code: reply.status),
            headers: reply.headers,
            body: .init(contentLength: reply.body.count) { writer in
                try await writer.write(half)
                try await channel.close().get()
                throw ChannelError.ioOnClosedChannel
            }
        )
    }
}
