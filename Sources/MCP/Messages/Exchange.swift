import Contract
import HTTPTypes
import Requests

/// How a request is to be understood: by its revision, and by what its client can do.
struct Exchange: Sendable {
    let revision: Revision
    /// Whether the client can ask a person, by a form.
    let elicits: Bool
    /// Where one was begun.
    let session: MCPSession?

    private enum Meta {
        static let revision = "io.modelcontextprotocol/protocolVersion"
        static let capabilities = "io.modelcontextprotocol/clientCapabilities"
    }

    /// - Throws: ``RPCFailure`` when headers and message do not say the same, or a revision that is not spoken here.
    init(_ request: RPCRequest, _ headers: HTTPFields) throws(RPCFailure) {
        let inMessage = request.meta?[Meta.revision]
        let isHandshake = request.method == "initialize" && inMessage == nil
        let inHeader = isHandshake ? nil : try Self.revision(headers)
        if let inHeader, !inHeader.hasHandshake {
            guard let named = inMessage?.string else {
                throw RPCFailure(.invalidParams, "`_meta` names no \(Meta.revision).")
            }
            guard named == inHeader.rawValue else {
                throw Self.mismatch(.protocolVersion, "`_meta` names another revision.")
            }
            guard let capabilities = request.meta?[Meta.capabilities], capabilities.object != nil else {
                throw RPCFailure(.invalidParams, "`_meta` names no \(Meta.capabilities).")
            }
            try Self.check(headers, against: request)
            self.init(revision: inHeader, elicits: Self.elicits(capabilities), session: nil)
            return
        }
        guard inMessage == nil else {
            throw Self.mismatch(.protocolVersion, "It has to name the revision of `_meta`.")
        }
        let session = try Self.session(headers)
        let revision = inHeader ?? .newestWithHandshake
        self.init(revision: revision, elicits: session?.elicits ?? false, session: session)
    }

    private init(revision: Revision, elicits: Bool, session: MCPSession?) {
        self.revision = revision
        self.elicits = elicits
        self.session = session
    }

    /// Whether a client that says this can show a form; one that says nothing more can.
    static func elicits(_ capabilities: JSONValue?) -> Bool {
        guard let modes = capabilities?["elicitation"]?.object else { return false }
        return modes.isEmpty || modes["form"] != nil
    }

    private static func revision(_ headers: HTTPFields) throws(RPCFailure) -> Revision? {
        guard let text = try single(.protocolVersion, headers) else { return nil }
        guard let revision = Revision(rawValue: text) else {
            let supported = Revision.allCases.map { JSONValue.string($0.rawValue) }
            throw RPCFailure(
                .unsupportedRevision,
                "Unsupported protocol version",
                data: ["supported": .array(supported), "requested": .string(String(text.prefix(64)))]
            )
        }
        return revision
    }

    private static func session(_ headers: HTTPFields) throws(RPCFailure) -> MCPSession? {
        guard let text = try single(.mcpSession, headers) else { return nil }
        guard let session = MCPSession(text) else {
            throw RPCFailure(.invalidRequest, "There is no such session; begin with `initialize`.")
        }
        return session
    }

    /// What intermediaries route by has to be what is carried out.
    private static func check(_ headers: HTTPFields, against request: RPCRequest) throws(RPCFailure) {
        guard try single(.mcpMethod, headers) == request.method else {
            throw mismatch(.mcpMethod, "It has to name the method of the message.")
        }
        let key: String? =
            switch request.method {
            case "tools/call", "prompts/get": "name"
            case "resources/read": "uri"
            default: nil
            }
        guard let key, let name = request.params[key]?.string else { return }
        guard let header = try single(.mcpName, headers), HeaderText.decoded(header) == name else {
            throw mismatch(.mcpName, "It has to be the `\(key)` of the message.")
        }
    }

    private static func single(_ name: HTTPField.Name, _ headers: HTTPFields) throws(RPCFailure) -> String? {
        let values = headers[values: name]
        guard values.count <= 1 else { throw mismatch(name, "It may come once.") }
        return values.first
    }

    private static func mismatch(_ name: HTTPField.Name, _ detail: String) -> RPCFailure {
        RPCFailure(.headerMismatch, "Header \(name.canonicalName): \(detail)")
    }
}

/// A session as its id says it: nothing of it is kept, so any node can go on with it.
struct MCPSession: Hashable, Sendable {
    let id: String
    let elicits: Bool

    init(id: String, elicits: Bool) {
        self.id = id
        self.elicits = elicits
    }

    /// - Parameter text: As ``text`` writes it; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Grammar.isUUID(String(parts[0])), ["form", "plain"].contains(parts[1]) else {
            return nil
        }
        self.init(id: String(parts[0]), elicits: parts[1] == "form")
    }

    var text: String { "\(id).\(elicits ? "form" : "plain")" }
}
