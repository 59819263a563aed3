import AsyncHTTPClient
import Contract
import NIOCore
import NIOHTTP1

/// An upload as `multipart/form-data` (RFC 7578), sent piece by piece.
struct SkillForm: Sendable {
    private let boundary: String
    private let before: [UInt8]
    private let content: [UInt8]
    private let after: [UInt8]

    init(_ upload: SkillUpload) {
        let boundary = "skillyard-\(UInt64.random(in: 0...UInt64.max))-\(UInt64.random(in: 0...UInt64.max))"
        let type: String
        let fallback: String
        switch upload.content {
        case .archive(let bytes):
            (content, type, fallback) = (bytes, "application/octet-stream", "bundle")
        case .text(let text):
            (content, type, fallback) = (Array(text.utf8), "text/markdown; charset=utf-8", "SKILL.md")
        }
        var head = ""
        if let tags = upload.tags {
            head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\n"
            head += tags.joined(separator: ",") + "\r\n"
        }
        // What cannot be written as JSON cannot be signed for either: the server then gets no signature.
        if let signature = upload.signature, let text = try? JSON.text(signature) {
            head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"signature\"\r\n"
            head += "Content-Type: application/json\r\n\r\n" + text + "\r\n"
        }
        let filename = Self.escaped(upload.filename ?? fallback)
        head +=
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\"\(filename)\"\r\n"
        head += "Content-Type: \(type)\r\n\r\n"
        self.boundary = boundary
        before = Array(head.utf8)
        after = Array("\r\n--\(boundary)--\r\n".utf8)
    }

    func command(_ path: String) -> Command {
        var command = Command.post(path)
        command.headers.add(name: "content-type", value: "multipart/form-data; boundary=\(boundary)")
        command.body = .stream(Chunks(parts: [before, content, after]), length: .known(length))
        command.isUpload = true
        return command
    }

    private var length: Int64 { Int64(before.count + content.count + after.count) }

    private static func escaped(_ filename: String) -> String {
        filename.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.reduce(into: "") {
            text,
            scalar in
            if scalar == "\"" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
    }
}

/// Byte arrays as a sequence of small buffers, so that an upload is never copied as a whole.
private struct Chunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let parts: [[UInt8]]

    struct AsyncIterator: AsyncIteratorProtocol {
        private static let size = 64 << 10
        private var parts: ArraySlice<[UInt8]>
        private var offset = 0

        init(_ parts: [[UInt8]]) {
            self.parts = parts[...]
        }

        mutating func next() async -> ByteBuffer? {
            while let part = parts.first {
                if offset < part.count {
                    let end = Swift.min(offset + Self.size, part.count)
                    defer { offset = end }
                    return ByteBuffer(bytes: part[offset..<end])
                }
                parts.removeFirst()
                offset = 0
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(parts) }
}
