import Contract

/// Lines about what an install would do, or whether a provider would take it: nothing is changed by them.
struct PlanFrame {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    /// Nil when it is no such line.
    func answer() -> ChatAnswer? {
        guard let intent else { return nil }
        if isRefused { return .ask(ChatQuestion(about: .negation)) }
        do throws(ChatQuestion) {
            if hasOtherDeed { throw ChatQuestion(about: .compound) }
            let placement = try PlacementFrame(sentence).placement()
            let plain = ChatPlacement(skills: placement.skills, providers: placement.providers)
            return .command(intent == .plan ? .plan(plain) : .preflight(plain))
        } catch {
            return .ask(error)
        }
    }

    private var intent: ChatIntent? {
        if sentence.has(.preflight) || sentence.has(.compatible) {
            // To check on the providers is to ask how they are.
            let isAboutProviders =
                sentence.has(.provider, .providers, .status, .health)
                || sentence.terms.contains(where: \.isEveryProvider)
            return sentence.mentions.skills.isEmpty && sentence.unknown.isEmpty && isAboutProviders
                ? nil : .preflight
        }
        if sentence.has(.plan) { return .plan }
        // What would happen if it were installed.
        return sentence.has(.effect) && sentence.has(.install) ? .plan : nil
    }

    private var isRefused: Bool {
        sentence.has(.negation) || sentence.contrast.isUnresolved
            || sentence.acts.contains { $0.act?.mood == .negative }
    }

    /// Something to be done besides: only what is planned may be named.
    private var hasOtherDeed: Bool {
        if sentence.has(.then) || sentence.reasonDoubt == .compound { return true }
        return sentence.acts.contains { term in
            guard let (act, mood) = term.act, act.isChange else { return false }
            return act != .install || mood == .request || mood == .connective
        }
    }
}
