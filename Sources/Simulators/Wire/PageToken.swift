import FoundationEssentials

/// An opaque page token that names the last item of the page before.
enum PageToken {
    static func after(_ id: String) -> String {
        "page_" + Data(id.utf8).base64EncodedString()
    }

    /// Nil for what is no token.
    static func item(in token: String) -> String? {
        guard token.hasPrefix("page_") else { return nil }
        return Data(base64Encoded: String(token.dropFirst(5))).map { String(decoding: $0, as: UTF8.self) }
    }
}
