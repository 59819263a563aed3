import CLibPQ
import Store

/// The types of PostgreSQL this driver knows, by their fixed numbers (`pg_type.dat`).
enum TypeNumber {
    static let unspecified: Oid = 0
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let xid: Oid = 28
    static let void: Oid = 2278
    static let int8s: Oid = 1016
    static let texts: Oid = 1009
    static let numeric: Oid = 1700
    static let jsonb: Oid = 3802
    static let xid8: Oid = 5069

    /// char, name, json, unknown, bpchar, varchar: sent as their text.
    static let textLike: Set<Oid> = [text, 18, 19, 114, 705, 1042, 1043]
}

extension Value {
    /// The type a parameter of this kind is declared as; the server finds out that of a null.
    var parameterType: Oid {
        switch self {
        case .null: TypeNumber.unspecified
        case .integer: TypeNumber.int8
        case .text: TypeNumber.text
        case .bytes: TypeNumber.bytea
        case .list(.text, _): TypeNumber.texts
        case .list(.integer, _): TypeNumber.int8s
        }
    }

    /// Whether its binary form is that of a parameter of this type.
    func fits(_ type: Oid) -> Bool {
        switch self {
        case .null: true
        case .integer: type == TypeNumber.int8
        case .text: TypeNumber.textLike.contains(type)
        case .bytes: type == TypeNumber.bytea
        case .list: type == parameterType
        }
    }

    /// Reads a column in binary format; nil for what a ``Value`` cannot hold exactly.
    init?(binary bytes: UnsafeRawBufferPointer, type: Oid) {
        switch type {
        case TypeNumber.int8:
            guard let integer = bytes.bigEndian(Int64.self) else { return nil }
            self = .integer(integer)
        case TypeNumber.int4:
            guard let integer = bytes.bigEndian(Int32.self) else { return nil }
            self = .integer(Int64(integer))
        case TypeNumber.int2:
            guard let integer = bytes.bigEndian(Int16.self) else { return nil }
            self = .integer(Int64(integer))
        case TypeNumber.oid, TypeNumber.xid:
            guard let integer = bytes.bigEndian(UInt32.self) else { return nil }
            self = .integer(Int64(integer))
        case TypeNumber.xid8:
            guard let integer = bytes.bigEndian(UInt64.self).flatMap(Int64.init(exactly:)) else { return nil }
            self = .integer(integer)
        case TypeNumber.numeric:
            guard let integer = bytes.numeric else { return nil }
            self = .integer(integer)
        case TypeNumber.bool: self = .integer(bytes.first == 1 ? 1 : 0)
        case TypeNumber.bytea: self = .bytes([UInt8](bytes))
        case TypeNumber.void: self = .null
        // The first byte is the version of the format.
        case TypeNumber.jsonb: self = .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
        case let type where TypeNumber.textLike.contains(type):
            self = .text(String(decoding: bytes, as: UTF8.self))
        default: return nil
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
        guard count == MemoryLayout<Integer>.size else { return nil }
        return Integer(bigEndian: loadUnaligned(as: Integer.self))
    }

    private func digit(_ index: Int) -> Int64 {
        Int64(Int16(bigEndian: loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
    }

    /// A whole number of type numeric: the count of digits to base 10,000, the weight of the first, the sign, the
    /// scale, the digits; nil for fractions and for what is too large.
    fileprivate var numeric: Int64? {
        guard count >= 8, count == 8 + 2 * Int(digit(0)) else { return nil }
        let digits = (0..<Int(digit(0))).map { digit(4 + $0) }
        let weight = Int(digit(1))
        let isNegative = digit(2) == 0x4000
        guard digit(2) == 0 || isNegative, digits.dropFirst(Swift.max(0, weight + 1)).allSatisfy({ $0 == 0 })
        else { return nil }
        guard !digits.isEmpty, weight >= 0 else { return 0 }
        var total: Int64 = 0
        for position in 0...weight {
            let digit = position < digits.count ? digits[position] : 0
            let (shifted, tooLarge) = total.multipliedReportingOverflow(by: 10_000)
            let (sum, stillTooLarge) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            if tooLarge || stillTooLarge { return nil }
            total = sum
        }
        return total
    }
}

/// A statement's parameters in binary format, one behind the other.
struct BinaryParameters {
    // One byte to begin with: a list of empty texts still needs somewhere to point to.
    private var bytes: [UInt8] = [0]
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    private static let most = 65_535

    /// Why neither libpq nor the server would take these values; nil when they do.
    static func refusal(of values: [Value]) -> StoreError? {
        if values.count > most {
            return .rejected("a statement has more than \(most) parameters")
        }
        guard values.contains(where: \.holdsNUL) else { return nil }
        return .rejected("PostgreSQL cannot keep text that holds a NUL character")
    }

    init(_ values: [Value]) {
        for value in values {
            let start = bytes.count
            bytes.add(value)
            starts.append(value == .null ? nil : start)
            lengths.append(Int32(bytes.count - start))
        }
    }

    typealias Pointers = (values: [UnsafePointer<CChar>?], lengths: [Int32], formats: [Int32])

    /// Calls `body` with what libpq wants; the pointers are good inside only.
    func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = starts.map { offset in offset.flatMap { offset in start.map { $0 + offset } } }
            return body((values, lengths, [Int32](repeating: 1, count: lengths.count)))
        }
    }
}

extension Value {
    fileprivate var holdsNUL: Bool {
        switch self {
        case .text(let text): text.utf8.contains(0)
        case .list(_, let values): values.contains(where: \.holdsNUL)
        case .null, .integer, .bytes: false
        }
    }
}

extension [UInt8] {
    fileprivate mutating func add(_ value: Value) {
        switch value {
        case .null: break
        case .integer(let integer): add(integer)
        case .text(let text): append(contentsOf: text.utf8)
        case .bytes(let content): append(contentsOf: content)
        case .list(let element, let values): add(values, of: element)
        }
    }

    private mutating func add(_ integer: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: integer.bigEndian) { append(contentsOf: $0) }
    }

    /// An array as PostgreSQL sends it (`array_send`): dimensions, whether there are nulls, the elements' type; the
    /// count and the first index of the one dimension; then each element behind its length, -1 for null.
    private mutating func add(_ values: [Value], of element: Value.ListElement) {
        add(Int32(1))
        add(Int32(values.contains(.null) ? 1 : 0))
        add(element == .text ? TypeNumber.text : TypeNumber.int8)
        add(Int32(values.count))
        add(Int32(1))
        for value in values {
            let place = count
            add(Int32(-1))
            guard value != .null else { continue }
            add(value)
            let length = Int32(count - place - 4)
            Swift.withUnsafeBytes(of: length.bigEndian) { replaceSubrange(place..<place + 4, with: $0) }
        }
    }
}
