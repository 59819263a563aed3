/// Which hosts may be fetched from, by name.
package struct AllowedHosts: Equatable, Sendable {
    private struct Entry: Equatable, Sendable {
        let host: String
        let port: Int
        /// Whether names below it are meant, and not the name itself.
        let isSuffix: Bool
    }

    private let entries: [Entry]?

    /// Every host, at port 443.
    package static let all = AllowedHosts(entries: nil)

    private init(entries: [Entry]?) {
        self.entries = entries
    }

    /// Reads `github.com, *.example.com, git.example.com:8443`; nil when a part is none of these.
    package init?(_ text: String) {
        var entries: [Entry] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let isSuffix = part.hasPrefix("*.")
            // As every address, so that nothing is listed that no address can match.
            guard let address = try? ImportAddress("https://" + part.dropFirst(isSuffix ? 2 : 0)),
                address.path == "/", !part.contains("/")
            else { return nil }
            entries.append(Entry(host: address.host, port: address.port, isSuffix: isSuffix))
        }
        guard !entries.isEmpty else { return nil }
        self.init(entries: entries)
    }

    func contain(_ address: ImportAddress) -> Bool {
        guard let entries else { return address.port == 443 }
        return entries.contains { entry in
            entry.port == address.port
                && (entry.isSuffix ? address.host.hasSuffix("." + entry.host) : address.host == entry.host)
        }
    }
}
