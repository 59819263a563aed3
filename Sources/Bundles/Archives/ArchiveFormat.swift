import Contract

/// What an upload is, told by its bytes and never by its name.
enum ArchiveFormat {
    case zip
    /// Plain or in gzip.
    case tar
    case spannedZip
    /// Such as a self-extracting program.
    case zipBehindOtherData
    /// With its name where it is a common one.
    case other(Phrase.Word?)

    init(of bytes: [UInt8]) {
        func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
        if starts([0x50, 0x4B, 3, 4]) || starts([0x50, 0x4B, 5, 6]) {
            self = .zip
        } else if starts([0x50, 0x4B, 7, 8]) {
            self = .spannedZip
        } else if starts([0x1F, 0x8B]) || Self.isTar(bytes) {
            self = .tar
        } else if let name = Self.names.first(where: { starts($0.magic) })?.name {
            self = .other(name)
        } else if Self.hasZipEnd(bytes) {
            self = .zipBehindOtherData
        } else {
            self = .other(Self.looksLikeWebPage(bytes) ? .init("web_page", "a web page") : nil)
        }
    }

    private static let names: [(magic: [UInt8], name: Phrase.Word)] = [
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .init("7z", "a 7z archive")),
        (Array("Rar!".utf8), .init("rar", "a RAR archive")),
        (Array("BZh".utf8), .init("bzip2", "a bzip2 file")),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .init("xz", "an xz file")),
        ([0x28, 0xB5, 0x2F, 0xFD], .init("zstd", "a zstd file")),
        (Array("---".utf8), .init("skill_md", "the text of a SKILL.md")),
    ]

    /// By the mark of POSIX tar, or by the checksum of older ones.
    private static func isTar(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 512 else { return false }
        if bytes[257..<262].elementsEqual("ustar".utf8) { return true }
        let field = bytes[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        guard let stated = Int(String(decoding: field, as: UTF8.self), radix: 8) else { return false }
        let blanks = 8 * 0x20
        let sum =
            bytes[..<148].reduce(0) { $0 + Int($1) } + blanks + bytes[156..<512].reduce(0) { $0 + Int($1) }
        return sum == stated
    }

    private static func hasZipEnd(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 22 else { return false }
        return bytes[(bytes.count - 22)...].starts(with: [0x50, 0x4B, 5, 6])
    }

    private static func looksLikeWebPage(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes.prefix(512), as: UTF8.self).lowercased().contains("<html")
    }
}
