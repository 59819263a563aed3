/// Text for identifiers that look like the vendors'.
enum RandomText {
    private static let hexDigits = Array("0123456789abcdef")
    /// Without the letters that are easily taken for others.
    private static let base58Digits = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")

    static func hex(_ count: Int) -> String { text(count, of: hexDigits) }
    static func base58(_ count: Int) -> String { text(count, of: base58Digits) }

    private static func text(_ count: Int, of digits: [Character]) -> String {
        String((0..<count).map { _ in digits[Int.random(in: digits.indices)] })
    }
}
