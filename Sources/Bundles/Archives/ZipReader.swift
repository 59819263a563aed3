/// Reads a zip held in memory so that no reader could see anything else in it.
///
/// The directory decides. Every entry's own header has to agree with it, and headers, data and descriptors
/// have to lie one after the other from the first byte to the directory, without gap or overlap.
struct ZipReader {
    private let bytes: [UInt8]
    private let directory: ZipDirectory

    private static let signature = 0x0403_4B50
    private static let fixedLength = 30
    private static let descriptorSignature = 0x0807_4B50
    /// What has to be the same in both headers: encryption, descriptor, UTF-8.
    private static let comparedFlags = 0x2849

    init(_ bytes: [UInt8], limits: ArchiveLimits) throws(ArchiveRefusal) {
        self.bytes = bytes
        directory = try ZipDirectory(bytes, limits: limits)
    }

    /// The files, in the order of the directory.
    func files() throws(ArchiveRefusal) -> [ArchiveEntry] {
        let starts = try checkLayout()
        var files: [ArchiveEntry] = []
        for (entry, start) in zip(directory.entries, starts) where !entry.isFolder {
            let packed = try bytes.piece(at: start, count: entry.packedSize)
            let content: [UInt8]
            if entry.method == ZipEntry.stored {
                content = Array(packed)
            } else {
                content = try Deflate.unpack(packed, size: entry.size, path: entry.path)
            }
            guard Int(Deflate.checksum(content)) == entry.checksum else {
                throw .init(.checksum, path: entry.path)
            }
            files.append(ArchiveEntry(path: entry.path, isExecutable: entry.isExecutable, content: content))
        }
        return files
    }

    /// - Returns: Where each entry's data begins, in the order of the directory.
    private func checkLayout() throws(ArchiveRefusal) -> [Int] {
        let entries = directory.entries
        let order = entries.indices.sorted { entries[$0].headerOffset < entries[$1].headerOffset }
        var starts = [Int](repeating: 0, count: entries.count)
        var expected = 0
        for (rank, index) in order.enumerated() {
            let entry = entries[index]
            guard entry.headerOffset >= expected else { throw .init(.overlap, path: entry.path) }
            guard entry.headerOffset == expected else { throw strayData(at: expected) }
            starts[index] = try dataStart(of: entry)
            let dataEnd = starts[index] + entry.packedSize
            let next = rank + 1 < order.count ? entries[order[rank + 1]].headerOffset : directory.start
            guard dataEnd <= next else { throw .init(.overlap, path: entry.path) }
            expected = try descriptorEnd(of: entry, from: dataEnd, to: next)
        }
        guard expected == directory.start else { throw strayData(at: expected) }
        return starts
    }

    private func strayData(at position: Int) -> ArchiveRefusal {
        let isHeader = (try? bytes.littleEndian(4, at: position)) == Self.signature
        return ArchiveRefusal(position == 0 && !isHeader ? .leadingData : .hiddenData)
    }

    /// Compares the entry's own header (APPNOTE 4.3.7) with the directory.
    private func dataStart(of entry: ZipEntry) throws(ArchiveRefusal) -> Int {
        let at = entry.headerOffset
        let nameLength = try bytes.littleEndian(2, at: at + 26)
        let extraLength = try bytes.littleEndian(2, at: at + 28)
        let flags = try bytes.littleEndian(2, at: at + 6)
        guard try bytes.littleEndian(4, at: at) == Self.signature,
            try bytes.littleEndian(2, at: at + 8) == entry.method,
            (flags ^ entry.flags) & Self.comparedFlags == 0,
            try bytes.piece(at: at + Self.fixedLength, count: nameLength).elementsEqual(entry.name)
        else { throw .init(.headerMismatch, path: entry.path) }

        let extra = try bytes.piece(at: at + Self.fixedLength + nameLength, count: extraLength)
        var wide = ZipExtraFields(extra).zip64
        let checksum = try bytes.littleEndian(4, at: at + 14)
        let packedField = try bytes.littleEndian(4, at: at + 18)
        let size = try wide.next(for: bytes.littleEndian(4, at: at + 22))
        let packedSize = try wide.next(for: packedField)
        let agrees = checksum == entry.checksum && packedSize == entry.packedSize && size == entry.size
        let deferred = flags & ZipEntry.descriptorFlag != 0 && checksum == 0 && packedSize == 0 && size == 0
        guard agrees || deferred else { throw .init(.headerMismatch, path: entry.path) }
        return at + Self.fixedLength + nameLength + extraLength
    }

    /// Compares the data descriptor (APPNOTE 4.3.9), if there is one, with the directory.
    private func descriptorEnd(of entry: ZipEntry, from start: Int, to next: Int) throws(ArchiveRefusal)
        -> Int
    {
        guard entry.flags & ZipEntry.descriptorFlag != 0 else { return start }
        // With or without signature, 32-bit or 64-bit sizes: only the room it takes tells.
        let (skip, width): (Int, Int)
        switch next - start {
        case 12: (skip, width) = (0, 4)
        case 16: (skip, width) = (4, 4)
        case 20: (skip, width) = (0, 8)
        case 24: (skip, width) = (4, 8)
        default: throw .init(.headerMismatch, path: entry.path)
        }
        let mark = try bytes.littleEndian(4, at: start)
        guard skip == 0 || mark == Self.descriptorSignature,
            try bytes.littleEndian(width, at: start + skip + 4) == entry.packedSize,
            try bytes.littleEndian(width, at: start + skip + 4 + width) == entry.size
        else { throw .init(.headerMismatch, path: entry.path) }
        guard try bytes.littleEndian(4, at: start + skip) == entry.checksum else {
            throw .init(.checksum, path: entry.path)
        }
        return next
    }
}
