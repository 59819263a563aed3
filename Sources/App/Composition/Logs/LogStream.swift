import Glibc
import Synchronization

/// A file or pipe that takes lines of several threads, each whole.
final class LogStream: Sendable {
    static let standardError = LogStream(file: STDERR_FILENO)

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
                } else if errno != EINTR && errno != EAGAIN {
                    return
                }
            }
        }
    }
}
