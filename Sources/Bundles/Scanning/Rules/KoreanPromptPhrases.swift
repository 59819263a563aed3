import Contract

/// Sentences in Korean that turn an agent, keep something from the user or give away its instructions.
enum KoreanPromptPhrases: PassageRule {
    static let literals =
        texts("무시", "잊어", "잊으", "따르지", "프롬프트", "몰래", "모르게", "알리지", "말하지", "숨기") + NormalText.marks

    private struct Pattern: Sendable {
        let rule: ScanRule
        let message: Phrase
        /// One of each, in this order, each close behind the one before.
        let parts: [[StaticString]]
    }

    private static let patterns = [
        Pattern(
            rule: .promptOverride,
            message: "It tells an agent, in Korean, to put aside its instructions.",
            parts: [
                ["이전", "앞선", "앞의", "위의", "기존", "지금까지", "시스템", "모든"],
                ["지시", "명령", "지침", "프롬프트", "규칙", "제한"],
                ["무시하", "무시해", "무시 하", "잊어", "잊으", "따르지 마", "따르지 말"],
            ]
        ),
        Pattern(
            rule: .promptTheft,
            message: "It asks an agent, in Korean, for its system prompt.",
            parts: [["시스템 프롬프트", "시스템프롬프트"], ["출력하", "출력해", "공개하", "공개해", "알려", "유출", "그대로"]]
        ),
        Pattern(
            rule: .promptSecrecy,
            message: "It tells an agent, in Korean, to keep something from the user.",
            parts: [
                ["사용자에게", "사용자한테", "사용자가", "사용자 "],
                ["알리지 마", "알리지 말", "말하지 마", "말하지 말", "보이지 않게", "모르게", "몰래", "숨기"],
            ]
        ),
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.paragraph(counting: &notes)
        for pattern in patterns where holds(pattern.parts, text) {
            let level: ScanFinding.Level = passage.place == .comment ? .block : .warning
            notes.add(pattern.rule, level, line: passage.line, as: "korean", pattern.message)
        }
    }

    /// Within some 10 letters of each other.
    private static func holds(_ parts: [[StaticString]], _ text: FoldedText) -> Bool {
        // Up to where the next part may begin, for every place; -1 where none may.
        var reach = Array(repeating: text.bytes.count, count: text.bytes.count + 1)
        for words in parts {
            var next = Array(repeating: -1, count: text.bytes.count + 1)
            var isThere = false
            for word in words {
                for start in text.all(word) where reach[start] >= start {
                    let end = start + word.utf8CodeUnitCount
                    next[end] = end + 30
                    isThere = true
                }
            }
            guard isThere else { return false }
            for place in next.indices.dropFirst() { next[place] = max(next[place], next[place - 1]) }
            reach = next
        }
        return true
    }
}
