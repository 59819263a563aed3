import Contract

/// Comments of Markdown that tell an agent what to do: it reads them, and a page does not show them.
enum HiddenInstructions: PassageRule {
    static let literals =
        texts(
            "system:",
            "assistant:",
            "you must",
            "before answering",
            "when you",
            "agent",
            "append",
            "upload",
            "send ",
            "read ~",
            "execute",
            "run ",
            "fetch",
            "curl",
            "몰래",
            "전송",
            "실행",
            "읽어"
        ) + NormalText.marks

    private static let orders: [StaticString] = [
        "system:", "assistant:", "you must", "before answering", "append", "upload", "send ", "read ~",
        "execute",
        "run ", "fetch ", "몰래", "전송", "실행", "읽어",
    ]
    private static let targets: [StaticString] = [
        "credential", ".ssh", ".env", ".aws", "api key", "api_key", "password", "secret", "system prompt",
        "curl ",
        "wget ", "http://", "conversation", "chat history", "id_rsa", "비밀번호", "인증", "자격 증명", "대화",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place == .comment else { return }
        let text = passage.paragraph(counting: &notes)
        guard text.contains(anyOf: orders), text.contains(anyOf: targets) else { return }
        notes.add(
            .hiddenInstruction,
            .block,
            line: passage.line,
            "A comment, which a page does not show, tells an agent to touch what is secret or far away."
        )
    }
}

/// Addresses in Markdown that carry something of the conversation away when they are shown or opened.
enum LeakingAddresses: PassageRule {
    static let literals = texts("](http")

    private static let goods: [StaticString] = [
        "conversation", "history", "chat", "message", "prompt", "secret", "token", "key", "password",
        "credential",
        "context", "memory", "content", "data", "summary", "env", "대화", "내용", "요약",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place == .prose || passage.place == .comment else { return }
        for start in passage.folded.all("](http") {
            let address = FoldedText(
                passage.folded.bytes[start...].prefix(512).prefix { $0 != UInt8(ascii: ")") }
            )
            notes.spend(address.bytes.count)
            guard let query = address.first("?") ?? address.first("/", from: 12) else { continue }
            let variable = ["{{", "${", "{", "[", "<"].compactMap { (sign: StaticString) in
                address.first(sign, from: query)
            }.min()
            guard let variable else { continue }
            let name = FoldedText(address.bytes[variable...].prefix(40))
            guard name.contains(anyOf: goods) else { continue }
            notes.add(
                .leakingAddress,
                .warning,
                line: passage.line(at: start),
                "An address is made from the conversation, so whoever answers it learns that."
            )
        }
    }
}
