/// Which sentence a text is and what is filled into it: what it takes to say the same in another language.
package struct Wording: Codable, Equatable, Sendable {
    /// Stable: the code that the sentence goes with, such as `name.length`, and one more part where a code has
    /// several sentences.
    package let key: String
    /// The values in the sentence, by name; texts as they are, numbers in digits.
    package let arguments: [String: String]

    package init(key: String, arguments: [String: String]) {
        self.key = key
        self.arguments = arguments
    }

    /// - Parameters:
    ///   - code: That the sentence goes with.
    ///   - variant: Which of them, where the code has several.
    ///   - phrases: What is said; values of the same name are the same.
    package init(_ code: String, _ variant: String?, _ phrases: Phrase...) {
        key = variant.map { "\(code).\($0)" } ?? code
        arguments = phrases.reduce(into: [:]) { $0.merge($1.arguments) { first, _ in first } }
    }
}

/// A sentence of the product in English, and the values in it by name.
///
/// Written as `"\(count, as: "files") are too many."`.
package struct Phrase: Equatable, Sendable {
    package let english: String
    package let arguments: [String: String]

    /// A value that is itself said differently in every language.
    package struct Word: Equatable, Sendable {
        /// What it is called among the arguments.
        package let code: String
        package let english: Phrase

        package init(_ code: String, _ english: Phrase) {
            self.code = code
            self.english = english
        }
    }
}

extension Phrase: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) {
        self.init(english: text, arguments: [:])
    }

    package init(stringInterpolation: StringInterpolation) {
        self.init(english: stringInterpolation.english, arguments: stringInterpolation.arguments)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate private(set) var english = ""
        fileprivate private(set) var arguments: [String: String] = [:]

        package init(literalCapacity: Int, interpolationCount: Int) {
            english.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            english += literal
        }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible, as name: String) {
            english += value.description
            arguments[name] = value.description
        }

        package mutating func appendInterpolation(_ word: Word, as name: String) {
            english += word.english.english
            arguments.merge(word.english.arguments) { first, _ in first }
            arguments[name] = word.code
        }
    }
}
