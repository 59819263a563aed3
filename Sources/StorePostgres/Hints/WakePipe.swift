import Glibc

/// Wakes a thread that waits in `poll`.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe nobody is woken, and the thread looks around when its wait is over.
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func wake() {
        var byte: UInt8 = 0
        // A full pipe wakes as well.
        write(writeEnd, &byte, 1)
    }

    /// Forgets what has been woken for.
    func drain() {
        var bytes: (UInt64, UInt64) = (0, 0)
        while read(readEnd, &bytes, 16) > 0 {}
    }

    /// Waits until somebody wakes, the socket has something to read, or the deadline passes.
    func wait(orFor socket: Int32 = -1, until deadline: ContinuousClock.Instant) {
        var entries = [
            pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        // Being interrupted is no more than waking early.
        poll(&entries, 2, milliseconds(until: deadline))
        drain()
    }
}
