import Glibc
import Synchronization

/// A file or pipe that takes lines of several threads, each whole.
final class LogStream: Sendable {
    static let standardError = LogStream(file: STDERR_FILENO)

    private let file: Int32
    private let patienceMilliseconds: Int32
    /// Whether the last line broke off.
    ///
    /// One line at a time, as the system keeps only short writes to a pipe apart.
    private let isBroken = Mutex(false)

    /// - Parameters:
    ///   - file: Stays open for as long as something writes.
    ///   - patienceMilliseconds: How long a reader may take until there is room again.
    init(file: Int32, patienceMilliseconds: Int32 = 1000) {
        self.file = file
        self.patienceMilliseconds = patienceMilliseconds
    }

    /// Writes all of `line`; what the file does not take any more is lost, for a log must not end what it tells of.
    func write(_ line: String) {
        isBroken.withLock { isBroken in
            // What comes behind a line that broke off is to be a line of its own.
            let bytes = Array(isBroken ? "\n\(line)".utf8 : line.utf8)
            let written = write(bytes)
            isBroken = written == 0 ? isBroken : written < bytes.count
        }
    }

    /// - Returns: How many of them the file took.
    private func write(_ bytes: [UInt8]) -> Int {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR && !(errno == EAGAIN && hasRoomAgain()) {
                break
            }
        }
        return bytes.count - rest.count
    }

    /// Waits where whoever shares the file has set it not to.
    private func hasRoomAgain() -> Bool {
        var waited = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        let count = unsafe poll(&waited, 1, patienceMilliseconds)
        return count > 0 || count < 0 && errno == EINTR
    }
}
