import Contract
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Requests

extension Call {
    /// The body as JSON.
    ///
    /// - Parameters:
    ///   - type: Of the body.
    ///   - share: How many times the usual limit of JSON it may have.
    /// - Returns: The body, checked.
    /// - Throws: ``Problem``: 415 for another content type, 413, 400 for broken syntax, 422 with every fault.
    func body<Body: Readable>(as type: Body.Type, times share: Int = 1) async throws(Problem) -> Body {
        try requireJSON()
        let bytes = try await bytes(upTo: site.limits.maximumJSONBytes * share)
        return try Self.decode(type, from: bytes)
    }

    /// Collects the body, refusing it before reading when its length is announced, and while reading
    /// otherwise.
    func bytes(upTo maximum: Int) async throws(Problem) -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > maximum { throw Self.tooLarge(maximum) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(announced ?? 0, maximum))
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= maximum else { throw Self.tooLarge(maximum) }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.malformedRequest, "The body broke off or is not framed as HTTP asks.")
        }
        return bytes
    }

    private func requireJSON() throws(Problem) {
        let type = ContentType(request.headers[.contentType] ?? "")
        guard type.name == MediaType.json.rawValue, type.isUnicode else {
            throw Problem(.unsupportedMediaType, "Send the body as application/json in UTF-8.")
        }
    }

    private static func decode<Body: Readable>(_ type: Body.Type, from bytes: [UInt8]) throws(Problem) -> Body
    {
        guard !bytes.isEmpty else {
            throw Problem(.malformedRequest, "The body is empty; a JSON object is expected.")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Problem(.malformedRequest, "The body is not UTF-8.")
        }
        let checked: Checked<Body>
        do {
            checked = try JSONDecoder().decode(Checked<Body>.self, from: Data(bytes))
        } catch {
            throw Problem(.malformedRequest, "The body is not JSON (RFC 8259).")
        }
        return try checked.get()
    }

    private static func tooLarge(_ maximum: Int) -> Problem {
        Problem(.payloadTooLarge, "The body may have at most \(maximum) bytes.")
    }
}

/// A `Content-Type` (RFC 9110, section 8.3) taken apart.
struct ContentType: Equatable, Sendable {
    /// In lower case, without parameters.
    let name: String
    let parameters: [String: String]

    init(_ header: String) {
        let (name, parameters) = HeaderParameters.split(header)
        self.name = name.lowercased()
        self.parameters = parameters
    }

    /// Whether text in it is UTF-8: said so, or nothing said.
    var isUnicode: Bool {
        ["utf-8", "utf8", "us-ascii"].contains(parameters["charset"]?.lowercased() ?? "utf-8")
    }
}
