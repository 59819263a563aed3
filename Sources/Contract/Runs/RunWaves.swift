/// In which waves a run begins: each only when the one before it went well and the time after that is over.
///
/// What no step takes is the last wave. Targets that change something come first, in the order in which the request
/// names skills and, for each, providers; those where nothing is to be done come after them.
package struct RunWaves: Codable, Equatable, Sendable {
    /// What a wave takes of the targets that no earlier one has taken.
    package enum Step: Equatable, Sendable {
        /// As many as that, together with all earlier waves, that share of the targets that change something have
        /// begun, rounded up.
        case percent(Int)
        /// All on these providers that change something.
        case providers([ProviderID])
    }

    /// How many failed targets stop the run.
    package enum Threshold: Equatable, Sendable {
        case failures(Int)
        /// Of the targets of all waves that have begun, without those where there was nothing to do.
        case percent(Int)
    }

    /// What a run does that stops by itself.
    package enum OnStop: String, Codable, CaseIterable, Sendable {
        /// It ends what is still open.
        case cancel
        /// It also starts a run that undoes what it did.
        case rollback
    }

    package static let steps = 1...20
    /// What waves are called by: those of the steps, and the one with what no step takes.
    package static let numbers = 1...steps.upperBound + 1
    package static let percents = 1...99
    package static let soakSeconds = 0...7 * 86_400
    package static let failures = 1...RunRequest.maximumTargets
    package static let failurePercents = 1...100

    package let steps: [Step]
    /// How long to wait after each wave, before the next.
    package let soakSeconds: Int
    package let stopAt: Threshold
    package let onStop: OnStop

    package init(
        steps: [Step],
        soakSeconds: Int = 0,
        stopAt: Threshold = .failures(1),
        onStop: OnStop = .cancel
    ) {
        self.steps = steps
        self.soakSeconds = soakSeconds
        self.stopAt = stopAt
        self.onStop = onStop
    }

    enum CodingKeys: String, CodingKey {
        case steps
        case soakSeconds = "soak_seconds"
        case stopAtFailures = "stop_at_failures"
        case stopAtPercent = "stop_at_percent"
        case onStop = "on_stop"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let percent = try values.decodeIfPresent(Int.self, forKey: .stopAtPercent)
        let failures = try values.decodeIfPresent(Int.self, forKey: .stopAtFailures)
        self.init(
            steps: try values.decode([Step].self, forKey: .steps),
            soakSeconds: try values.decodeIfPresent(Int.self, forKey: .soakSeconds) ?? 0,
            stopAt: percent.map(Threshold.percent) ?? .failures(failures ?? 1),
            onStop: try values.decodeIfPresent(OnStop.self, forKey: .onStop) ?? .cancel
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(steps, forKey: .steps)
        try values.encode(soakSeconds, forKey: .soakSeconds)
        switch stopAt {
        case .failures(let count): try values.encode(count, forKey: .stopAtFailures)
        case .percent(let share): try values.encode(share, forKey: .stopAtPercent)
        }
        try values.encode(onStop, forKey: .onStop)
    }
}

extension RunWaves.Step: Codable {
    enum CodingKeys: String, CodingKey {
        case percent
        case providers
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let share = try values.decodeIfPresent(Int.self, forKey: .percent) {
            self = .percent(share)
        } else {
            self = .providers(try values.decode([ProviderID].self, forKey: .providers))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .percent(let share): try values.encode(share, forKey: .percent)
        case .providers(let providers): try values.encode(providers, forKey: .providers)
        }
    }
}
