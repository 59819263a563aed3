import CLibPQ
import Dispatch
import Glibc
import Store

/// A connection to the server on which no wait is without a limit; used by one thread at a time.
final class ServerLink {
    typealias Instant = ContinuousClock.Instant

    let handle: OpaquePointer
    /// Whether further statements can be sent; once false it stays so.
    private(set) var isUsable = true

    /// Stopping a statement means connecting to the server, which may take minutes when the network is cut.
    private static let canceling = DispatchQueue(label: "skillyard.postgres.cancel")

    /// Takes over a connection that is open.
    init(_ handle: OpaquePointer) {
        self.handle = handle
        PQsetnonblocking(handle, 1)
    }

    deinit {
        PQfinish(handle)
    }

    var socket: Int32 { PQsocket(handle) }

    var serverProcess: Int32 { PQbackendPID(handle) }

    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Whether the server hung up while nobody was looking.
    func hasBeenClosed() -> Bool {
        guard isUsable else { return true }
        if waitForSocket(socket, POLLIN, until: .now) {
            if PQconsumeInput(handle) == 0 || PQstatus(handle) != CONNECTION_OK { isUsable = false }
        }
        return !isUsable
    }

    /// The next result; nil at the end of a statement's results.
    ///
    /// - Throws: ``PostgresFailure``, after which the connection is of no more use.
    func result(until deadline: Instant) throws(PostgresFailure) -> ServerResult? {
        while PQisBusy(handle) != 0 { try move(until: deadline) }
        guard let result = PQgetResult(handle).map(ServerResult.init) else {
            if PQstatus(handle) != CONNECTION_OK { throw lose() }
            return nil
        }
        // A COPY is answered with the same result for ever.
        if result.isCopy || result.endsConnection { isUsable = false }
        if result.isCopy { throw PostgresFailure(.rejected("COPY is not supported")) }
        return result
    }

    /// The result of one statement, which the connection ends with an empty one, or the server's last word.
    func answer(until deadline: Instant) throws(PostgresFailure) -> ServerResult {
        guard let answer = try result(until: deadline) else { throw lose() }
        if answer.endsConnection { return answer }
        while try result(until: deadline) != nil {}
        return answer
    }

    /// Runs statements without parameters in one round trip; what they return is dropped.
    ///
    /// - Throws: ``PostgresFailure``: that of the first statement that failed.
    func script(_ text: String, until deadline: Instant) throws(PostgresFailure) {
        guard PQexitPipelineMode(handle) == 1, PQsendQuery(handle, text) == 1 else { throw lose() }
        var failure: PostgresFailure?
        while let result = try result(until: deadline) {
            failure = failure ?? result.failure
            if !isUsable { throw failure ?? lose() }
        }
        guard PQenterPipelineMode(handle) == 1 else { throw lose() }
        if let failure { throw failure }
    }

    /// Marks the connection as gone.
    func lose() -> PostgresFailure {
        isUsable = false
        return .lost
    }

    /// Sends and receives whatever can be, at least something.
    private func move(until deadline: Instant) throws(PostgresFailure) {
        let unsent = PQflush(handle)
        guard unsent >= 0 else { throw lose() }
        guard waitForSocket(socket, unsent > 0 ? POLLIN | POLLOUT : POLLIN, until: deadline) else {
            cancel()
            isUsable = false
            throw .late
        }
        guard PQconsumeInput(handle) == 1 else { throw lose() }
    }

    /// Asks the server to stop the statement that is under way, without waiting for that.
    private func cancel() {
        nonisolated(unsafe) let request = PQgetCancel(handle)
        Self.canceling.async {
            PQcancel(request, nil, 0)
            PQfreeCancel(request)
        }
    }
}

/// Waits until a socket can be read from or written to.
///
/// - Returns: False when the deadline passed. A broken socket counts as ready: using it tells what is wrong.
func waitForSocket(_ socket: Int32, _ events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
    while true {
        let ready = poll(&entry, 1, milliseconds(until: deadline))
        if ready > 0 { return true }
        if ready == 0 && ContinuousClock.now >= deadline { return false }
        if ready < 0 && errno != EINTR { return true }
    }
}

/// The time left as `poll` takes it, rounded up and never negative.
func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let left = (deadline - .now) / .milliseconds(1)
    return Int32(min(max(0, left.rounded(.up)), Double(Int32.max)))
}
