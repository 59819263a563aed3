import Contract
import Crypto
package import Domain

/// What makes two skills the same.
package enum BundleDigest {
    /// SHA-256 in hex over one line for each file, sorted by the bytes of the paths.
    ///
    /// A line is the path in UTF-8, a zero byte, `x` for an executable file or `-`, a zero byte, the SHA-256 of
    /// the content in lower-case hex, and a line feed. A path holds neither zero bytes nor line feeds, so no two
    /// sets of files give the same lines.
    package static func digest(of files: [BundleFile]) -> String {
        var hash = SHA256()
        for file in files.sorted(by: { $0.path.precedesInBytes($1.path) }) {
            hash.update(data: Array(file.path.utf8))
            hash.update(data: [0, UInt8(ascii: file.isExecutable ? "x" : "-"), 0])
            hash.update(data: Array(sha256(file.content).utf8))
            hash.update(data: [UInt8(ascii: "\n")])
        }
        return hexadecimal(hash.finalize())
    }

    /// In lower-case hex.
    package static func sha256(_ bytes: [UInt8]) -> String {
        hexadecimal(SHA256.hash(data: bytes))
    }
}
