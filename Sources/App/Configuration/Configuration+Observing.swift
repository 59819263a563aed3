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

    /// As the variable of the OpenTelemetry specification has them.
    private static func traceHeaders(_ values: inout SettingValues) -> [TraceReceiver.Header] {
        guard let text = values.text(.otlpHeaders) else { return [] }
        let parts = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let headers = parts.compactMap { part -> TraceReceiver.Header? in
            guard part.count == 2 else { return nil }
            let name = part[0].filter { $0 != " " }
            let isFit = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }
            guard isFit, part[1].utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
            return TraceReceiver.Header(name: name, value: part[1])
        }
        guard headers.count == parts.count else {
            values.complain(
                .otlpHeaders,
                "It is no list of header fields.",
                fix: "Give name=value, with commas between several."
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
