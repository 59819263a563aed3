import ArgumentParser
import Contract

extension RunCommand {
    struct ReleaseWave: RemoteCommand {
        static let configuration = CommandConfiguration(
            commandName: "release-wave",
            abstract: "Begin the next wave of a run now, or a run that was to begin later."
        )

        @OptionGroup var target: Target
        @Option(help: ArgumentHelp("Which wave, if not whichever is next.", valueName: "number"))
        var wave: Int?
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = try await target.runID(session.plane)
            let seen = try await session.plane.run(id)
            let next = wave ?? seen.waves?.waves.first { $0.releasedAt == nil }?.wave ?? 1
            let run = try await session.plane.releaseWave(next, of: id)
            try await RunFollowing(session: session, wait: target.wait).finish(run)
        }
    }

    struct StopWaves: RemoteCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop-waves",
            abstract: "Stop the waves of a run; it is rolled back if it was started so."
        )

        @OptionGroup var target: Target
        @Option(help: ArgumentHelp("Why; kept in the history.", valueName: "text"))
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let id = try await target.runID(session.plane)
            let run = try await session.plane.stopWaves(of: id, reason: reason)
            try await RunFollowing(session: session, wait: target.wait).finish(run)
        }
    }
}

extension RunWavesView {
    /// For people: each wave, and how it ended if it was stopped.
    func lines(_ style: Style, at now: Timestamp) -> [String] {
        var lines = waves.map { "  " + $0.sentence(of: waves.count, style, at: now) }
        if let stopped {
            let reason = stopped.reason ?? "\(stopped.failed) of \(stopped.begun) targets failed"
            lines.append(style("  stopped by \(stopped.by): \(reason)".terminalSafe, .bad))
            if let rollback = stopped.rollbackRunID { lines.append("  rolled back by run \(rollback)") }
        }
        return lines
    }
}

extension RunWavesView.Wave {
    /// Such as `wave 1 of 2: 3 targets, running`.
    func sentence(of count: Int, _ style: Style, at now: Timestamp) -> String {
        "wave \(wave) of \(count): \(counted(targets, "target")), "
            + style(state.words, state.tone) + (timing(at: now).map { ", \($0)" } ?? "")
    }

    fileprivate func timing(at now: Timestamp) -> String? {
        switch state {
        case .soaking: soakUntil.map { "the next begins in \(max(.zero, $0 - now).brief)" }
        case .done, .running, .waiting, .stopped: nil
        }
    }
}

extension RunWavesView.Wave.State {
    fileprivate var words: String {
        switch self {
        case .soaking: "waits before the next"
        case .waiting, .running, .done, .stopped: rawValue
        }
    }

    fileprivate var tone: Style.Tone {
        switch self {
        case .waiting: .quiet
        case .running, .soaking: .active
        case .done: .good
        case .stopped: .bad
        }
    }
}

extension RunView {
    /// That it begins later; nil once it may begin.
    func startSentence(at now: Timestamp) -> String? {
        guard let startAt, startsLater(than: now) else { return nil }
        return "begins at \(startAt.toTheSecond), in \((startAt - now).brief)"
    }
}

extension PlanView {
    /// When and in which waves it would begin, for people.
    var waveNotes: [String] {
        var notes: [String] = []
        if let startAt { notes.append("It would begin at \(startAt.toTheSecond).") }
        guard let waves else { return notes }
        let sizes = Dictionary(grouping: targets.compactMap(\.wave)) { $0 }.mapValues(\.count).sorted {
            $0.key < $1.key
        }
        let parts = sizes.map { "\($0.key): \(counted($0.value, "target"))" }.joined(separator: ", ")
        let threshold =
            switch waves.stopAt {
            case .failures(let count): counted(count, "failed target")
            case .percent(let share): "\(share) percent failed"
            }
        let end = waves.onStop == .rollback ? "and is rolled back" : "and what is open ends"
        notes.append("Waves: \(parts); \(Duration.seconds(waves.soakSeconds).brief) between them.")
        notes.append("It stops at \(threshold), \(end).")
        return notes
    }
}
