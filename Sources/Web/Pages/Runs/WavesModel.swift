import Contract

/// The waves of a run, or that it begins later, as its page shows it.
struct WavesModel: Sendable {
    struct Row: Sendable {
        let title: String
        let chip: Chip
        let targets: String
        /// When the next begins, while it is waited for.
        let until: Moment?
    }

    /// Begins the wave that waits.
    struct Release: Sendable {
        let path: String
        let label: String
        let wave: Int
    }

    let rows: [Row]
    /// When it begins, until it has.
    let start: Moment?
    /// What stops it, and what happens then; nil for a run that only begins later.
    let rule: String?
    /// Who or what stopped it.
    let stopped: String?
    let rollback: RunPageModel.Parent?
    let release: Release?
    let stop: RunAction?

    init?(_ run: RunView, _ visit: Visit) {
        let isAhead = run.startsLater(than: visit.site.now())
        guard run.waves != nil || isAhead else { return nil }
        let words = visit.words
        let waves = run.waves?.waves ?? []
        rows = waves.map { Row($0, visit) }
        start = isAhead ? run.startAt.map(visit.moment) : nil
        rule = run.waves?.plan.rule(words)
        let stop = run.waves?.stopped
        stopped = stop.map { $0.sentence(words) }
        rollback = stop?.rollbackRunID.map {
            .init(href: "/runs/\($0)", label: String($0.rawValue.suffix(8)))
        }
        let maySteer = visit.isAllowed(.steerWaves) && !run.status.isFinal && stop == nil
        let next = run.waves == nil ? 1 : waves.first { $0.state == .waiting }?.wave
        release =
            maySteer
            ? next.map {
                let word = $0 == 1 ? "runs.begin_now" : "runs.release_wave"
                return Release(
                    path: "\(run.path)/release-wave",
                    label: words[word, ["n": String($0)]],
                    wave: $0
                )
            } : nil
        self.stop =
            maySteer && !waves.isEmpty
            ? RunAction(path: "\(run.path)/stop-waves", label: words["runs.stop_waves"]) : nil
    }
}

extension WavesModel.Row {
    fileprivate init(_ wave: RunWavesView.Wave, _ visit: Visit) {
        let words = visit.words
        title = words["runs.wave_n", ["n": String(wave.wave)]]
        chip = Chip(wave.state, words)
        targets = words.counted("runs.targets", wave.targets)
        until = wave.state == .soaking ? wave.soakUntil.map(visit.moment) : nil
    }
}

extension RunWaves {
    /// What stops it and what happens then, in a sentence.
    fileprivate func rule(_ words: Words) -> String {
        let verb = onStop == .rollback ? "rollback" : "cancel"
        return switch stopAt {
        case .failures(let count): words.counted("install.course_stop_\(verb)", count)
        case .percent(let share): words["install.course_stop_share_\(verb)", ["n": String(share)]]
        }
    }
}

extension RunWavesView.Stop {
    fileprivate func sentence(_ words: Words) -> String {
        guard by == "system" else {
            return words["runs.stopped_by", ["person": by, "reason": reason ?? ""]]
        }
        // A reason of its own is that nothing of a wave succeeded, whether something failed or not.
        guard reason == nil else { return words["runs.stopped_fruitless"] }
        return words["runs.stopped_system", ["failed": words.grouped(failed), "begun": words.grouped(begun)]]
    }
}

extension Chip {
    init(_ state: RunWavesView.Wave.State, _ words: Words) {
        let tone: Tone =
            switch state {
            case .waiting: .idle
            case .running: .run
            case .soaking: .warn
            case .done: .ok
            case .stopped: .fail
            }
        self.init(tone, words["runs.wave_\(state.rawValue)"])
    }
}

/// What stopping the waves would do, and why it is done.
struct StopWavesModel: Sendable {
    let title: String
    let path: String
    let href: String
    let lead: String
    let reason: String
    let reasonFault: String?
    /// Why it was refused, where no field is to blame.
    let refusal: String?
    let submit: String?
    let maximumReason = RollbackModel.longestReason

    init(_ run: RunView, _ visit: Visit, reason: String = "", refusal: Problem? = nil) {
        let words = visit.words
        let kind = words["runs.kind_\(run.kind.rawValue)"]
        title = words["runs.stop_title", ["run": "\(kind) \(run.shortID)"]]
        path = "\(run.path)/stop-waves"
        href = run.path
        let action = WavesModel(run, visit)?.stop
        lead =
            action == nil
            ? words["runs.stop_nothing"]
            : words[run.waves?.plan.onStop == .rollback ? "runs.stop_lead_rollback" : "runs.stop_lead"]
        self.reason = reason
        let isFault = refusal?.code == .validationFailed
        reasonFault =
            isFault
            ? words[
                reason.isEmpty ? "runs.reason_missing" : "runs.reason_unusable",
                ["n": String(RollbackModel.longestReason)]
            ] : nil
        self.refusal = isFault ? nil : refusal.map { RefusalModel($0, visit).summary }
        submit = action?.label
    }
}
