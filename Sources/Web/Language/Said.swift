import Contract

/// A sentence that came with its wording, in the visitor's language where the pages know it.
struct Said: Equatable, Sendable {
    let text: String
    /// For `lang`: `en` where the text stayed in the English it came in, on a page of another language.
    let lang: String?
}

extension Words {
    /// What has a wording, by the name of its topic: no code of one occurs in another.
    static let topics = ["breaks", "findings", "refusals"]

    /// - Parameters:
    ///   - english: As it came.
    ///   - wording: Which sentence that is; nil where nobody said.
    ///   - part: Which part of it: `.fix`, or nothing for the sentence itself.
    /// - Returns: The same in this language; as it came where this product does not know the sentence.
    func said(_ english: String, _ wording: Wording?, part: String = "") -> Said {
        guard let wording, let sentence = sentence(of: wording, part) else {
            return Said(text: english, lang: language == .english ? nil : Language.english.rawValue)
        }
        return Said(text: sentence, lang: nil)
    }

    private func sentence(of wording: Wording, _ part: String) -> String? {
        for topic in Self.topics {
            guard let words = tree[topic], let text = words[wording.key + part] else { continue }
            return Self.filled(text, wording.arguments, words)
        }
        return nil
    }

    /// In one pass: what is filled in is never looked at again, whatever it holds.
    private static func filled(
        _ text: String,
        _ arguments: [String: String],
        _ words: [String: String]
    ) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open]
            filled += value(of: name, arguments, words) ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// A value that is said differently in every language has a word of its own, such as `word.type.list`; a list with
    /// commas may consist of such values.
    private static func value(
        of name: String,
        _ arguments: [String: String],
        _ words: [String: String]
    ) -> String? {
        guard let value = arguments[name] else { return nil }
        guard let word = words["word.\(name).\(value)"] else {
            let parts = value.split(separator: ", ", omittingEmptySubsequences: false)
            let said = parts.compactMap { words["word.\(name).\($0)"] }
            return said.count == parts.count ? said.joined(separator: ", ") : value
        }
        return Self.filled(word, arguments.filter { $0.key != name }, words)
    }
}
