import Contract
import Crypto

/// What a table holds, told by how many rows it has and by a digest that does not ask for their order.
///
/// The databases sort text differently, so the digest is a sum over the rows: of their SHA-256, as four numbers
/// of 64 bits that each wrap around. It finds what was lost, doubled or changed by accident; it is no proof against
/// somebody who makes rows for the purpose.
package struct TableContent: Equatable, Sendable {
    package private(set) var rows = 0
    private var sum = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))

    init() {}

    package static func == (one: TableContent, other: TableContent) -> Bool {
        one.rows == other.rows && one.sum == other.sum
    }

    /// In lower-case hex.
    package var digest: String {
        let numbers = [sum.0, sum.1, sum.2, sum.3]
        return hexadecimal(
            numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
        )
    }

    /// Takes note of one row; its values stand in the order of the layout's columns.
    mutating func add(_ values: [Value]) {
        var hash = SHA256()
        for value in values { value.feed(&hash) }
        var numbers: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in hash.finalize().enumerated() {
            numbers[index / 8] = numbers[index / 8] << 8 | UInt64(byte)
        }
        sum.0 &+= numbers[0]
        sum.1 &+= numbers[1]
        sum.2 &+= numbers[2]
        sum.3 &+= numbers[3]
        rows += 1
    }
}

extension Value {
    /// A letter for the kind, the length of what follows, and its bytes: no two rows feed the same.
    fileprivate func feed(_ hash: inout SHA256) {
        switch self {
        case .null:
            hash.update(data: Array("n".utf8))
        case .integer(let number):
            hash.update(data: Array("i\(number);".utf8))
        case .text(let text):
            hash.update(data: Array("t\(text.utf8.count):\(text)".utf8))
        case .bytes(let bytes):
            hash.update(data: Array("b\(bytes.count):".utf8))
            hash.update(data: bytes)
        case .list:
            break  // no column holds one
        }
    }
}
