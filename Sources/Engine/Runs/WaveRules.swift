import Contract

/// What can be said against when and in which waves a run is to begin.
enum WaveRules {
    static func faults(_ request: RunRequest, at now: Timestamp) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if let start = request.startAt, start <= now || start > now + RunRequest.longestDelay {
            faults.append(
                .init("/start_at", .range, as: "start_at", "A run begins later than now, and within 90 days.")
            )
        }
        guard let waves = request.waves else { return faults }
        if !RunWaves.steps.contains(waves.steps.count) {
            faults.append(
                .init(
                    "/waves/steps",
                    .range,
                    as: "wave_steps",
                    "From \(RunWaves.steps.lowerBound, as: "least") to \(RunWaves.steps.upperBound, as: "most") steps are allowed."
                )
            )
        }
        faults += stepFaults(waves.steps, among: Set(request.providers))
        if !RunWaves.soakSeconds.contains(waves.soakSeconds) {
            let most = RunWaves.soakSeconds.upperBound
            faults.append(
                .init(
                    "/waves/soak_seconds",
                    .range,
                    as: "soak",
                    "Between two waves are up to \(most, as: "most") seconds."
                )
            )
        }
        return faults + thresholdFaults(waves.stopAt)
    }

    /// No more than are told.
    private static func stepFaults(_ steps: [RunWaves.Step], among known: Set<ProviderID>) -> [Problem.Fault]
    {
        var faults: [Problem.Fault] = []
        var reached = 0
        var named: Set<ProviderID> = []
        for (index, step) in steps.enumerated() where faults.count < Problem.maximumFaults {
            let place = "/waves/steps/\(index)"
            switch step {
            case .percent(let share):
                if share <= reached || !RunWaves.percents.contains(share) {
                    let detail: Phrase = """
                        A share is a whole number from 1 to 99, and more than that of the step before.
                        """
                    faults.append(.init("\(place)/percent", .range, as: "wave_percent", detail))
                }
                reached = max(reached, share)
            case .providers(let providers):
                for (position, provider) in providers.enumerated() where faults.count < Problem.maximumFaults
                {
                    let isNew = named.insert(provider).inserted
                    guard !isNew || !known.contains(provider) else { continue }
                    let detail: Phrase = """
                        \(provider, as: "provider") is no provider of the run, or begins in an earlier wave already.
                        """
                    faults.append(
                        .init("\(place)/providers/\(position)", .choice, as: "wave_provider", detail)
                    )
                }
                if providers.isEmpty {
                    let detail: Phrase = "Name at least one provider."
                    faults.append(.init("\(place)/providers", .required, as: "run_providers", detail))
                }
            }
        }
        return faults
    }

    private static func thresholdFaults(_ threshold: RunWaves.Threshold) -> [Problem.Fault] {
        switch threshold {
        case .failures(let count):
            guard !RunWaves.failures.contains(count) else { return [] }
            let most = RunWaves.failures.upperBound
            let detail: Phrase = "It stops at 1 to \(most, as: "most") failed targets."
            return [.init("/waves/stop_at_failures", .range, as: "stop_at_failures", detail)]
        case .percent(let share):
            guard !RunWaves.failurePercents.contains(share) else { return [] }
            let detail: Phrase = "It stops at 1 to 100 percent."
            return [.init("/waves/stop_at_percent", .range, as: "stop_at_percent", detail)]
        }
    }
}
