import Contract

/// Sentences that tell an agent to put aside what it was told before.
enum PromptOverrides: PassageRule {
    static let literals =
        texts(
            "ignore",
            "disregard",
            "forget",
            "override",
            "bypass",
            "do not follow",
            "jailbreak",
            "developer mode",
            "you are now",
            "no restrictions",
            "unrestricted"
        ) + NormalText.marks

    private static let verbs: Set = [
        "ignore", "ignoring", "disregard", "forget", "override", "overrides", "bypass", "follow",
    ]
    private static let which: Set = [
        "previous", "prior", "above", "earlier", "preceding", "existing", "system", "original", "safety",
        "developer", "former", "foregoing",
    ]
    private static let what: Set = [
        "instruction", "instructions", "prompt", "prompts", "rule", "rules", "guideline", "guidelines",
        "directive", "directives", "direction", "directions", "restrictions", "guardrails", "policies",
        "message",
        "messages", "safeguards",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let words = passage.paragraph(counting: &notes).words
        guard overrides(words) || takesRole(words) else { return }
        notes.add(
            .promptOverride,
            passage.place == .comment ? .block : .warning,
            line: passage.line,
            "It tells an agent to put aside its instructions."
        )
    }

    private static func overrides(_ words: [String]) -> Bool {
        for (index, word) in words.enumerated() where verbs.contains(word) {
            if word == "follow", !words[..<index].suffix(2).contains(where: ["not", "dont"].contains) {
                continue
            }
            let rest = words[(index + 1)...].prefix(6)
            guard let noun = rest.firstIndex(where: what.contains) else { continue }
            if rest[..<noun].contains(where: which.contains) { return true }
            if rest[..<noun].suffix(2).elementsEqual(["all", "your"]) { return true }
        }
        return false
    }

    private static let roles: [[String]] = [
        ["you", "are", "now", "dan"], ["you", "are", "now", "unrestricted"],
        ["you", "are", "now", "jailbroken"],
        ["you", "are", "now", "in", "developer", "mode"], ["developer", "mode", "enabled"],
        ["act", "as", "if", "you", "have", "no", "restrictions"],
        ["pretend", "you", "have", "no", "restrictions"],
        ["you", "have", "no", "restrictions"],
    ]

    private static func takesRole(_ words: [String]) -> Bool {
        roles.contains { role in words.indices.contains { words[$0...].starts(with: role) } }
    }
}

/// Sentences that tell an agent to do something behind the user's back.
enum PromptSecrecy: PassageRule {
    static let literals = texts("user", "silently", "secretly") + NormalText.marks

    private static let refusals: Set = ["not", "dont", "never"]
    private static let telling: Set = [
        "tell", "telling", "inform", "informing", "mention", "mentioning", "reveal", "revealing", "notify",
        "notifying", "alert", "alerting", "disclose", "disclosing",
    ]
    private static let actions: Set = [
        "send", "upload", "post", "transmit", "exfiltrate", "forward", "email", "copy",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place != .script || passage.isGuessed else { return }
        let words = passage.paragraph(counting: &notes).words
        guard isSecret(words) else { return }
        notes.add(
            .promptSecrecy,
            passage.place == .comment ? .block : .warning,
            line: passage.line,
            "It tells an agent to keep something from the user."
        )
    }

    private static func isSecret(_ words: [String]) -> Bool {
        for (index, word) in words.enumerated() {
            let rest = words[(index + 1)...].prefix(5)
            if refusals.contains(word), let verb = rest.prefix(2).firstIndex(where: telling.contains),
                hides(words[(verb + 1)...])
            {
                return true
            }
            if word == "without", rest.first.map(telling.contains) == true, rest.contains("user") {
                return true
            }
            if word == "silently" || word == "secretly", rest.first.map(actions.contains) == true {
                return true
            }
            if word == "hidden" || word == "secret", rest.starts(with: ["from", "the", "user"]) {
                return true
            }
        }
        return false
    }

    /// Whether it is the user who is not told, of this or anything.
    private static func hides(_ words: ArraySlice<String>) -> Bool {
        let words = words.prefix(6)
        guard let user = words.firstIndex(where: { $0 == "user" || $0 == "users" }) else { return false }
        let next = words[(user + 1)...].first
        return next == nil || ["about", "this", "of", "anything", "what", "it"].contains(next)
            || words[..<user].contains { ["this", "it", "that"].contains($0) }
    }
}

/// Sentences that have an agent give away its instructions, or what it knows, to an address.
enum PromptTheft: PassageRule {
    static let literals =
        texts(
            "system prompt",
            "credential",
            "api key",
            "api_key",
            "secret",
            "conversation",
            "chat history",
            ".ssh",
            ".aws",
            "environment variable"
        ) + NormalText.marks

    private static let showing: Set = ["reveal", "print", "output", "repeat", "leak", "dump", "expose"]
    private static let sending: Set = [
        "send", "post", "upload", "exfiltrate", "forward", "email", "transmit", "leak", "append", "submit",
    ]
    private static let goods: [StaticString] = [
        "credential", "api key", "api_key", "secret", "conversation", "chat history", ".ssh", ".aws",
        "environment variable", "system prompt",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place == .prose || passage.place == .comment || passage.isGuessed else { return }
        let text = passage.paragraph(counting: &notes)
        let words = text.words
        if let prompt = text.first("system prompt") {
            let before = FoldedText(text.bytes[..<prompt]).words.suffix(4)
            if before.contains(where: showing.contains) {
                let level: ScanFinding.Level = passage.place == .comment ? .block : .warning
                notes.add(.promptTheft, level, line: passage.line, "It asks an agent for its system prompt.")
            }
        }
        guard words.contains(where: sending.contains), text.contains(anyOf: goods),
            let address = WebAddress.all(in: text).first
        else { return }
        notes.add(
            .promptTheft,
            address.isRaw || passage.place == .comment ? .block : .warning,
            line: passage.line,
            as: "sending",
            "It tells an agent to send what is secret to \(address.host, as: "host")."
        )
    }
}
