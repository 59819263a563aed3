import AsyncHTTPClient
import Contract
import NIOCore

/// The body of a long answer, piece by piece: the next one is read when somebody asks for it.
actor ReplyPieces {
    private var body: HTTPClientResponse.Body.AsyncIterator
    private let server: String

    init(_ body: HTTPClientResponse.Body, of server: String) {
        self.body = body.makeAsyncIterator()
        self.server = server
    }

    /// Nil after the last.
    ///
    /// - Throws: ``Problem`` when the connection breaks.
    func next() async throws(Problem) -> [UInt8]? {
        // As in `EventFollower`: only one asks, and never twice at a time.
        nonisolated(unsafe) var iterator = body
        let buffer: ByteBuffer?
        do { buffer = unsafe try await iterator.next() } catch {
            throw Problem(.unavailable, "The connection to \(server) broke before the answer was whole.")
        }
        unsafe body = iterator
        return buffer.map { [UInt8]($0.readableBytesView) }
    }
}
