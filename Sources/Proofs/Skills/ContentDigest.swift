package import Contract
import Crypto

/// What makes two skills the same, worked out from the list of their files.
package enum ContentDigest {
    /// The digest of a version, as `BundleDigest` takes it over the files themselves.
    package static func of(_ files: [BundleFileView]) -> String {
        var hash = SHA256()
        for file in sorted(files) {
            hash.update(data: Array(file.path.utf8))
            hash.update(data: [0, UInt8(ascii: file.executable ? "x" : "-"), 0])
            hash.update(data: Array(file.sha256.utf8))
            hash.update(data: [UInt8(ascii: "\n")])
        }
        return hexadecimal(hash.finalize())
    }

    /// By the bytes of the paths.
    static func sorted(_ files: [BundleFileView]) -> [BundleFileView] {
        files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// SHA-256 in lower-case hex.
    static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }
}
