import FoundationEssentials

/// The address of a provider's API: `http` or `https`, a host, no user info, query or fragment.
struct ServiceURL: Equatable, Sendable {
    /// Without a slash at the end, so that paths are appended as they are.
    let text: String

    init?(_ text: String) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty, url.user() == nil, url.password() == nil,
            url.query() == nil,
            url.fragment() == nil, !text.contains("@")
        else { return nil }
        var trimmed = text[...]
        while trimmed.last == "/" { trimmed.removeLast() }
        self.text = String(trimmed)
    }
}
