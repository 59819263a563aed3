import Contract
import FoundationEssentials

extension Conversation {
    /// Larger files are for the API: a message is held in memory as a whole, several times, and longer than the file.
    static let maximumFileBytes = 2 << 20

    /// - Throws: ``RPCFailure``, or ``Problem`` of the control plane.
    func readResource(_ request: RPCRequest) async throws -> RPCResult {
        let uri = try request.text("uri")
        guard let address = ResourceAddress(uri) else {
            let code: RPCFailure.Code = exchange.revision.hasHandshake ? .resourceNotFound : .invalidParams
            throw RPCFailure(
                code,
                "There is no such resource.",
                data: ["uri": .string(String(uri.prefix(2048)))]
            )
        }
        switch address {
        case .skill(let name): return try Self.json(try await plane.skill(name), uri, for: .zero)
        case .version(let number, let name):
            return try Self.json(try await plane.version(number, of: name), uri, for: .zero)
        case .run(let id): return try Self.json(try await plane.run(id), uri, for: .zero)
        case .file(let path, let number, let name):
            let file = try await plane.file(path, ofVersion: number, of: name)
            return try Self.content(of: file, uri, for: .seconds(3600))
        case .published(let path, let name):
            guard let version = try await publishedVersion(of: try await plane.skill(name)) else {
                throw Problem(.notFound, "This skill is not for agents to use now.")
            }
            let file = try await plane.file(path, ofVersion: version.version, of: name)
            return try Self.content(of: file, uri, for: .zero)
        }
    }

    private static func json(_ value: some Encodable, _ uri: String, for freshness: Duration) throws
        -> RPCResult
    {
        let contents: JSONValue = [
            "uri": .string(uri), "mimeType": "application/json", "text": .string(try JSON.text(value)),
        ]
        return RPCResult(["contents": [contents]], freshFor: freshness)
    }

    /// Text where it is text, or else Base64.
    private static func content(of file: SkillFile, _ uri: String, for freshness: Duration) throws
        -> RPCResult
    {
        guard file.bytes.count <= maximumFileBytes else {
            throw RPCFailure(
                .invalidParams,
                "The file has more than \(maximumFileBytes) bytes; fetch it from the API.",
                data: ["uri": .string(uri)]
            )
        }
        var contents: [String: JSONValue] = ["uri": .string(uri)]
        let text = String(validating: file.bytes, as: UTF8.self)
        if let text, !text.utf8.contains(0) {
            contents["text"] = .string(text)
        } else {
            contents["blob"] = .string(Data(file.bytes).base64EncodedString())
        }
        contents["mimeType"] = .string(FileType.name(of: file.file.path, isText: contents["text"] != nil))
        return RPCResult(["contents": [.object(contents)]], freshFor: freshness)
    }
}

/// Media types by the endings of names, as a hint; nothing is decided by them.
private enum FileType {
    private static let byEnding = [
        "md": "text/markdown", "json": "application/json", "yaml": "application/yaml",
        "yml": "application/yaml",
        "py": "text/x-python", "sh": "text/x-shellscript", "js": "text/javascript", "html": "text/html",
        "css": "text/css", "csv": "text/csv", "xml": "application/xml", "svg": "image/svg+xml",
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
        "pdf": "application/pdf", "zip": "application/zip",
    ]

    static func name(of path: String, isText: Bool) -> String {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return byEnding[ending] ?? (isText ? "text/plain" : "application/octet-stream")
    }
}
