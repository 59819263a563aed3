import ArgumentParser
import Contract

/// `skillyard pause` and `skillyard resume`: of a provider, or of everything.
struct PauseCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Let nothing begin, on one provider or anywhere, until it is resumed.",
        discussion: "Targets stay queued; what runs goes on to its end."
    )

    @OptionGroup var place: PausedPlace
    @Option(help: ArgumentHelp("Why; shown to everybody who waits.", valueName: "text"))
    var reason: String
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        if let provider = place.provider {
            try show(try await session.plane.pauseProvider(provider, reason: reason), session)
        } else {
            try show(try await session.plane.pauseWork(reason: reason), session)
        }
    }
}

struct ResumeCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let targets begin again, on one provider or wherever nothing else holds them."
    )

    @OptionGroup var place: PausedPlace
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        if let provider = place.provider {
            try show(try await session.plane.resumeProvider(provider), session)
        } else {
            try show(try await session.plane.resumeWork(), session)
        }
    }
}

/// What is paused or resumed.
struct PausedPlace: ParsableArguments {
    @Argument(help: "The provider.")
    var provider: ProviderID?

    @Flag(help: "Everything, on every provider.")
    var all = false

    func validate() throws {
        guard (provider != nil) != all else { throw ValidationError("Name a provider, or say --all.") }
    }
}

extension RemoteCommand {
    fileprivate func show(_ provider: ProviderView, _ session: Session) throws {
        try session.show(provider) { $0.print(provider.lines(at: session.now)) }
    }

    fileprivate func show(_ work: WorkView, _ session: Session) throws {
        try session.show(work) { console in
            console.print(work.pause.map { "Everything is " + $0.words } ?? "Work goes on.")
        }
    }
}

extension PauseView {
    /// Such as `paused by mina: vendor maintenance`.
    var words: String { "paused by \(by): \(reason)".terminalSafe }
}

extension BreakerView {
    /// Such as `open: 12 failures in a row, next try in 20 s`; nil while it is closed.
    func words(at now: Timestamp) -> String? {
        let failures = counted(failures, "failure") + " in a row"
        switch state {
        case .closed: return nil
        case .halfOpen: return "open: \(failures), one target tries"
        case .open:
            let wait = probeAt.map { max(.zero, $0 - now).brief } ?? "0 s"
            return "open: \(failures), next try in \(wait)"
        }
    }
}

extension ClosedGate {
    /// Why targets wait there, for people.
    func sentence(at now: Timestamp) -> String {
        switch cause {
        case .workPaused: "\(provider) waits: everything is \(pauseWords)".terminalSafe
        case .providerPaused: "\(provider) waits: \(pauseWords)".terminalSafe
        case .breakerOpen:
            """
            \(provider) waits: it does not answer (\(error?.code.rawValue ?? "unknown")); \
            \(probeAt.map { "next try in \(max(.zero, $0 - now).brief)" } ?? "one target tries")
            """.terminalSafe
        case .rateLimited:
            "\(provider) waits: it asked for that, for another \(max(.zero, (probeAt ?? now) - now).brief)"
                .terminalSafe
        }
    }

    private var pauseWords: String { "paused by \(by ?? "system"): \(reason ?? "")" }
}
