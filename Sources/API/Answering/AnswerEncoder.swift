import FoundationEssentials
import NIOCore

/// Writes answers as JSON, in the same form as ``Contract/JSON``, with one encoder for all requests.
struct AnswerEncoder: Sendable {
    private let encoder: JSONEncoder

    init() {
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func encode(_ value: some Encodable) throws -> ByteBuffer {
        ByteBuffer(bytes: try encoder.encode(value))
    }
}
