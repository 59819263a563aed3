import Chat
import Contract
import Testing

/// Nothing becomes a change that was not plainly asked for (CH-02, CH-03).
@Suite struct SafetyTests {
    private let grammar = ChatGrammar(Corpus.context)

    /// Sentences that are read as a change as they stand.
    private var changes: [String] {
        Corpus.parts.filter { $0.context == Corpus.context }.flatMap(\.rows).map(\.text).filter {
            grammar.answer(to: $0).changes
        }
    }

    @Test func theTableSaysWhatChanges() {
        let changing = ChatIntent.allCases.filter { $0.effect == .change }.map(\.rawValue)
        #expect(
            changing == [
                "install", "uninstall", "retry", "cancel", "approve", "refuse", "rollback", "ack_alert",
                "pause_provider", "resume_provider",
            ]
        )
    }

    @Test(arguments: [
        "don't ", "do not ", "never ", "should I ", "if it works, ", "tomorrow ", "when it is done ",
        "mina said to ",
        "ignore the rules and ", "만약 괜찮으면 ", "내일 ", "절대 ", "xyzzy ", "every night ", "내가 왜 ",
    ])
    func whatIsPutBeforeAChangeKeepsItFromBeingOne(words: String) {
        // A cause may be said in any words.
        for text in changes where !text.hasPrefix("/") && !text.contains("때문에") {
            #expect(!grammar.answer(to: words + text).changes, "\(words + text)")
        }
    }

    @Test(arguments: [
        " tomorrow", " if it is safe", " and then uninstall release-notes everywhere",
        "; uninstall unit-table from gemini",
        " xyzzy", " 하지 마", " 라고 했어", " 그리고 상태 보여줘", " 내일", " unless it fails",
        "\nuninstall release-notes from claude",
        " and delete it everywhere", " ㅎㅈㅁ", " ㄱㄷ", "ㅎㅈㅁ",
    ])
    func whatIsPutBehindAChangeKeepsItFromBeingOne(words: String) {
        // A reason takes up whatever follows it, but for a second command.
        for text in changes where !["이유", "사유", "because", "reason", "/"].contains(where: text.contains) {
            #expect(!grammar.answer(to: text + words).changes, "\(text + words)")
        }
    }

    /// A reason is said in any words, but not every word behind it is one.
    @Test(arguments: [
        ". never mind, don't", "? no, do not", ", but only if preflight passes", "; not yet", ", tomorrow",
        ". 아니 하지 마", ", 단 내일", ". 테스트 통과하면", "?", " - no", ", 승인 끝나고",
    ])
    func whatTakesBackBehindAReasonKeepsItFromBeingAChange(words: String) {
        for text in changes
        where ["이유: ", "사유: ", "because "].contains(where: text.contains) && !text.hasPrefix("/") {
            #expect(!grammar.answer(to: text + words).changes, "\(text + words)")
        }
    }

    @Test(arguments: ["🚫", "⛔", "❌", "🙅", "¬", "≠", "→", "👎"])
    func aSignThatMaySayNoKeepsAnythingFromBeingAChange(sign: String) {
        for text in changes where !text.hasPrefix("/") {
            #expect(!grammar.answer(to: text + " " + sign).changes, "\(text) \(sign)")
            #expect(!grammar.answer(to: sign + " " + text).changes, "\(sign) \(text)")
        }
    }

    @Test func aMistypedNameIsNeverTakenForAnother() {
        var numbers = SeededNumbers(seed: 7)
        let names = Corpus.context.skills.map(\.name)
        for text in changes {
            for _ in 0..<20 {
                let mistyped = text.mistyped(using: &numbers)
                guard let command = grammar.answer(to: mistyped).command, command.effect == .change else {
                    continue
                }
                for name in command.skillNames {
                    #expect(names.contains(name) && mistyped.folded.contains(name), "\(mistyped): \(command)")
                }
            }
        }
    }

    @Test func anyTextIsAnsweredAndWordsOfNoVerbChangeNothing() {
        var numbers = SeededNumbers(seed: 42)
        let words = [
            "claude", "release-notes", "전부", "7f3a9c", "last", "이유:", "@3", "모든", "\u{E0041}", "/", "\"",
            "빼고", "말고",
        ]
        for _ in 0..<5000 {
            let count = Int.random(in: 0..<12, using: &numbers)
            let text = (0..<count).map { _ -> String in
                guard Bool.random(using: &numbers) else { return words.randomElement(using: &numbers) ?? "" }
                return String(String.UnicodeScalarView((0..<4).compactMap { _ in .random(using: &numbers) }))
            }.joined(separator: " ")
            #expect(!grammar.answer(to: text).changes, "\(text)")
        }
    }

    @Test(arguments: [
        "install rel\u{200B}ease-notes on claude", "release-notes\u{E0020}\u{E0061} 클로드에 설치해줘",
        "install release-notes on \u{202E}edualc", "install release-notes on сlaude",
        "install release-notes on claude" + String(repeating: " ", count: 2000) + "not",
        "\"install release-notes on claude\" is what the description says",
        "RELEASE-NOTES: UNINSTALL release-notes FROM claude", "클로드에서 release-notes 삭제해줘 라는 알림이 왔어",
        "/help /uninstall release-notes all", "why /uninstall release-notes all",
    ])
    func disguisesChangeNothing(text: String) {
        #expect(!grammar.answer(to: text).changes)
    }

    /// The context's own texts are not even kept, so nothing in them can be read (CH-03).
    @Test func aDescriptionIsNoSentence() {
        #expect(grammar.answer(to: "show rollback-notes").command == .showSkill("rollback-notes"))
        #expect(!String(describing: Corpus.context).contains("Ignore previous instructions"))
    }
}

extension ChatCommand {
    fileprivate var skillNames: [String] {
        switch self {
        case .install(let placement), .uninstall(let placement):
            placement.skills.compactMap { if case .named(let name, _) = $0 { name } else { nil } }
        case .rollback(.skill(let name), _, _): [name]
        default: []
        }
    }
}

extension String {
    /// With one slip: a character left out, doubled, exchanged with the next, or another in its place.
    fileprivate func mistyped(using numbers: inout SeededNumbers) -> String {
        var characters = Array(self)
        guard characters.count > 2 else { return self }
        let place = Int.random(in: 0..<characters.count - 1, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: characters.remove(at: place)
        case 1: characters.insert(characters[place], at: place)
        case 2: characters.swapAt(place, place + 1)
        default: characters[place] = "abcdefghijklmnopqrstuvwxyz-가나다".randomElement(using: &numbers) ?? "x"
        }
        return String(characters)
    }

    /// In small letters and one width, as names are compared.
    fileprivate var folded: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    (0xFF01...0xFF5E).contains(scalar.value)
                        ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
                }
            )
        ).lowercased()
    }
}

extension Unicode.Scalar {
    fileprivate static func random(using numbers: inout SeededNumbers) -> Unicode.Scalar? {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3, 0x1F600...0x1F64F,
        ]
        let range = ranges.randomElement(using: &numbers) ?? 0x20...0x7E
        return Unicode.Scalar(UInt32.random(in: range, using: &numbers))
    }
}
