// Unicode normalisation is in full Foundation only, which GRDB links anyway.
import Foundation

/// Text as it is compared in a search: lower case, and composed, so that Korean typed on any system agrees.
enum SearchText {
    /// Of a skill's body; the rest of a very long one is not found by.
    static let maximumBodyBytes = 65_536

    static func folded(_ text: String) -> String {
        let folded = text.lowercased().precomposedStringWithCanonicalMapping
        // A text ends at a NUL for the functions of SQLite, and PostgreSQL takes none at all.
        return folded.utf8.contains(0) ? folded.replacingOccurrences(of: "\0", with: " ") : folded
    }

    /// The beginning of a body, folded and cut between two characters.
    static func body(_ text: String) -> String {
        guard text.utf8.count > maximumBodyBytes else { return folded(text) }
        return folded(String(decoding: text.utf8.prefix(maximumBodyBytes), as: UTF8.self))
    }

    /// What a person typed, as the words that all have to be found.
    static func words(_ text: String) -> [String] {
        // More words than these narrow nothing further and only cost time.
        folded(text).split(maxSplits: 16, whereSeparator: \.isWhitespace).prefix(16).map(String.init)
    }
}
