/// One entry of a zip's central directory (APPNOTE 4.3.12).
struct ZipEntry {
    let name: ArraySlice<UInt8>
    /// Canonical and safe.
    let path: String
    let isFolder: Bool
    let isExecutable: Bool
    let flags: Int
    let method: Int
    let checksum: Int
    let packedSize: Int
    let size: Int
    let headerOffset: Int

    static let stored = 0
    static let deflated = 8
    /// Sizes follow the data.
    static let descriptorFlag = 0x0008
    /// Traditional, strong, and masked headers.
    private static let encryptionFlags = 0x0001 | 0x0040 | 0x2000
    /// Deflate's options, the descriptor, and UTF-8 names.
    private static let knownFlags = 0x0006 | descriptorFlag | 0x0800
    private static let signature = 0x0201_4B50
    private static let fixedLength = 46
    private static let unix = 3
    private static let darwin = 19

    /// Reads the entry at `position` and moves on to the next.
    init(_ bytes: [UInt8], at position: inout Int, ledger: inout PathLedger) throws(ArchiveRefusal) {
        let at = position
        guard try bytes.littleEndian(4, at: at) == Self.signature else { throw .init(.unreadable) }
        let nameLength = try bytes.littleEndian(2, at: at + 28)
        let extraLength = try bytes.littleEndian(2, at: at + 30)
        let nameStart = at + Self.fixedLength
        position = try nameStart + nameLength + extraLength + bytes.littleEndian(2, at: at + 32)

        name = try bytes.piece(at: nameStart, count: nameLength)
        (path, isFolder) = try Self.path(name, ledger: &ledger)
        flags = try bytes.littleEndian(2, at: at + 8)
        method = try bytes.littleEndian(2, at: at + 10)
        checksum = try bytes.littleEndian(4, at: at + 16)
        let fields = ZipExtraFields(try bytes.piece(at: nameStart + nameLength, count: extraLength))
        guard !fields.names(otherThan: name) else { throw .init(.headerMismatch, path: path) }
        var wide = fields.zip64
        size = try wide.next(for: bytes.littleEndian(4, at: at + 24))
        packedSize = try wide.next(for: bytes.littleEndian(4, at: at + 20))
        headerOffset = try wide.next(for: bytes.littleEndian(4, at: at + 42))
        guard try bytes.littleEndian(2, at: at + 34) == 0 else { throw .init(.multiDisk, path: path) }

        let host = try bytes.littleEndian(2, at: at + 4) >> 8
        let mode = try bytes.littleEndian(4, at: at + 38) >> 16
        try Self.checkType(mode, isFolder: isFolder, path: path)
        isExecutable = (host == Self.unix || host == Self.darwin) && mode & FileType.ownerMayExecute != 0
    }

    /// Refuses what the directory alone shows to be unfit, before a byte is unpacked.
    func check(_ limits: ArchiveLimits) throws(ArchiveRefusal) {
        guard flags & Self.encryptionFlags == 0 else { throw .init(.encrypted, path: path) }
        guard flags & ~Self.knownFlags == 0, method == Self.stored || method == Self.deflated else {
            throw .init(.unsupportedMethod, path: path)
        }
        if isFolder {
            // Some tools deflate nothing to two bytes.
            guard size == 0, packedSize == 0 || packedSize == 2 else {
                throw .init(.headerMismatch, path: path)
            }
            return
        }
        guard size <= limits.fileBytes else { throw .init(.fileTooLarge, path: path) }
        guard method == Self.deflated || packedSize == size else { throw .init(.sizeMismatch, path: path) }
        try limits.checkRatio(of: size, from: packedSize, path: path)
    }

    private static func path(
        _ name: ArraySlice<UInt8>,
        ledger: inout PathLedger
    ) throws(ArchiveRefusal) -> (path: String, isFolder: Bool) {
        guard let spelling = String(validating: name, as: UTF8.self) else {
            throw .init(.nameEncoding, path: String(decoding: name, as: UTF8.self))
        }
        guard !spelling.isEmpty else { throw .init(.pathInvalid) }
        let isFolder = spelling.hasSuffix("/")
        return (
            try ledger.add(isFolder ? String(spelling.dropLast()) : spelling, isFolder: isFolder), isFolder
        )
    }

    private static func checkType(_ mode: Int, isFolder: Bool, path: String) throws(ArchiveRefusal) {
        // Looked at whatever system made the archive: some unpackers do not ask either.
        switch mode & FileType.mask {
        case 0: return
        case FileType.link: throw .init(.symlink, path: path)
        case FileType.folder where isFolder, FileType.regular where !isFolder: return
        case FileType.folder, FileType.regular: throw .init(.headerMismatch, path: path)
        default: throw .init(.specialFile, path: path)
        }
    }
}
