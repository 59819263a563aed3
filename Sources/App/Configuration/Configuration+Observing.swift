import FoundationEssentials

extension Configuration {
    /// How others watch this node.
    package struct Observing: Equatable, Sendable {
        /// Where it says how it is, apart from what it serves; nil for nowhere.
        package let healthPort: Int?
        /// The page with the runbook of alerts; nil where nobody said.
        package let runbookURL: String?
        /// Where traces go; nil for nowhere.
        package let traces: TraceReceiver?
        /// How many of a hundred traces that begin here are sent.
        package let tracePercent: Int
        /// Whether vendors are told of traces.
        package let tellsVendors: Bool
    }

    /// Whoever collects traces.
    package struct TraceReceiver: Equatable, Sendable {
        /// Where they are posted.
        package let url: String
        /// Secret: never log them.
        package let headers: [Header]

        package struct Header: Equatable, Sendable {
            package let name: String
            package let value: String
        }
    }

    static func observing(_ values: inout SettingValues) -> Observing {
        Observing(
            healthPort: values.text(.healthPort).flatMap { Int($0) },
            runbookURL: runbookURL(&values),
            traces: traceReceiver(&values),
            tracePercent: values.number(.tracePercent),
            tellsVendors: values.isOn(.traceVendors)
        )
    }

    private static func traceReceiver(_ values: inout SettingValues) -> TraceReceiver? {
        let headers = traceHeaders(&values)
        guard let text = values.text(.otlpEndpoint) else { return nil }
        let address = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let url = URL(string: address), let host = url.host(), ["http", "https"].contains(url.scheme),
            url.query() == nil, url.fragment() == nil, url.user() == nil
        else {
            values.complain(
                .otlpEndpoint,
                "It is no address of a collector.",
                fix: "Give its scheme, host and port, such as http://127.0.0.1:4318."
            )
            return nil
        }
        if url.scheme == "http", !headers.isEmpty, !isLoopback(host) {
            values.complain(
                .otlpHeaders,
                "They would be sent in the clear.",
                fix: "Give \(Setting.otlpEndpoint.name) an https:// address, or leave the headers out."
            )
        }
        return TraceReceiver(
            url: address.hasSuffix("/v1/traces") ? address : address + "/v1/traces",
            headers: headers
        )
    }

    /// As the variable of the OpenTelemetry specification has them: like W3C Baggage, with values percent-encoded.
    private static func traceHeaders(_ values: inout SettingValues) -> [TraceReceiver.Header] {
        guard let text = values.text(.otlpHeaders) else { return [] }
        let parts = text.split(separator: ",")
        let headers = parts.compactMap(TraceReceiver.Header.init)
        guard headers.count == parts.count else {
            values.complain(
                .otlpHeaders,
                "It is no list of header fields that may be added.",
                fix:
                    "Give name=value, with commas between several, and % , and ; in values as %25, %2C and %3B."
            )
            return []
        }
        return headers
    }

    private static func runbookURL(_ values: inout SettingValues) -> String? {
        guard let text = values.text(.runbookURL) else { return nil }
        let isWeb = ["https://", "http://"].contains { text.hasPrefix($0) && text.count > $0.count }
        if isWeb, !text.contains("#"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
        values.complain(
            .runbookURL,
            "It is no address of a page.",
            fix:
                "Give an address such as https://wiki.example.com/skillyard/operations, without a part after #."
        )
        return nil
    }
}

extension Configuration.TraceReceiver.Header {
    /// What says where a request ends, where it goes and what it holds is not others' to say.
    private static let reserved: Set = [
        "connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive",
        "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// Nil for what is no field, or one that is reserved.
    fileprivate init?(_ part: Substring) {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return nil }
        let name = String(pair[0]).trimmed
        guard !name.isEmpty, name.utf8.allSatisfy(\.isOfToken), !Self.reserved.contains(name.lowercased()),
            let value = Self.decoded(String(pair[1]).trimmed)?.trimmed,
            value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { return nil }
        self.init(name: name, value: value)
    }

    /// Nil where a percent sign begins nothing.
    private static func decoded(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let high = rest.popFirst(), let low = rest.popFirst(),
                let first = Character(UnicodeScalar(high)).hexDigitValue,
                let second = Character(UnicodeScalar(low)).hexDigitValue
            else { return nil }
            bytes.append(UInt8(first * 16 + second))
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension String {
    fileprivate var trimmed: String {
        let rest = drop { $0 == " " }
        guard let last = rest.lastIndex(where: { $0 != " " }) else { return "" }
        return String(rest[...last])
    }
}

extension UInt8 {
    /// Whether a token may have it (RFC 9110, section 5.6.2).
    fileprivate var isOfToken: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}
