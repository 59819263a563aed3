import Foundation

enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case korean = "ko"

    var other: Language { self == .english ? .korean : .english }

    var ownName: String {
        switch self {
        case .english: "English"
        case .korean: "한국어"
        }
    }
}

/// What the pages say in each language: `Locales/<language>/<topic>.json`, each a flat list of words.
struct Languages: Sendable {
    private let words: [Language: Words]

    /// - Throws: ``WebSite/Unusable`` when a file is missing or no JSON object of strings.
    init() throws(WebSite.Unusable) {
        var words: [Language: Words] = [:]
        for language in Language.allCases {
            var tree: [String: [String: String]] = [:]
            for file in try WebFiles.all(in: "Locales/\(language.rawValue)")
            where file.name.hasSuffix(".json") {
                do {
                    tree[String(file.name.dropLast(".json".count))] =
                        try JSONDecoder().decode([String: String].self, from: Data(file.content))
                } catch {
                    throw WebSite.Unusable(
                        detail: "The words of \(language.rawValue)/\(file.name) cannot be read: build again."
                    )
                }
            }
            words[language] = Words(language: language, tree: tree)
        }
        self.words = words
    }

    subscript(language: Language) -> Words {
        words[language] ?? Words(language: language, tree: [:])
    }

    /// The words in the language a visitor chose, or else in the one the browser asks for first.
    func words(chosen: String?, accepted: String?) -> Words {
        if let language = chosen.flatMap(Language.init) { return self[language] }
        for range in accepted?.split(separator: ",") ?? [] {
            let tag = range.prefix { $0 != ";" && $0 != "-" }.filter { !$0.isWhitespace }.lowercased()
            if let language = Language(rawValue: tag) { return self[language] }
        }
        return self[.english]
    }
}
