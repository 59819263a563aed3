import Contract

/// A state as pages show it: a shape, a colour and a word, so that none of them carries it alone.
struct Chip: Sendable {
    enum Tone: String, Sendable {
        case ok
        case run
        case warn
        case fail
        case undo
        case idle

        var icon: String {
            switch self {
            case .ok: "check"
            case .run: "spin"
            case .warn: "warn"
            case .fail: "cross"
            case .undo: "undo"
            case .idle: "dot"
            }
        }
    }

    let state: String
    let icon: String
    let label: String

    init(_ tone: Tone, _ label: String) {
        state = tone.rawValue
        icon = tone.icon
        self.label = label
    }

    init(_ status: RunStatus, _ words: Words) {
        let tone: Tone =
            switch status {
            case .queued: .idle
            case .running: .run
            case .success: .ok
            case .failed: .fail
            case .partialFailed: .warn
            }
        self.init(tone, words["state.\(status.rawValue)"])
    }

    init(_ status: TaskStatus, _ words: Words) {
        self.init(Self.tone(of: status), words["state.\(status.rawValue)"])
    }

    static func tone(of status: TaskStatus) -> Tone {
        switch status {
        case .queued: .idle
        case .running: .run
        case .retryWait: .warn
        case .success, .skipped: .ok
        case .failed: .fail
        case .canceled: .idle
        }
    }

    init(_ state: SkillState, _ words: Words) {
        self.init(state == .active ? .ok : .idle, words["state.\(state.rawValue)"])
    }

    /// Whether a provider can be used now, as far as its last check tells.
    init(health provider: ProviderView, _ words: Words) {
        guard provider.settings.enabled else {
            self.init(.idle, words["providers.disabled"])
            return
        }
        guard provider.pause == nil else {
            self.init(.warn, words["providers.paused"])
            return
        }
        guard provider.breaker?.openedAt == nil else {
            self.init(.fail, words["providers.down"])
            return
        }
        guard provider.backOff == nil else {
            self.init(.warn, words["providers.backing_off"])
            return
        }
        switch provider.lastCheck?.healthy {
        case true?: self.init(.ok, words["providers.reachable"])
        case false?: self.init(.fail, words["providers.unreachable"])
        case nil: self.init(.idle, words["providers.unchecked"])
        }
    }
}
