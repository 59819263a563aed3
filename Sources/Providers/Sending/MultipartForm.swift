import NIOCore

/// A `multipart/form-data` body (RFC 7578).
///
/// File names keep their slashes: the vendors read folders from them.
struct MultipartForm: Sendable {
    private struct Part {
        let name: String
        let fileName: String?
        let contentType: String?
        let content: [UInt8]
    }

    private let boundary: String
    private var parts: [Part] = []

    /// - Parameter boundary: Must not occur in any content; 128 random bits make sure of it.
    init(
        boundary: String =
            "skillyard-\(UInt64.random(in: 0...UInt64.max))-\(UInt64.random(in: 0...UInt64.max))"
    ) {
        self.boundary = boundary
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    mutating func addText(_ text: String, named name: String) {
        parts.append(Part(name: name, fileName: nil, contentType: nil, content: Array(text.utf8)))
    }

    mutating func addFile(_ content: [UInt8], named name: String, fileName: String, contentType: String) {
        parts.append(Part(name: name, fileName: fileName, contentType: contentType, content: content))
    }

    func encoded() -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(parts.reduce(0) { $0 + $1.content.count + 256 } + 64)
        for part in parts {
            buffer.writeString(
                "--\(boundary)\r\ncontent-disposition: form-data; name=\"\(quoted(part.name))\""
            )
            if let fileName = part.fileName { buffer.writeString("; filename=\"\(quoted(fileName))\"") }
            if let type = part.contentType { buffer.writeString("\r\ncontent-type: \(type)") }
            buffer.writeString("\r\n\r\n")
            buffer.writeBytes(part.content)
            buffer.writeString("\r\n")
        }
        buffer.writeString("--\(boundary)--\r\n")
        return buffer
    }

    /// Escapes as browsers do (WHATWG, HTML, "multipart/form-data encoding algorithm").
    private func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x0D || $0 == 0x0A }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "%22"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
