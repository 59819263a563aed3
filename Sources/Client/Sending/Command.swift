import AsyncHTTPClient
import Contract
import NIOCore
import NIOHTTP1

/// One request to the server.
struct Command: Sendable {
    let method: HTTPMethod
    let path: String
    var headers: HTTPHeaders = [:]
    var body: HTTPClientRequest.Body?
    var isUpload = false

    static func get(_ path: String) -> Command {
        Command(method: .GET, path: path)
    }

    static func post(_ path: String) -> Command {
        Command(method: .POST, path: path)
    }

    /// - Throws: ``Problem`` with `internal` when the value cannot be written as JSON.
    static func send(_ method: HTTPMethod, _ path: String, _ value: some Encodable) throws(Problem) -> Command
    {
        guard let bytes = try? JSON.encode(value) else {
            throw Problem(.internal, "The request cannot be written as JSON.")
        }
        var command = Command(method: method, path: path)
        command.headers.add(name: "content-type", value: "application/json")
        command.body = .bytes(ByteBuffer(bytes: bytes))
        return command
    }
}

extension Command {
    /// The same, to be carried out only where the precondition holds.
    func on(_ precondition: Precondition) -> Command {
        var command = self
        switch precondition {
        case .absent: command.headers.replaceOrAdd(name: "if-none-match", value: "*")
        case .present: command.headers.replaceOrAdd(name: "if-match", value: "*")
        case .oneOf(let revisions):
            let tags = revisions.map { "\"\($0.text)\"" }.sorted().joined(separator: ", ")
            command.headers.replaceOrAdd(name: "if-match", value: tags)
        }
        return command
    }
}

/// An address below the server's, with its parts escaped.
enum Address {
    static func path(_ segments: String...) -> String {
        segments.map { "/" + percentEncoded($0) }.joined()
    }

    static func query(_ path: String, _ parameters: [(name: String, value: String?)]) -> String {
        let pairs = parameters.compactMap { parameter in
            parameter.value.map { "\(parameter.name)=\(percentEncoded($0))" }
        }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}

extension PageRequest {
    var parameters: [(name: String, value: String?)] {
        [("limit", String(limit)), ("cursor", cursor)]
    }
}
