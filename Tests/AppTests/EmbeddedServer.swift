import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Requests

@testable import App

/// Connections without sockets, on a loop whose clock stands still until somebody turns it.
struct EmbeddedServer {
    let loop = EmbeddedEventLoop()
    let connections: OpenConnections

    /// - Parameters:
    ///   - most: How many connections it takes.
    ///   - shared: An address that speaks for many.
    init(most: Int, shared: String = "127.0.0.1") {
        connections = OpenConnections(most: most) { $0.customer == shared }
    }

    func open(from address: String = "127.0.0.1") throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: ConnectionDeadlines(among: connections), loop: loop)
        let address = try SocketAddress(ipAddress: address, port: 1)
        channel.remoteAddress = address
        channel.connect(to: address, promise: nil)
        return channel
    }

    /// One that waits for its answer.
    func openBusy(from address: String = "127.0.0.1") throws -> EmbeddedChannel {
        let channel = try open(from: address)
        try channel.ask()
        return channel
    }
}

extension EmbeddedChannel {
    func ask(_ method: HTTPRequest.Method = .get, announcing length: Int? = nil, ends: Bool = true) throws {
        var request = HTTPRequest(method: method, scheme: "http", authority: "a", path: "/")
        if let length { request.headerFields[.contentLength] = String(length) }
        try writeInbound(HTTPRequestPart.head(request))
        if ends { try endRequest() }
    }

    func send(_ count: Int) throws {
        try writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 97, count: count)))
    }

    func endRequest() throws { try writeInbound(HTTPRequestPart.end(nil)) }

    func answer(_ status: HTTPResponse.Status = .ok) throws {
        try writeOutbound(HTTPResponsePart.head(HTTPResponse(status: status)))
        try writeOutbound(HTTPResponsePart.end(nil))
    }

    /// The status of the answer that was written next; nil when there is none.
    func nextStatus() throws -> Int? {
        while let part = try readOutbound(as: HTTPResponsePart.self) {
            if case .head(let response) = part { return response.status.code }
        }
        return nil
    }
}

extension [EmbeddedChannel] {
    var areActive: Bool { allSatisfy { $0.isActive } }
}
