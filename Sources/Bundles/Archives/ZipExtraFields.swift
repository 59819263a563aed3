/// What the extra fields of an entry say about its sizes and name (APPNOTE 4.5.3, 4.6.9).
struct ZipExtraFields {
    private(set) var zip64 = Zip64Values()
    private var unicodePath: ArraySlice<UInt8>?

    /// Whether the Unicode path field holds another name than the entry itself.
    func names(otherThan name: ArraySlice<UInt8>) -> Bool {
        unicodePath.map { !$0.elementsEqual(name) } ?? false
    }

    /// The 64-bit values that stand in for 32-bit ones of all ones, in their order.
    struct Zip64Values {
        fileprivate var values: [Int] = []

        mutating func next(for value: Int) throws(ArchiveRefusal) -> Int {
            guard value == 0xFFFF_FFFF else { return value }
            guard !values.isEmpty else { throw .init(.unreadable) }
            // Far beyond every limit, and small enough to be added and multiplied.
            return min(values.removeFirst(), 1 << 48)
        }
    }

    /// Malformed fields are passed over: nothing of theirs is believed then.
    init(_ extra: ArraySlice<UInt8>) {
        let bytes = Array(extra)
        var position = 0
        while let id = try? bytes.littleEndian(2, at: position),
            let length = try? bytes.littleEndian(2, at: position + 2),
            let data = try? bytes.piece(at: position + 4, count: length)
        {
            position += 4 + length
            switch id {
            case 0x0001:
                let field = Array(data)
                zip64.values = stride(from: 0, to: length, by: 8).compactMap { offset in
                    try? field.littleEndian(8, at: offset)
                }
            case 0x7075 where length >= 5:
                unicodePath = data.dropFirst(5)
            default:
                break
            }
        }
    }
}
