/// How long one address of a host is tried before the next one is.
enum ConnectPatience {
    /// No more of a host's addresses are tried.
    static let addresses = 4

    /// So that the last one still has time to answer.
    static func each(of count: Int, within limit: Duration) -> Duration {
        let longest = Duration.seconds(10)
        return count > 1 ? min(longest, limit / (min(count, addresses) + 1)) : longest
    }
}
