/// A word of Latin letters and digits that is in no lexicon.
struct LatinWord {
    private let vocabulary: Vocabulary

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
    }

    func meaning(of word: String) -> Meaning {
        if word.hasPrefix("tag:") {
            return vocabulary.tag(String(word.dropFirst(4))).map { .tag($0) } ?? .unknown
        }
        if let number = Int(word), number >= 0 { return .number(number) }
        return versioned(word) ?? Self.time(word) ?? Self.duration(word) ?? owner(word) ?? run(word)
            ?? .unknown
    }

    /// Whether it is a number, a version, a time or a duration, whatever is called so.
    static func isFigure(_ word: String) -> Bool {
        Int(word) != nil || plainVersion(word) != nil || time(word) != nil || duration(word) != nil
    }

    /// Such as `name@3`, `@3` and `v3`.
    private func versioned(_ word: String) -> Meaning? {
        let parts = word.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, !parts[1].isEmpty {
            let version = Self.versionName(parts[1])
            if parts[0].isEmpty { return .version(version) }
            guard let skill = vocabulary.skill(String(parts[0])) else { return nil }
            return .skill(skill.name, version: version == "latest" ? nil : version)
        }
        return Self.plainVersion(word)
    }

    /// Such as `2.1` and `v3`.
    private static func plainVersion(_ word: String) -> Meaning? {
        if word.contains("."), word.first?.isNumber == true, word.allSatisfy({ $0.isNumber || $0 == "." }) {
            return .version(word)
        }
        let digits = word.dropFirst()
        guard word.hasPrefix("v"), let first = digits.first, first.isNumber,
            digits.allSatisfy({ $0.isNumber || $0 == "." })
        else { return nil }
        return .version(String(digits))
    }

    private static func versionName(_ text: Substring) -> String {
        guard text.hasPrefix("v"), text.dropFirst().first?.isNumber == true else { return String(text) }
        return String(text.dropFirst())
    }

    private static func time(_ word: String) -> Meaning? {
        // By its form alone: a day that does not exist is a time all the same, and one to ask about.
        if isDate(word.prefix(10)) {
            let isDay = word.count == 10
            if isDay || word.dropFirst(10).first == "t" {
                return .time(isDay ? .date(word) : .exact(word.uppercased()))
            }
        }
        let isClock = word.split(separator: ":").count == 2 && word.allSatisfy { $0.isNumber || $0 == ":" }
        let isHour = (word.hasSuffix("am") || word.hasSuffix("pm")) && word.first?.isNumber == true
        return isClock || isHour ? .mark(.schedule) : nil
    }

    private static func isDate(_ text: Substring) -> Bool {
        text.count == 10
            && zip(text, "0000-00-00").allSatisfy { $1 == "0" ? $0.isASCII && $0.isNumber : $0 == $1 }
    }

    /// Such as `24h`, `30min` and `7d`.
    private static func duration(_ word: String) -> Meaning? {
        let digits = word.prefix { $0.isNumber && $0.isASCII }
        guard let count = Int(digits), count > 0, count < 100_000,
            case .unit(let seconds, nil)? = Lexicon.english[String(word.dropFirst(digits.count))]
        else { return nil }
        return .unit(seconds: seconds, count: count)
    }

    /// Such as `mina's`.
    private func owner(_ word: String) -> Meaning? {
        for ending in ["'s", "'"] where word.hasSuffix(ending) {
            return vocabulary.meaning(of: String(word.dropLast(ending.count)))
        }
        return nil
    }

    /// The beginning of the id of just one run.
    private func run(_ word: String) -> Meaning? {
        let bare = word.hasPrefix("#") ? String(word.dropFirst()) : word
        guard bare.count >= 6, bare.contains(where: \.isNumber) else { return nil }
        let ids = vocabulary.context.runs.map(\.id).filter { $0.lowercased().hasPrefix(bare) }
        return ids.count == 1 ? .run(ids[0]) : nil
    }
}
