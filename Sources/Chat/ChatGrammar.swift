package import Contract

/// Reads one line of chat as one command of the contract, or as a question back.
///
/// No model takes part and nothing is guessed: a change is a command only when the line asks for it plainly and the
/// command accounts for every word of it. Whether something changes is a matter of ``ChatIntent/effect`` alone.
package struct ChatGrammar: Sendable {
    private let vocabulary: Vocabulary

    /// - Parameter context: What a line may speak of.
    package init(_ context: ChatContext) {
        self.init(context, ChatSkills(context.skills))
    }

    /// - Parameters:
    ///   - context: What a line may speak of, but for its skills.
    ///   - skills: In place of the context's own.
    package init(_ context: ChatContext, _ skills: ChatSkills) {
        vocabulary = Vocabulary(context, skills)
        // Tables are made when they are first looked at; the first line is as quick as the others.
        _ = (Lexicon.english, Lexicon.korean, KoreanForms.standard, Lexicon.koreanParticlesByEnd)
    }

    /// - Parameter line: As typed, in Korean, English or both.
    /// - Returns: What it was understood as; the same for the same line and context.
    package func answer(to line: String) -> ChatAnswer {
        let text = PlainText(line)
        if let command = CanonicalForm(text, vocabulary).command { return .command(command) }
        let sentence = Sentence(text, vocabulary)
        if sentence.terms.isEmpty { return .help }
        let deeds = Deeds(sentence)
        if deeds.asked == nil, WeighedChange(sentence).isAskedAbout {
            return .ask(ChatQuestion(about: .question))
        }
        if let answer = HelpFrame(sentence).answer() { return answer }
        // Rights are neither given nor listed in chat.
        if RightsFrame(sentence).isMeant { return .notUnderstood }
        if deeds.isPlan, let answer = PlanFrame(sentence).answer() { return answer }
        if !sentence.has(.why), let (act, intent) = deeds.asked {
            return ChangeFrame(sentence, act, intent).answer
        }
        if deeds.isTold { return .ask(ChatQuestion(about: .question)) }
        if let answer = ReadFrame(sentence).answer() { return answer }
        return Slip(sentence).answer ?? .notUnderstood
    }

    /// Whether a line asks why something is not so and names no run: "왜 안 돼?", "why can't I?".
    ///
    /// What it is about is then what was said right before, if that was refused.
    ///
    /// - Parameters:
    ///   - line: As typed.
    ///   - hasRuns: Whether there are runs that "why did it fail" may be about.
    /// - Returns: The deeds that it names, often none; nil when it asks nothing like that.
    package func whyNot(_ line: String, hasRuns: Bool) -> [ChatIntent]? {
        let sentence = Sentence(PlainText(line), vocabulary)
        return sentence.asksWhyNot(hasRuns: hasRuns) ? sentence.deedsRefused : nil
    }
}
