import ArgumentParser
package import Contract

/// When a run begins, and in which waves.
struct WaveOptions: ParsableArguments {
    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            "Begin then: a time as in 2026-12-01T09:00Z, or in how long, such as 2h.",
            valueName: "time"
        )
    )
    var start: MomentArgument?

    @Option(
        name: .customLong("canary"),
        help: ArgumentHelp(
            "A wave before the others: a share of the targets, or providers; several times for several waves.",
            valueName: "10% | a,b"
        )
    )
    var steps: [RunWaves.Step] = []

    @Option(help: ArgumentHelp("How long to wait after each wave, such as 15m.", valueName: "duration"))
    var soak: LengthArgument?

    @Option(help: ArgumentHelp("Stop once so many targets, or such a share, failed.", valueName: "2 | 5%"))
    var stopAt: RunWaves.Threshold?

    @Flag(help: "Roll the run back when it stops by itself.")
    var rollbackOnStop = false

    func validate() throws {
        guard steps.isEmpty, soak != nil || stopAt != nil || rollbackOnStop else { return }
        throw ValidationError("--soak, --stop-at and --rollback-on-stop go with --canary.")
    }

    var waves: RunWaves? {
        guard !steps.isEmpty else { return nil }
        return RunWaves(
            steps: steps,
            soakSeconds: soak?.seconds ?? 0,
            stopAt: stopAt ?? .failures(1),
            onStop: rollbackOnStop ? .rollback : .cancel
        )
    }

    func startAt(_ now: Timestamp) -> Timestamp? { start?.moment(now) }

    /// Whether each call means another time.
    var isRelative: Bool { if case .after = start { true } else { false } }
}

/// A length of time as typed: `90s`, `15m`, `2h` or `1d`.
struct LengthArgument: ExpressibleByArgument, Equatable {
    let seconds: Int

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        // Nothing here takes longer than a year, and no product of these runs over.
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (0...366 * 86_400).contains(count)
        else { return nil }
        seconds = count * unit
    }
}

/// A moment as typed: RFC 3339, also without seconds, or in how long.
enum MomentArgument: ExpressibleByArgument, Equatable {
    case at(Timestamp)
    case after(LengthArgument)

    init?(argument: String) {
        let words = argument.split(separator: " ")
        let text = words.count == 2 && words[0] == "in" ? String(words[1]) : argument
        if let length = LengthArgument(argument: text) {
            self = .after(length)
        } else if let moment = Timestamp(argument) ?? Timestamp(Self.withSeconds(argument)) {
            self = .at(moment)
        } else {
            return nil
        }
    }

    /// `2026-12-01T09:00Z` with the seconds that RFC 3339 wants.
    private static func withSeconds(_ text: String) -> String {
        text.utf8.count < 16 ? text : "\(text.prefix(16)):00\(text.dropFirst(16))"
    }

    func moment(_ now: Timestamp) -> Timestamp {
        switch self {
        case .at(let moment): moment
        case .after(let length): now + .seconds(length.seconds)
        }
    }
}

extension RunWaves.Step: ExpressibleByArgument {
    /// `10%`, or providers with commas between.
    package init?(argument: String) {
        if argument.hasSuffix("%") {
            guard let share = Int(argument.dropLast()) else { return nil }
            self = .percent(share)
        } else {
            let providers = argument.split(separator: ",").map { ProviderID(rawValue: String($0)) }
            guard !providers.isEmpty else { return nil }
            self = .providers(providers)
        }
    }
}

extension RunWaves.Threshold: ExpressibleByArgument {
    /// `2`, or `5%`.
    package init?(argument: String) {
        let isShare = argument.hasSuffix("%")
        guard let number = Int(isShare ? argument.dropLast() : argument[...]) else { return nil }
        self = isShare ? .percent(number) : .failures(number)
    }
}
