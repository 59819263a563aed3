import Contract

/// One target of a run: a skill version on a provider.
struct TargetRow: Sendable {
    let id: String
    let skill: String
    let skillHref: String
    let version: Int
    let provider: String
    let isSandbox: Bool
    let chip: Chip
    /// The failure's code, for whoever searches for it.
    let code: String?
    let attempts: String
    let hasTries: Bool
    let tries: [TryItem]
    let earlierTries: String?
    let step: String?
    let nextTry: Moment?
    let duration: String?
    let remoteID: String?
    let remoteVersion: String?
    let providerRequestID: String?

    private static let shownTries = 5

    init(_ task: TaskView, of run: RunView, _ providers: ProviderNames, _ visit: Visit) {
        let words = visit.words
        let isInTrouble = [.failed, .retryWait, .canceled].contains(task.status)
        let tries = task.attempts ?? []
        id = "target-\(task.id)"
        skill = task.skill
        skillHref = "/skills/\(task.skill)"
        version = task.version
        provider = providers[task.provider]
        isSandbox = providers.find(task.provider)?.settings.sandbox ?? false
        chip =
            if task.awaitsApproval == true {
                Chip(.pending, words)
            } else if task.awaitsWave == true {
                Chip(
                    .idle,
                    task.wave.map { words["runs.awaits_wave", ["n": String($0)]] }
                        ?? words["runs.awaits_start"]
                )
            } else {
                Chip(
                    Chip.tone(of: task.status),
                    task.cancelRequested == true
                        ? words["runs.canceling"] : words.state(task.status, of: run.kind)
                )
            }
        code = isInTrouble ? task.error?.code.rawValue : nil
        attempts =
            words[
                "runs.attempt_of",
                ["n": String(task.attempt), "most": String(task.maxAttempts)]
            ]
        hasTries = !tries.isEmpty
        self.tries = tries.suffix(Self.shownTries).map { TryItem($0, of: task, in: run, visit) }
        let hidden = tries.count - self.tries.count
        earlierTries = hidden > 0 ? words.counted("runs.earlier_tries", hidden) : nil
        step = task.step
        nextTry = task.nextAttemptAt.map(visit.moment)
        duration = task.startedAt.map {
            words.duration(milliseconds: $0.distance(to: task.finishedAt ?? visit.site.now()).milliseconds)
        }
        remoteID = task.remote?.id
        remoteVersion = task.remote?.version
        providerRequestID = isInTrouble ? task.error?.providerRequestID : nil
    }
}

/// One try of a target, in words.
struct TryItem: Sendable {
    let number: Int
    /// `10:00:05.500 UTC`.
    let at: String
    let chip: Chip
    let took: String?
    /// What the provider said, as it said it; nil where the chip says all of it.
    let message: String?
    let facts: String

    init(_ attempt: AttemptView, of task: TaskView, in run: RunView, _ visit: Visit) {
        let words = visit.words
        let outcome = TryOutcome(attempt, of: task)
        number = attempt.number
        at = attempt.startedAt.clock
        chip = Chip(outcome.tone, outcome.label(words))
        took = attempt.finishedAt.map {
            words.duration(milliseconds: attempt.startedAt.distance(to: $0).milliseconds)
        }
        message = attempt.error.flatMap { $0.message == $0.code.sentence.english ? nil : $0.message }
        // That of a retry; the run's own stands at the top of the page.
        let asked = attempt.requestID == run.requestID ? nil : attempt.requestID
        facts = [
            attempt.error?.providerStatus.map { "HTTP \($0)" }, attempt.error?.vendorCode,
            attempt.error?.providerRequestID, attempt.worker,
            asked.map { "\(words["common.request_id"]) \($0)" },
        ].compactMap(\.self).joined(separator: " · ")
    }
}

/// How one try ended.
enum TryOutcome: Equatable, Sendable {
    case running
    case success
    case skipped
    /// Neither good nor bad: it goes on later.
    case paused(String)
    /// For good, or to be tried again by itself.
    case failed(FailureCode?, isFinal: Bool)

    init(_ attempt: AttemptView, of task: TaskView) {
        switch attempt.outcome {
        case nil: self = .running
        case "success": self = .success
        case "skipped": self = .skipped
        case "waiting", "interrupted": self = .paused(attempt.outcome ?? "")
        case let outcome?:
            let isLast = attempt.number == task.attempts?.last?.number
            self = .failed(
                FailureCode(rawValue: outcome) ?? attempt.error?.code,
                isFinal: isLast && task.status != .retryWait && task.status != .running
            )
        }
    }

    var tone: Chip.Tone {
        switch self {
        case .running: .run
        case .success, .skipped: .ok
        case .paused: .idle
        case .failed(_, let isFinal): isFinal ? .fail : .warn
        }
    }

    func label(_ words: Words) -> String {
        switch self {
        case .running: words["state.running"]
        case .success: words["state.success"]
        case .skipped: words["runs.skipped_already"]
        case .paused(let outcome): words["runs.try_\(outcome)"]
        case .failed(let code, _): code.map { words.of($0.sentence) } ?? words["state.failed"]
        }
    }
}

extension Timestamp {
    /// The time of day, to the millisecond.
    var clock: String { "\(description.dropFirst(11).prefix(12)) UTC" }
}
