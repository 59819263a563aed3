import Bundles
import Contract

/// What a line of chat has to be.
enum ChatMessageRules {
    /// Longer than any id there is.
    private static let longestID = 64

    /// The line as it is read and kept: without white space around it, and without anything that looks like a key.
    ///
    /// - Throws: ``Problem`` with every fault.
    static func line(of message: ChatMessage) throws(Problem) -> String {
        let text = message.text.trimmed
        var faults: [Problem.Fault] = []
        let length = text.unicodeScalars.count
        if length == 0 {
            faults.append(.init("/text", .required, as: "chat_text", "Say something."))
        } else if length > ChatMessage.maximumLength {
            let limit = ChatMessage.maximumLength
            let rule: Phrase = "A line has at most \(limit, as: "limit") characters."
            faults.append(.init("/text", .length, as: "chat_text", rule))
        }
        if text.unicodeScalars.contains(where: isControl) {
            faults.append(.init("/text", .format, as: "chat_text", "A line has no control characters."))
        }
        if let thread = message.thread, !(1...longestID).contains(thread.rawValue.utf8.count) {
            faults.append(.init("/thread", .format, as: "chat_thread", "This cannot be the id of a thread."))
        }
        guard faults.isEmpty else {
            throw Problem(.validationFailed, as: "chat", "The message cannot be taken.", errors: faults)
        }
        return KeyWords.hidden(in: text)
    }

    /// Line breaks and tabs are typed by people.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && !"\n\r\t".unicodeScalars.contains(scalar)
    }
}

extension ChatLanguage {
    /// Korean for whatever has a letter of it.
    init(of text: String) {
        let hasHangul = text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF: true
            default: false
            }
        }
        self = hasHangul ? .korean : .english
    }
}
