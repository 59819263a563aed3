import Glibc

/// How long a writer waits for another process to let go of the file: five seconds in all.
enum BusyWait {
    static let maximumPauses = 5000

    /// Sleeps for a millisecond; called on the writer's own thread only.
    static func pause() {
        usleep(1000)
    }
}
