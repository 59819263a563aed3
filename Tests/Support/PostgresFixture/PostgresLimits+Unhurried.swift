package import StorePostgres

extension PostgresLimits {
    /// For tests that are not about time: a dozen of them at once keep two cores from each other.
    package static var unhurried: PostgresLimits {
        var limits = PostgresLimits()
        limits.waiting = .seconds(60)
        limits.connecting = .seconds(30)
        limits.statement = .seconds(60)
        limits.silence = .seconds(60)
        limits.transaction = .seconds(120)
        return limits
    }
}
