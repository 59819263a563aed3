import Contract

extension ChatIntent {
    /// Whether one run is what it is done to.
    var isAboutRun: Bool {
        switch self {
        case .retry, .cancel, .approve, .refuse, .rollback, .status, .why: true
        default: false
        }
    }

    /// Whether the command takes up what the term says; what it does not take up, it may have misunderstood.
    func accounts(for term: Term) -> Bool {
        switch term.meaning {
        case .punctuation(let mark): "?!,.\"()/&+\n~".contains(mark)
        case .mark(let mark): accounts(for: mark)
        case .noun(let noun): accounts(for: noun)
        case .skill, .tag: self != .pauseProvider && self != .resumeProvider && self != .acknowledge
        case .version: isPlacement
        case .provider:
            isPlacement || [.rollback, .pauseProvider, .resumeProvider, .acknowledge].contains(self)
        case .run: isAboutRun
        case .alert: self == .acknowledge
        case .user, .unclearProvider, .number, .time, .unit, .unknown, .act: false
        }
    }

    private var isPlacement: Bool { self == .install || self == .uninstall }

    private func accounts(for mark: Mark) -> Bool {
        switch mark {
        case .filler, .on, .of, .and, .could, .greeting, .question: true
        case .only: true
        case .mine, .it, .last, .lastFailed, .justNow, .ongoing, .recent: isAboutRun || self == .acknowledge
        case .again: self == .install || self == .retry || self == .resumeProvider
        case .latest: self == .install || isAboutRun
        case .previous: self == .rollback
        case .off: self == .uninstall
        case .all, .allOf, .everywhere, .rest: isPlacement || self == .rollback
        case .exceptBefore, .exceptAfter, .notBefore, .notAfter, .negation, .then, .or, .condition, .schedule,
            .hearsay, .since, .within, .about, .because, .out, .up, .back:
            false
        }
    }

    private func accounts(for noun: Noun) -> Bool {
        switch noun {
        case .skill, .version, .tag: isPlacement || isAboutRun
        // "Approve the pending skills": a decision is about a run.
        case .skills: isPlacement || isAboutRun && self != .approve && self != .refuse
        case .provider, .providers:
            isPlacement || self == .rollback || self == .pauseProvider || self == .resumeProvider
        case .run, .runState: isAboutRun
        case .what: isAboutRun
        case .place: isPlacement || self == .rollback
        case .alert, .severity: self == .acknowledge
        default: false
        }
    }
}
