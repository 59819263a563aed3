package import Contract

extension RunStatus {
    var tone: Style.Tone {
        switch self {
        case .queued: .quiet
        case .running: .active
        case .success: .good
        case .failed: .bad
        case .partialFailed: .warning
        }
    }

    var words: String { rawValue.replacing("_", with: " ") }
}

extension TaskStatus {
    /// A sign that differs in shape, so that it is understood without colour.
    var sign: String {
        switch self {
        case .queued: "·"
        case .running: "▸"
        case .retryWait: "↻"
        case .success: "✓"
        case .failed: "✗"
        case .canceled: "⊘"
        case .skipped: "="
        }
    }

    var tone: Style.Tone {
        switch self {
        case .queued, .skipped: .quiet
        case .running: .active
        case .retryWait, .canceled: .warning
        case .success: .good
        case .failed: .bad
        }
    }

    var words: String {
        switch self {
        case .skipped: "already there"
        case .retryWait: "waits to retry"
        default: rawValue
        }
    }
}

extension TaskCounts {
    /// Such as `4 of 6 done, 1 failed`.
    package var words: String {
        let done = success + skipped
        let rest = [(failed, "failed"), (canceled, "canceled"), (retryWait, "waiting to retry")]
            .filter { $0.0 > 0 }
            .map { ", \($0.0) \($0.1)" }
        return "\(done) of \(total) done" + rest.joined()
    }
}

extension RunView {
    /// The state, and whether it waits for an approval.
    var statusWords: String {
        guard !status.isFinal, approval?.state == .pending else { return status.words }
        return status.words + ", waits for approval"
    }

    /// Such as `install partial failed: 4 of 6 done, 2 failed`.
    package func summary(_ style: Style) -> String {
        "\(kind.rawValue) \(style(statusWords, status.tone)): \(counts.words)"
    }
}

extension TaskView {
    /// This target for people: the line itself, and why it failed with what to do about it.
    package func lines(_ style: Style, at now: Timestamp, explained: Bool = true) -> [String] {
        let target = "\(skill)@\(version) → \(provider)".terminalSafe
        var line = "  \(style(status.sign, status.tone)) \(target)  \(style(words, status.tone))"
        if let elapsed = elapsed(at: now) { line += style("  \(elapsed.brief)", .quiet) }
        if attempt > 1 { line += style("  try \(attempt) of \(maxAttempts)", .quiet) }
        let needsReason = [.failed, .retryWait, .canceled].contains(status)
        guard explained, needsReason, let error else { return [line] }
        return [
            line, "      \(error.code.rawValue): \(error.message.terminalSafe)", "      next: \(error.next)",
        ]
    }
}

extension TaskView {
    private var words: String {
        if awaitsApproval == true { return "waits for approval" }
        guard awaitsWave == true else { return status.words }
        return wave.map { "waits for wave \($0)" } ?? "waits for its time"
    }

    /// Nil where it would say nothing: before the first second of work, and where there was none.
    private func elapsed(at now: Timestamp) -> Duration? {
        guard let startedAt, status != .skipped else { return nil }
        let elapsed = (finishedAt ?? now) - startedAt
        return finishedAt == nil && elapsed < .seconds(1) ? nil : elapsed
    }
}

extension RunView {
    /// The targets by skill and provider, so that each keeps its place while they change.
    var sortedTasks: [TaskView] {
        (tasks ?? []).sorted { ($0.skill, $0.version, $0.provider) < ($1.skill, $1.version, $1.provider) }
    }
}

extension TaskError {
    fileprivate var next: String {
        code.nextAction.english + (providerRequestID.map { " (provider request \($0.terminalSafe))" } ?? "")
    }
}
