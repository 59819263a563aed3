/// Every form of every Korean verb, and what it says.
///
/// A form is found by its longest beginning that a verb has; what is left has to be an ending.
struct KoreanForms {
    struct Form: Hashable {
        let act: Act
        let base: KoreanEndings.Base
        let isPassive: Bool
    }

    static let standard = KoreanForms()

    private let forms: [String: [Form]]
    private let longest: Int

    init() {
        var forms: [String: [Form]] = [:]
        for verb in KoreanVerb.verbs { Self.add(verb, to: &forms) }
        for (act, nouns) in KoreanVerb.nouns {
            for noun in nouns.flatMap({ [$0, $0 + " "] }) {
                Self.add(KoreanVerb(act, noun + "하", noun + "해"), to: &forms)
                Self.add(KoreanVerb(act, noun + "하", noun + "하여"), to: &forms)
                Self.add(KoreanVerb(act, noun + "시키", noun + "시켜"), to: &forms)
                Self.add(KoreanVerb(act, noun + "되", noun + "돼", isPassive: true), to: &forms)
                Self.add(KoreanVerb(act, noun + "되", noun + "되어", isPassive: true), to: &forms)
            }
        }
        self.forms = forms
        longest = forms.keys.map(\.count).max() ?? 0
    }

    private static func add(_ verb: KoreanVerb, to forms: inout [String: [Form]]) {
        func put(_ spelling: String?, _ base: KoreanEndings.Base) {
            guard let spelling else { return }
            let form = Form(act: verb.act, base: base, isPassive: verb.isPassive)
            if forms[spelling, default: []].contains(form) == false {
                forms[spelling, default: []].append(form)
            }
        }
        put(verb.stem, .stem)
        put(verb.infinitive, .infinitive)
        put(Syllable.closing(verb.infinitive, with: .ssang) ?? verb.infinitive + "었", .past)
        if let open = Syllable.isOpen(verb.stem) ? verb.stem : Syllable.withoutRieul(verb.stem) {
            put(Syllable.closing(open, with: .nieun), .nieun)
            put(Syllable.closing(open, with: .rieul), .rieul)
            put(Syllable.closing(open, with: .mieum), .mieum)
            put(Syllable.closing(open, with: .bieup), .bieup)
        } else {
            put(verb.stem + "은", .nieun)
            put(verb.stem + "을", .rieul)
            put(verb.stem + "음", .mieum)
            put(verb.stem + "습", .bieup)
        }
    }

    /// - Parameter word: Hangul; the words of a phrase joined by one space.
    /// - Returns: What is done and how it is said; nil when it is no form of a verb.
    func meaning(of word: String) -> Meaning? {
        let letters = Array(word)
        for length in stride(from: min(letters.count, longest), through: 1, by: -1) {
            guard let found = forms[String(letters[..<length])] else { continue }
            let ending = String(letters[length...].filter { $0 != " " })
            for form in found {
                guard let mood = KoreanEndings.moods[form.base]?[ending] else { continue }
                // 있지? asks; only 설치하지 may go on to 마.
                let asks = ending == "지" && !form.act.isChange
                return .act(form.act, Self.said(asks ? .question : mood, of: form))
            }
        }
        return nil
    }

    /// Nobody asks a thing to be done to itself: 설치돼 is how it is, not what is wanted.
    private static func said(_ mood: Mood, of form: Form) -> Mood {
        guard form.isPassive else { return mood }
        return switch mood {
        case .request, .statement, .connective, .nominal, .question, .adnominal: .passive
        default: mood
        }
    }
}
