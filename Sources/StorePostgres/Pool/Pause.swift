import Glibc

/// Lets the transaction that won go first, before the one that lost is run again.
enum Pause {
    /// Sleeps for up to a few milliseconds; called on a connection's own thread only.
    static func beforeTry(_ tries: Int) {
        usleep(UInt32.random(in: 0..<1000 << UInt32(min(tries, 5))))
    }
}
