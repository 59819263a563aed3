import Contract

/// The central directory of a zip held in memory (PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16).
///
/// It alone says what the archive holds. Whatever could make another reader see something else is refused:
/// a second end record, bytes behind the end, counts that do not fit, the zip64 form.
struct ZipDirectory {
    let entries: [ZipEntry]
    /// Where the directory begins and the entries' data has to end.
    let start: Int

    private static let endSignature = 0x0605_4B50
    private static let zip64LocatorSignature = 0x0706_4B50
    private static let endLength = 22

    init(_ bytes: [UInt8], limits: ArchiveLimits) throws(ArchiveRefusal) {
        let end = try Self.endRecord(of: bytes)
        try Self.refuseZip64(bytes, before: end, limits: limits)
        let count = try bytes.littleEndian(2, at: end + 10)
        let size = try bytes.littleEndian(4, at: end + 12)
        let offset = try bytes.littleEndian(4, at: end + 16)
        guard count != 0xFFFF, size != 0xFFFF_FFFF, offset != 0xFFFF_FFFF else { throw .init(.zip64) }
        guard try bytes.littleEndian(2, at: end + 4) == 0, try bytes.littleEndian(2, at: end + 6) == 0,
            try bytes.littleEndian(2, at: end + 8) == count
        else { throw .init(.multiDisk) }
        guard count <= limits.entries else { throw .init(.tooManyEntries) }
        guard offset + size <= end else { throw .init(.unreadable) }
        guard offset + size == end else { throw .init(.leadingData) }
        guard count > 0 || size > 0 else { throw .init(.empty) }
        entries = try Self.entries(of: bytes, count: count, from: offset, to: end, limits: limits)
        start = offset
    }

    /// Finds the one end record whose comment reaches to the last byte.
    private static func endRecord(of bytes: [UInt8]) throws(ArchiveRefusal) -> Int {
        guard bytes.count >= endLength else { throw .init(.unreadable) }
        var exact: [Int] = []
        var short = false
        let last = bytes.count - endLength
        // "PK" first: comparing two bytes is what makes this quick.
        for position in max(0, last - 0xFFFF)...last
        where bytes[position] == 0x50 && bytes[position + 1] == 0x4B {
            guard try bytes.littleEndian(4, at: position) == endSignature else { continue }
            let reach = try position + endLength + bytes.littleEndian(2, at: position + 20)
            if reach == bytes.count { exact.append(position) }
            if reach < bytes.count { short = true }
        }
        guard exact.count <= 1 else {
            throw .init(.countMismatch, as: "two_ends", "The archive has two end records.")
        }
        guard let position = exact.first else { throw .init(short ? .trailingData : .unreadable) }
        return position
    }

    /// Looks for the locator of the 64-bit end record (APPNOTE 4.3.14, 4.3.15).
    private static func refuseZip64(
        _ bytes: [UInt8],
        before end: Int,
        limits: ArchiveLimits
    ) throws(ArchiveRefusal) {
        guard end >= 20, try bytes.littleEndian(4, at: end - 20) == zip64LocatorSignature else { return }
        let record = try bytes.littleEndian(8, at: end - 12)
        let count = try bytes.littleEndian(8, at: min(record, bytes.count) + 32)
        throw .init(count > limits.entries ? .tooManyEntries : .zip64)
    }

    private static func entries(
        of bytes: [UInt8],
        count: Int,
        from offset: Int,
        to end: Int,
        limits: ArchiveLimits
    ) throws(ArchiveRefusal) -> [ZipEntry] {
        var ledger = PathLedger(limits: limits)
        var entries: [ZipEntry] = []
        var position = offset
        var total = 0
        for _ in 0..<count {
            guard position < end else { throw .init(.countMismatch) }
            let entry = try ZipEntry(bytes, at: &position, ledger: &ledger)
            try entry.check(limits)
            guard entry.headerOffset < offset else { throw .init(.headerMismatch, path: entry.path) }
            total += entry.size
            guard total <= limits.totalBytes else { throw .init(.totalTooLarge) }
            entries.append(entry)
        }
        guard position == end else { throw .init(.countMismatch) }
        try limits.checkRatio(of: total, from: bytes.count, path: nil)
        return entries
    }
}
