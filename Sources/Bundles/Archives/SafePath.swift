import Foundation

/// The rules every path of a skill obeys, whatever it came in.
enum SafePath {
    /// Takes a path apart.
    ///
    /// - Throws: ``ArchiveRefusal`` for anything but a plain relative path with forward slashes.
    static func components(of path: String, limits: ArchiveLimits) throws(ArchiveRefusal) -> [Substring] {
        let scalars = path.unicodeScalars
        guard !scalars.contains(where: \.isControl) else { throw .init(.pathControlCharacter, path: path) }
        guard !scalars.contains(where: \.isHidden) else { throw .init(.pathHiddenCharacter, path: path) }
        guard !hasDriveLetter(path) else { throw .init(.pathDriveLetter, path: path) }

        // By bytes: to Swift, a slash and a combining mark behind it are one character and no slash.
        let pieces = path.utf8.split(omittingEmptySubsequences: false, whereSeparator: isSeparator)
            .map { Substring($0) }
        guard !pieces.contains("..") else { throw .init(.pathTraversal, path: path) }
        guard path.utf8.first != UInt8(ascii: "/") else { throw .init(.pathAbsolute, path: path) }
        guard !path.utf8.contains(UInt8(ascii: "\\")) else { throw .init(.pathBackslash, path: path) }
        // Nor may anyone who splits by characters later see other parts than we do.
        guard pieces.allSatisfy(isPlain), path.count(where: { $0 == "/" }) == pieces.count - 1 else {
            throw .init(.pathInvalid, path: path)
        }
        guard path.utf8.count <= limits.pathBytes,
            pieces.allSatisfy({ $0.utf8.count <= limits.componentBytes })
        else { throw .init(.pathTooLong, path: path) }
        guard pieces.count - 1 <= limits.depth else { throw .init(.tooDeep, path: path) }
        return pieces
    }

    /// Unicode NFC: a file name typed on macOS and on Linux is the same name.
    static func canonical(_ path: String) -> String {
        path.utf8.allSatisfy { $0 < 0x80 } ? path : path.precomposedStringWithCanonicalMapping
    }

    /// The same for all paths that a file system without regard to case takes for one.
    static func folded(_ path: String) -> String {
        path.uppercased().lowercased()
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
    }

    private static func hasDriveLetter(_ path: String) -> Bool {
        let start = path.utf8.prefix(2)
        guard start.count == 2, start.last == UInt8(ascii: ":"), let letter = start.first else {
            return false
        }
        return letter | 0x20 >= UInt8(ascii: "a") && letter | 0x20 <= UInt8(ascii: "z")
    }

    private static func isPlain(_ component: Substring) -> Bool {
        guard !component.isEmpty, component != "." else { return false }
        // A colon opens an alternate data stream on Windows.
        guard !component.unicodeScalars.contains(where: { $0 == ":" || $0.looksLikeSeparator }) else {
            return false
        }
        return !component.unicodeScalars.allSatisfy(\.looksLikeDot)
    }
}

extension Unicode.Scalar {
    /// C0, DEL and C1.
    var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

    /// Invisible, or changes the direction of the text around it.
    ///
    /// The joiners U+200C and U+200D are not meant: Persian and emoji need them.
    var isHidden: Bool {
        switch value {
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE0FFF: true
        default: false
        }
    }

    /// Becomes a slash or a backslash under NFKC, which some clients apply.
    fileprivate var looksLikeSeparator: Bool {
        switch value {
        case 0xFF0F, 0xFF3C, 0xFE68: true
        default: false
        }
    }

    /// Becomes a dot or two under NFKC.
    fileprivate var looksLikeDot: Bool {
        switch value {
        case 0x2E, 0x2024, 0x2025, 0xFE52, 0xFF0E: true
        default: false
        }
    }
}

extension String {
    /// Orders by bytes, so that every machine and locale sorts the same.
    func precedesInBytes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}
