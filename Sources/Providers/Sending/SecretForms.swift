import Contract
import FoundationEssentials

/// The ways in which a secret may stand in somebody else's text.
enum SecretForms {
    /// Shorter ones are found as they are only: encoded they look like anything.
    static let shortestEncoded = 8

    /// As it is, escaped for an address, for JSON and for HTML, in hexadecimal, and in base64 wherever it may begin.
    static func of(_ secret: String) -> [String] {
        guard secret.utf8.count >= shortestEncoded else { return [secret] }
        let bytes = Array(secret.utf8)
        let hexadecimal = hexadecimal(bytes)
        var forms: Set<String> = [
            secret, hexadecimal, hexadecimal.uppercased(), html(secret),
            percentEncoded(secret), lowerCaseEscapes(percentEncoded(secret)),
        ]
        // A text always becomes JSON; were it not so, one form of several would be missing.
        if let json = try? JSON.text(secret) {
            let inner = String(json.dropFirst().dropLast())
            forms.formUnion([inner, inner.replacing("/", with: "\\/")])
        }
        for offset in 0...2 {
            let core = base64(bytes, at: offset)
            forms.formUnion([core, core.replacing("+", with: "-").replacing("/", with: "_")])
        }
        // The longest first, so that none leaves a part of another behind.
        return forms.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    /// `%2F` as `%2f`.
    private static func lowerCaseEscapes(_ text: String) -> String {
        text.replacing(/%[0-9A-F]{2}/) { $0.output.lowercased() }
    }

    private static func html(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    /// What of a longer base64 (RFC 4648) depends on nothing but these bytes, so many after a multiple of three.
    private static func base64(_ bytes: [UInt8], at offset: Int) -> String {
        let text = Data(repeatElement(0, count: offset) + bytes).base64EncodedString().filter { $0 != "=" }
        let isWhole = (offset + bytes.count).isMultiple(of: 3)
        return String(text.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(isWhole ? 0 : 1))
    }
}
