/// Why a command that works on this machine alone did nothing, and what to do about it.
package struct CommandRefusal: Error, Equatable, Sendable {
    package let status: CommandStatus
    package let sentence: String
    package let next: String

    package init(_ sentence: String, next: String, status: CommandStatus = .failed) {
        self.status = status
        self.sentence = sentence
        self.next = next
    }

    package func lines(_ style: Style) -> [String] {
        [style("error:", .bad) + " " + sentence.terminalSafe, "  next: " + next.terminalSafe]
    }
}

extension CommandRefusal: Encodable {
    private enum CodingKeys: String, CodingKey {
        case sentence = "error"
        case next = "next_step"
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(sentence, forKey: .sentence)
        try fields.encode(next, forKey: .next)
    }
}
