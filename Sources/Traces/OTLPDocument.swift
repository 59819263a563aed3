import Contract
package import FoundationEssentials
import Tracing

/// Spans as the body of an OTLP/HTTP request, in its JSON form.
///
/// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids in hexadecimal, whole numbers of 64 bits as
/// text, enumerations as numbers.
package struct OTLPDocument: Encodable {
    /// - Parameters:
    ///   - spans: What to say.
    ///   - resource: Who says it: attributes of the process.
    ///   - version: Of the program.
    /// - Returns: The body.
    /// - Throws: What the encoder throws.
    package static func body(of spans: [SpanRecord], by resource: [String: String], version: String) throws
        -> Data
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let attributes = resource.mapValues { SpanRecord.Value.text($0) }
        return try encoder.encode(
            OTLPDocument(resourceSpans: [
                ResourceSpans(
                    resource: Resource(attributes: Attribute.all(of: attributes)),
                    scopeSpans: [
                        ScopeSpans(
                            scope: Scope(name: "skillyard", version: version),
                            spans: spans.map(Span.init)
                        )
                    ]
                )
            ])
        )
    }

    let resourceSpans: [ResourceSpans]

    struct ResourceSpans: Encodable {
        let resource: Resource
        let scopeSpans: [ScopeSpans]
    }

    struct Resource: Encodable { let attributes: [Attribute] }

    struct ScopeSpans: Encodable {
        let scope: Scope
        let spans: [Span]
    }

    struct Scope: Encodable {
        let name: String
        let version: String
    }

    struct Span: Encodable {
        let traceId: String
        let spanId: String
        let parentSpanId: String?
        let flags: Int
        let name: String
        let kind: Int
        let startTimeUnixNano: String
        let endTimeUnixNano: String
        let attributes: [Attribute]
        let status: Status?
    }

    struct Status: Encodable { let code: Int }

    struct Attribute: Encodable {
        let key: String
        let value: Value

        static func all(of values: [String: SpanRecord.Value]) -> [Attribute] {
            values.sorted { $0.key < $1.key }.map { Attribute(key: $0.key, value: Value($0.value)) }
        }
    }

    /// One of them has a value.
    struct Value: Encodable {
        var stringValue: String?
        var intValue: String?

        init(_ value: SpanRecord.Value) {
            switch value {
            case .text(let text): stringValue = text
            case .integer(let number): intValue = String(number)
            }
        }
    }
}

extension OTLPDocument.Span {
    init(_ span: SpanRecord) {
        traceId = span.place.traceID
        spanId = span.place.spanID
        parentSpanId = span.parent
        flags = span.place.isSampled ? 1 : 0
        name = span.name
        kind = Self.number(of: span.kind)
        startTimeUnixNano = String(span.began)
        endTimeUnixNano = String(span.ended)
        attributes = OTLPDocument.Attribute.all(of: span.attributes)
        status = span.status.map { OTLPDocument.Status(code: $0 == .ok ? 1 : 2) }
    }

    private static func number(of kind: SpanKind) -> Int {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}
