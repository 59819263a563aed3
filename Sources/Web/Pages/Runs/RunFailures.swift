import Contract

/// What went wrong in a run, one entry per cause: what, whose move it is, what to do, and where it happened.
struct RunFailures: Sendable {
    struct Cause: Sendable {
        let tone: String
        let icon: String
        let sentence: String
        let code: String
        let fault: String
        let nextStep: String
        let places: [Place]
        let morePlaces: String?
    }

    struct Place: Sendable {
        let id: String
        let provider: String
        let targets: String
        let targetsHref: String
        /// As the provider told it, where that says more than the cause does; empty otherwise.
        let message: String
        let facts: String?
        let settings: String?
    }

    let title: String
    let causes: [Cause]
    let more: String?

    private static let shownCauses = 6
    private static let shownPlaces = 5

    private struct Key: Hashable {
        let code: FailureCode
        let status: TaskStatus
    }

    /// Nil when nothing went wrong.
    init?(_ run: RunView, _ providers: ProviderNames, _ words: Words) {
        var found: [Key: [TaskView]] = [:]
        for task in run.tasks ?? [] where task.status == .failed || task.status == .retryWait {
            guard let error = task.error else { continue }
            found[Key(code: error.code, status: task.status), default: []].append(task)
        }
        guard !found.isEmpty else { return nil }
        let sorted = found.sorted { Self.rank($0.key, $0.value) < Self.rank($1.key, $1.value) }
        title = words[run.counts.failed > 0 ? "runs.failures" : "runs.troubles"]
        causes = sorted.prefix(Self.shownCauses).map { key, tasks in
            Self.cause(key, tasks, run, providers, words)
        }
        more =
            sorted.count > Self.shownCauses
            ? words.counted("runs.more_causes", sorted.count - Self.shownCauses) : nil
    }

    private static func rank(_ key: Key, _ tasks: [TaskView]) -> (Int, Int, String) {
        (key.status == .failed ? 0 : 1, -tasks.count, key.code.rawValue)
    }

    private static func cause(
        _ key: Key,
        _ tasks: [TaskView],
        _ run: RunView,
        _ providers: ProviderNames,
        _ words: Words
    ) -> Cause {
        let tone: Chip.Tone = key.status == .failed ? .fail : .warn
        let byProvider = Dictionary(grouping: tasks, by: \.provider)
        let sorted = byProvider.keys.sorted {
            (-(byProvider[$0]?.count ?? 0), providers[$0]) < (-(byProvider[$1]?.count ?? 0), providers[$1])
        }
        return Cause(
            tone: tone.rawValue,
            icon: tone.icon,
            sentence: words.of(key.code.sentence),
            code: key.code.rawValue,
            fault: words["runs.fault_\(key.code.fault.rawValue)"],
            nextStep: key.status == .failed ? words.afterFailure(key.code) : words["runs.goes_on"],
            places: sorted.prefix(shownPlaces).map { provider in
                place(key, provider, byProvider[provider] ?? [], run, providers, words)
            },
            morePlaces: sorted.count > shownPlaces
                ? words.counted("runs.more_places", sorted.count - shownPlaces) : nil
        )
    }

    private static func place(
        _ key: Key,
        _ provider: ProviderID,
        _ tasks: [TaskView],
        _ run: RunView,
        _ providers: ProviderNames,
        _ words: Words
    ) -> Place {
        let error = tasks.last?.error
        let address = Address(run.path, ["state": key.status.rawValue, "provider": provider.rawValue])
        let facts = [error?.providerStatus.map { "HTTP \($0)" }, error?.vendorCode, error?.providerRequestID]
            .compactMap(\.self).joined(separator: " · ")
        return Place(
            id: "cause-\(provider)-\(key.code.rawValue)-\(key.status.rawValue)",
            provider: providers[provider],
            targets: words.counted(
                key.status == .failed ? "runs.failed_targets" : "runs.waiting_targets",
                tasks.count
            ),
            targetsHref: address.text,
            message: error.flatMap { $0.message == key.code.sentence.english ? nil : "· \($0.message)" }
                ?? "",
            facts: facts.isEmpty ? nil : facts,
            settings: key.code.fault == .configuration ? "/providers/\(provider)" : nil
        )
    }
}
