package import Contract
package import Tracing

/// A span that has ended, as it is handed on.
package struct SpanRecord: Sendable {
    package let place: TraceParent
    /// The span that caused it; nil for the first of its trace.
    package let parent: String?
    package let name: String
    package let kind: SpanKind
    /// In nanoseconds since the beginning of 1970, as OTLP has times.
    package let began: UInt64
    package let ended: UInt64
    package let attributes: [String: Value]
    package let status: SpanStatus.Code?

    /// What an attribute may hold here.
    package enum Value: Equatable, Sendable {
        case text(String)
        case integer(Int64)
    }
}

/// What spans may say.
///
/// A list of what is handed on, not of what is kept back: the HTTP client notes whole addresses, which may hold what
/// nobody else is to see.
enum SpanWords {
    private static let longest = 200

    /// Our own names, and those of the conventions for HTTP (https://opentelemetry.io/docs/specs/semconv/http/).
    private static let known: Set<String> = [
        "error.type", "http.request.method", "http.response.status_code", "http.route", "server.address",
        "server.port", "skillyard.attempt", "skillyard.code", "skillyard.outcome", "skillyard.provider",
        "skillyard.provider_kind", "skillyard.request_id", "skillyard.run", "skillyard.skill",
        "skillyard.target", "skillyard.worker", "url.scheme",
    ]
    /// As the HTTP client still calls it.
    private static let renamed = ["http.status_code": "http.response.status_code"]

    static func of(_ attributes: SpanAttributes) -> [String: SpanRecord.Value] {
        var words: [String: SpanRecord.Value] = [:]
        // They are no sequence.
        // swift-format-ignore: ReplaceForEachWithForLoop
        attributes.forEach { name, attribute in
            let name = renamed[name] ?? name
            guard known.contains(name) else { return }
            switch attribute {
            case .string(let text): words[name] = .text(String(text.prefix(longest)))
            case .int64(let number): words[name] = .integer(number)
            case .int32(let number): words[name] = .integer(Int64(number))
            default: break
            }
        }
        return words
    }
}
