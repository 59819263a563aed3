import Foundation
import Synchronization

/// Reads an event stream on a thread of its own and notes the positions in it.
final class StreamReader: Sendable {
    struct Notes: Sendable {
        var hasBegun = false
        var hasEnded = false
        /// The `id` of every event, also of a `resync`.
        var positions: [Int64] = []
        /// Those of them that were a `resync`.
        var resyncs: [Int64] = []
    }

    private let connection: RawConnection
    private let state = Mutex(Notes())

    /// - Parameters:
    ///   - port: Where the server listens.
    ///   - token: Of a caller who may follow.
    ///   - receiveBuffer: As for ``RawConnection``.
    /// - Throws: When nobody listens there.
    init(port: Int, token: String, receiveBuffer: Int32? = nil) throws {
        let request =
            "GET /api/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n"
        connection = try RawConnection(port: port, sending: request, receiveBuffer: receiveBuffer)
    }

    var notes: Notes { state.withLock(\.self) }

    /// Waits for the beginning of the stream, so that nothing after it is missed; then does not read on.
    func awaitBeginning() {
        var text = ""
        while !text.contains(": connected\n\n") {
            let bytes = connection.receive()
            guard !bytes.isEmpty else { return }
            text += String(decoding: bytes, as: UTF8.self)
        }
        state.withLock { $0.hasBegun = true }
    }

    /// Reads on until the stream ends.
    func start() {
        let thread = Thread { [self] in
            var lines = Lines()
            while true {
                let bytes = connection.receive()
                guard !bytes.isEmpty else { break }
                let found = lines.take(bytes)
                state.withLock { notes in
                    for line in found { notes.take(line) }
                }
            }
            state.withLock { $0.hasEnded = true }
        }
        thread.start()
    }

    func stop() { connection.hangUp() }
}

/// Bytes as lines.
///
/// The lengths of HTTP's chunks are lines among them, since every event ends where its chunk may.
private struct Lines {
    private var rest: [UInt8] = []

    mutating func take(_ bytes: [UInt8]) -> [String] {
        var lines = (rest + bytes).split(separator: 10, omittingEmptySubsequences: false)
        rest = Array(lines.removeLast())
        return lines.filter { $0.count < 100 }.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension StreamReader.Notes {
    fileprivate mutating func take(_ line: String) {
        if line.hasPrefix("id: "), let position = Int64(line.dropFirst(4)) {
            positions.append(position)
        } else if line == "event: resync", let last = positions.last {
            resyncs.append(last)
        }
    }
}
