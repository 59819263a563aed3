extension [UInt8] {
    /// - Throws: ``ArchiveRefusal`` with `archive.unreadable` when the bytes end before.
    func littleEndian(_ width: Int, at offset: Int) throws(ArchiveRefusal) -> Int {
        guard offset >= 0, width <= count, offset <= count - width else { throw .init(.unreadable) }
        var value: UInt64 = 0
        for index in 0..<width {
            value |= UInt64(self[offset + index]) << (8 * UInt64(index))
        }
        return Int(clamping: value)
    }

    /// - Throws: ``ArchiveRefusal`` with `archive.unreadable` when the bytes end before.
    func piece(at offset: Int, count length: Int) throws(ArchiveRefusal) -> ArraySlice<UInt8> {
        guard offset >= 0, length >= 0, length <= count, offset <= count - length else {
            throw .init(.unreadable)
        }
        return self[offset..<(offset + length)]
    }

    mutating func append(littleEndian value: Int, _ width: Int) {
        for index in 0..<width {
            append(UInt8(truncatingIfNeeded: value >> (8 * index)))
        }
    }
}
