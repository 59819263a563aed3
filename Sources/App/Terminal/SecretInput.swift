import Contract
import FoundationEssentials
import Glibc

/// Takes a secret from whoever started the program, without showing it.
package enum SecretInput {
    /// Reads one line of standard input; in a terminal it is asked for, and not shown while it is typed.
    ///
    /// - Parameter question: What a person is asked.
    /// - Returns: The line; nil when there is none.
    package static func read(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() }
        Console.standard(environment: [:]).ask(question + ": ")
        var shown = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { return readLine() }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            Console.standard(environment: [:]).note("")
        }
        return readLine()
    }

    /// Takes a key whole, which may have several lines where it comes from a file or a pipe.
    ///
    /// - Parameters:
    ///   - file: Where it lies; nil for standard input, or for the person in front of it.
    ///   - question: What that person is asked.
    /// - Returns: The key, without the line break at its end.
    /// - Throws: ``Problem`` when there is none.
    static func key(file: String?, question: String) throws(Problem) -> Secret {
        let bytes: [UInt8]
        if let file {
            guard let data = try? Data(contentsOf: URL(filePath: file)) else {
                throw Problem(
                    file: file,
                    "It is not there or cannot be read.",
                    fix: "Name a file with the key."
                )
            }
            bytes = Array(data)
        } else {
            bytes = isatty(STDIN_FILENO) == 1 ? Array((read(question) ?? "").utf8) : piped()
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.count <= Secret.longest, text.contains(where: { !$0.isWhitespace }) else {
            throw Problem(
                .validationFailed,
                bytes.count > Secret.longest ? "A key has at most \(Secret.longest) bytes." : "No key came."
            )
        }
        return Secret(String(text.reversed().drop(while: \.isNewline).reversed()))
    }

    /// What comes until the end, as far as it can be a key.
    private static func piped() -> [UInt8] {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count <= Secret.longest {
            let count = unsafe Glibc.read(STDIN_FILENO, &byte, 1)
            if count == 0 || count < 0 && errno != EINTR { break }
            if count > 0 { bytes.append(byte) }
        }
        return bytes
    }
}
