/// One event of a `text/event-stream`.
package struct ServerSentEvent: Equatable, Sendable {
    package var id: String?
    package var name = "message"
    package var data = ""
}

/// Takes a `text/event-stream` apart as it arrives (HTML standard, section 9.2.6).
package struct ServerSentEventParser: Sendable {
    /// A line that is longer can only be a broken stream.
    package static let maximumLineBytes = 1 << 20

    private var line: [UInt8] = []
    private var sawReturn = false
    private var id: String?
    private var name = ""
    private var data: [String] = []
    /// Whether the stream broke the rules and has to be dropped.
    package private(set) var isBroken = false

    package init() {}

    /// - Returns: The events that these bytes completed.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let endsPair = byte == 10 && sawReturn
            sawReturn = byte == 13
            if endsPair { continue }
            if byte == 10 || byte == 13 {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
                isBroken = isBroken || line.count > Self.maximumLineBytes
            }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if line.isEmpty { return dispatch() }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? parts[1] : ""
        if value.first == " " { value.removeFirst() }
        switch parts[0] {
        case "id": id = String(value)
        case "event": name = String(value)
        case "data": data.append(String(value))
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            name = ""
            data = []
        }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(
            id: id,
            name: name.isEmpty ? "message" : name,
            data: data.joined(separator: "\n")
        )
    }
}
