import Contract

/// The sentences of a turn that come in English whatever it is answered in, as the visitor reads them.
///
/// The text of a reply is made with them, and its structure has each with its wording. What the pages have no words for
/// stays English and is marked as such.
struct ChatSentences: Sendable {
    /// Of everything else in the text; nil where that is the page's own language.
    let lang: String?
    /// As the text has them, and what is read instead.
    private let known: [(english: String, said: Said)]

    init(_ turn: ChatTurn, _ words: Words) {
        lang = turn.locale.rawValue == words.language.rawValue ? nil : turn.locale.rawValue
        // Where all of it is English there is nothing to tell apart.
        guard lang != nil || words.language != .english else {
            known = []
            return
        }
        var said: [String: Said] = [:]
        for (english, wording) in turn.sentences where !english.isEmpty {
            said[english] = words.said(english, wording)
        }
        // One may begin like another: the longer one is meant.
        known = said.map { (english: $0.key, said: $0.value) }
            .sorted { $0.english.utf8.count > $1.english.utf8.count }
    }

    /// - Parameter text: Of the turn's answer.
    /// - Returns: The same in pieces of one language each.
    func pieces(of text: String) -> [Said] {
        var pieces: [Said] = []
        var rest = text[...]
        while let next = first(in: rest) {
            pieces.append(Said(text: String(rest[..<next.place.lowerBound]), lang: lang))
            pieces.append(next.said)
            rest = rest[next.place.upperBound...]
        }
        pieces.append(Said(text: String(rest), lang: lang))
        return pieces.filter { !$0.text.isEmpty }
    }

    private func first(in text: Substring) -> (place: Range<String.Index>, said: Said)? {
        var first: (place: Range<String.Index>, said: Said)?
        for (english, said) in known {
            guard let place = text.utf8.firstRange(of: english.utf8) else { continue }
            if let earlier = first, earlier.place.lowerBound <= place.lowerBound { continue }
            first = (place: place, said: said)
        }
        return first
    }
}

extension ChatTurn {
    /// What its text may have been made with, and which sentence that is.
    fileprivate var sentences: [(english: String, wording: Wording?)] {
        var found = findings.map { (english: $0.message, wording: $0.wording) }
        if let problem = reply.problem {
            found.append((english: problem.detail, wording: problem.wording))
            if let fault = problem.errors.first {
                found.append((english: fault.detail, wording: fault.wording))
            }
        }
        for task in reply.runs?.first?.tasks ?? [] {
            // What a vendor said is quoted; nobody else says it in another language.
            if let error = task.error { found.append((english: "\"\(error.message)\"", wording: nil)) }
        }
        return found
    }

    /// Why targets are refused, a run waits, or a provider would not take a skill.
    private var findings: [Finding] {
        let targets = (proposal?.targets ?? []) + (reply.plan?.targets ?? [])
        let refused = targets.filter { $0.action == .blocked }.compactMap { target in
            target.reasons.first { $0.level == .error }
        }
        let waiting = reply.runs?.first?.approval?.reasons ?? []
        let verdicts = (reply.preflights ?? []).flatMap(\.verdicts).compactMap(\.findings.first)
        return refused + waiting + verdicts
    }
}
