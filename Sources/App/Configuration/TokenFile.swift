import FoundationEssentials
import Glibc

/// The first token, kept where only its owner can read it so that commands on this machine find it.
package struct TokenFile: Equatable, Sendable {
    package let path: String

    package init(dataFolder: String) {
        path = dataFolder + "/token"
    }

    /// The token, or nil where there is none that can be read.
    package func read() -> String? {
        // A missing or unreadable file means the same to every caller: no token from here.
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        let text = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
        return text.map(String.init)
    }

    /// Puts the token in place of an earlier one; nobody else can read it at any moment.
    ///
    /// - Throws: The system's reason when the folder cannot be written.
    package func write(_ token: String) throws {
        let draft = path + ".new"
        _ = unsafe unlink(draft)
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError(number: errno, path: draft) }
        let bytes = Array((token + "\n").utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
        let failure = errno
        close(file)
        guard written == bytes.count else { throw SystemError(number: failure, path: draft) }
        guard unsafe rename(draft, path) == 0 else { throw SystemError(number: errno, path: path) }
    }
}
