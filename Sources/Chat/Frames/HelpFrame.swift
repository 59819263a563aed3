import Contract

/// Lines that ask what can be said, or how something is done.
struct HelpFrame {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// Nil when it is no such line.
    func answer() -> ChatAnswer? {
        if sentence.has(.greeting), sentence.terms.allSatisfy({ $0.isSmallTalk }) { return .help }
        let asksHow = sentence.acts.contains { $0.act?.mood == .howTo }
        guard sentence.has(.help) || asksHow || isListOfCommands else { return nil }
        return .command(.help(topic: topic))
    }

    private var isListOfCommands: Bool {
        sentence.has(.command) && sentence.acts.allSatisfy { $0.act.map { !$0.act.isChange } ?? true }
    }

    private var topic: ChatIntent? {
        for term in sentence.acts {
            if let intent = term.act?.act.intent { return intent }
        }
        let topics: [(Noun, ChatIntent)] = [
            (.audit, .audit), (.alert, .alerts), (.alerts, .alerts), (.status, .status), (.runs, .listRuns),
            (.run, .listRuns), (.skills, .listSkills), (.skill, .listSkills), (.provider, .providersStatus),
            (.providers, .providersStatus), (.place, .whereInstalled), (.why, .why),
        ]
        return topics.first { sentence.has($0.0) }?.1
    }
}

extension Term {
    /// Greetings, and what is said around them.
    fileprivate var isSmallTalk: Bool {
        switch meaning {
        case .punctuation: true
        case .mark(let mark): mark == .greeting || mark == .filler
        default: false
        }
    }
}
