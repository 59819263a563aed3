/// How long to leave a server alone that could not be reached: doubling, with jitter so that nodes do not come
/// back all at once.
enum BackOff {
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(5)

    static func delay(afterFailures failures: Int) -> Duration {
        let doubled = first * (1 << min(max(failures - 1, 0), 10))
        return min(doubled, longest) * Double.random(in: 0.5...1)
    }
}
