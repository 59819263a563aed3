import Contract
import FoundationEssentials

/// A place in an ordered list, to go on from: the order's name and the keys of the last row seen.
///
/// People get it as an opaque text and send it back unread.
package struct Cursor: Equatable, Sendable {
    private let order: String
    private let keys: [String]

    /// - Parameters:
    ///   - order: Says which list and order this is a place in, such as `skills.name`.
    ///   - keys: What the order compares, in that order.
    package init(_ order: String, _ keys: [String]) {
        self.order = order
        self.keys = keys
    }

    /// Reads a cursor that was sent back.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for anything but a cursor of this order with as many keys.
    package init(_ text: String, order: String, keys count: Int) throws(StoreError) {
        guard let bytes = Self.bytes(fromBase64URL: text),
            let parts = try? JSON.decode([String].self, from: bytes),
            parts.count == count + 1, parts[0] == order
        else { throw .invalidCursor }
        self.init(order, Array(parts.dropFirst()))
    }

    /// Base64url without padding (RFC 4648, section 5) of a JSON list.
    package var text: String {
        // Encoding a list of strings cannot fail; an empty cursor would be refused, not misread.
        let bytes = (try? JSON.encode([order] + keys)) ?? []
        return String(
            Data(bytes).base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            }
        )
    }

    package func text(at index: Int) -> String { keys[index] }

    /// - Throws: ``StoreError/invalidCursor`` if that key is no integer.
    package func integer(at index: Int) throws(StoreError) -> Int64 {
        guard let value = Int64(keys[index]) else { throw .invalidCursor }
        return value
    }

    private static func bytes(fromBase64URL text: String) -> Data? {
        // No key this product pages by is longer than a few hundred bytes.
        guard text.utf8.count <= 4096 else { return nil }
        var standard = text.replacing("-", with: "+").replacing("_", with: "/")
        standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        return Data(base64Encoded: standard)
    }
}
