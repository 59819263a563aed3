import Contract

/// What holds for the settings of every kind of provider.
enum ProviderRules {
    static func faults(_ id: ProviderID, _ settings: ProviderSettings) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if !id.isWellFormed {
            faults.append(
                .init("", .format, "An id has 1 to 64 of a-z, 0-9 and hyphens, and starts with a letter.")
            )
        }
        if settings.displayName.isEmpty || settings.displayName.count > 100 {
            faults.append(.init("/display_name", .length, "It has 1 to 100 characters."))
        }
        if !(1...256).contains(settings.concurrency) {
            faults.append(.init("/concurrency", .range, "It is 1 to 256."))
        }
        if let rate = settings.ratePerMinute, !(1...1_000_000).contains(rate) {
            faults.append(.init("/rate_per_minute", .range, "It is 1 to 1000000, or absent."))
        }
        if !(1...3600).contains(settings.attemptTimeoutSeconds) {
            faults.append(.init("/attempt_timeout_seconds", .range, "It is 1 to 3600."))
        }
        if !(1...20).contains(settings.maxAttempts) {
            faults.append(.init("/max_attempts", .range, "It is 1 to 20."))
        }
        return faults
    }
}
