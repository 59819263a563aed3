import Glibc
import NIOCore

/// A lock that other processes respect, held until the value goes away.
final class FolderLock: Sendable {
    /// In microseconds: how long to wait before asking again.
    private static let pause: useconds_t = 5_000

    private let descriptor: CInt

    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Blocks the thread until the lock is ours, but not past the deadline.
    func take(until deadline: NIODeadline) throws(PathFailure) {
        // Asked for again and again: flock(2) itself knows no time limit.
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw PathFailure(number: errno, what: "could not be locked")
            }
            guard NIODeadline.now() < deadline else {
                throw PathFailure(number: ETIMEDOUT, what: "could not be locked")
            }
            usleep(Self.pause)
        }
    }
}
