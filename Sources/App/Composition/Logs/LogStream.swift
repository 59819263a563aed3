import Glibc
import Synchronization

/// A file or pipe that takes lines of several threads, each whole.
final class LogStream: Sendable {
    static let standardError = LogStream(file: STDERR_FILENO)

    /// How long a reader may take until there is room again.
    private static let patienceMilliseconds: Int32 = 1000

    private let file: Int32
    /// The system keeps only short writes to a pipe apart.
    private let turn = Mutex(())

    /// - Parameter file: Stays open for as long as something writes.
    init(file: Int32) {
        self.file = file
    }

    /// Writes all of `line`; what the file does not take any more is lost, for a log must not end what it tells of.
    func write(_ line: String) {
        let bytes = Array(line.utf8)
        turn.withLock { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR && !(errno == EAGAIN && hasRoomAgain()) {
                    return
                }
            }
        }
    }

    /// Waits where whoever shares the file has set it not to.
    private func hasRoomAgain() -> Bool {
        var waited = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&waited, 1, Self.patienceMilliseconds) > 0
    }
}
