/// How much a text may stand out; colour only ever repeats what a word or sign already says.
package enum Style: Sendable {
    case plain
    case colored

    package enum Tone: String, Sendable {
        case good = "32"
        case warning = "33"
        case bad = "31"
        case active = "36"
        case quiet = "2"
        case strong = "1"
    }

    package func callAsFunction(_ text: String, _ tone: Tone) -> String {
        switch self {
        case .plain: text
        case .colored: "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
        }
    }
}
