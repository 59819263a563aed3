import Contract

/// What holds for the settings of every kind of provider.
enum ProviderRules {
    static func faults(_ id: ProviderID, _ settings: ProviderSettings) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if !id.isWellFormed {
            let detail: Phrase = "An id has 1 to 64 of a-z, 0-9 and hyphens, and starts with a letter."
            faults.append(.init("", .format, as: "provider_id", detail))
        }
        if settings.displayName.isEmpty || settings.displayName.count > 100 {
            faults.append(.init("/display_name", .length, as: "display_name", "It has 1 to 100 characters."))
        }
        if !(1...256).contains(settings.concurrency) {
            faults.append(.init("/concurrency", .range, as: "concurrency", "It is 1 to 256."))
        }
        if let rate = settings.ratePerMinute, !(1...1_000_000).contains(rate) {
            let detail: Phrase = "It is 1 to 1000000, or absent."
            faults.append(.init("/rate_per_minute", .range, as: "rate_per_minute", detail))
        }
        if !(1...3600).contains(settings.attemptTimeoutSeconds) {
            faults.append(
                .init("/attempt_timeout_seconds", .range, as: "attempt_timeout", "It is 1 to 3600.")
            )
        }
        if !(1...20).contains(settings.maxAttempts) {
            faults.append(.init("/max_attempts", .range, as: "max_attempts", "It is 1 to 20."))
        }
        return faults + clockFaults(settings)
    }

    private static func clockFaults(_ settings: ProviderSettings) -> [Problem.Fault] {
        let clocks = [
            ("/queue_timeout_seconds", settings.queueTimeoutSeconds),
            ("/target_timeout_seconds", settings.targetTimeoutSeconds),
        ]
        return clocks.filter { !(1...2_592_000).contains($0.1) }.map { pointer, _ in
            .init(pointer, .range, as: "clock", "It is 1 to 2592000.")
        }
    }
}

extension ProviderRules {
    /// - Throws: ``Problem`` with `validation_failed`, without a word of the secret.
    static func check(
        _ secret: Secret,
        until end: Timestamp?,
        for kind: ProviderKind,
        at now: Timestamp
    ) throws(Problem) {
        var faults: [Problem.Fault] = []
        if let fault = fault(secret, kind) { faults.append(fault) }
        if let end, end <= now {
            faults.append(.init("/expires_at", .range, as: "credential_expiry", "That time has passed."))
        }
        guard !faults.isEmpty else { return }
        throw Problem(.validationFailed, as: "secret", "The credential cannot be used.", errors: faults)
    }

    private static func fault(_ secret: Secret, _ kind: ProviderKind) -> Problem.Fault? {
        let bytes = secret.text.utf8
        if kind == .folder {
            return .init("/secret", .unknown, as: "folder_secret", "A folder needs no credential.")
        }
        if bytes.isEmpty { return .init("/secret", .required, as: "secret", "Enter the key itself.") }
        if bytes.count > Secret.longest {
            let detail: Phrase = "A key has at most \(Secret.longest, as: "limit") bytes."
            return .init("/secret", .length, as: "secret", detail)
        }
        // A service account's key is JSON; everything else travels in a header as it is.
        guard kind == .gemini || bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let detail: Phrase = "A key is one word of visible ASCII characters."
            return .init("/secret", .format, as: "secret", detail)
        }
        return nil
    }
}
