import Contract

/// What one client asks in one message, with all that there is to answer it.
struct Conversation: Sendable {
    let visit: Visit
    let plane: any ControlPlane
    let exchange: Exchange
    /// What the client reads; nil where it does not say.
    let language: ChatLanguage?

    init(_ visit: Visit, _ plane: any ControlPlane, _ exchange: Exchange, _ language: ChatLanguage?) {
        self.visit = visit
        self.plane = plane
        self.exchange = exchange
        self.language = language
    }

    var site: MCPSite { visit.site }
    var words: MCPWords { MCPWords(language: language ?? .english) }
    var caller: CallerKey { CallerKey(visit.secret, exchange.session) }
}

/// What comes of a request.
enum Reply {
    case result(RPCResult)
    /// A person has to be asked first, in the stream of the answer.
    case question(ChatTurn)
}

/// A result on its way to be written.
struct RPCResult {
    var members: [String: JSONValue]
    /// How long a client may take it for what it is; nil for what is not to be kept at all.
    var freshness: Duration?
    /// Whether all callers get the same.
    var isPublic = false
    /// Whether the client has to come back with something.
    var isInterim = false
    /// The one that begins with it.
    var session: MCPSession?

    init(_ members: [String: JSONValue], freshFor freshness: Duration? = nil) {
        self.members = members
        self.freshness = freshness
    }
}

extension Conversation {
    /// - Throws: ``RPCFailure``, or ``Problem`` of the control plane.
    func reply(to request: RPCRequest) async throws -> Reply {
        switch (request.method, exchange.revision.hasHandshake) {
        case ("initialize", true): .result(begin(request))
        case ("ping", true): .result(RPCResult([:]))
        case ("server/discover", false): .result(introduction)
        case ("skills/list", false): .result(try await publishedSkills(request))
        case ("skills/get", false): .result(try await publishedSkill(request))
        case ("tools/list", _): .result(try await tools(request))
        case ("tools/call", _): try await callTool(request)
        case ("resources/list", _): .result(try await resources(request))
        case ("resources/templates/list", _): .result(try resourceTemplates(request))
        case ("resources/read", _): .result(try await readResource(request))
        case ("completion/complete", _): .result(try await completion(request))
        default: throw RPCFailure(.methodNotFound, "There is no such method in this revision.")
        }
    }

    /// The message that carries a result, in the shape of the revision.
    func message(of result: RPCResult, to id: JSONValue) -> JSONValue {
        var members = result.members
        if !exchange.revision.hasHandshake {
            members["resultType"] = result.isInterim ? "input_required" : "complete"
            members["_meta"] = ["io.modelcontextprotocol/serverInfo": server]
            if let freshness = result.freshness {
                members["ttlMs"] = .integer(Int(freshness / .milliseconds(1)))
                members["cacheScope"] = result.isPublic ? "public" : "private"
            }
        }
        return ["jsonrpc": "2.0", "id": id, "result": .object(members)]
    }
}

// MARK: Who is here

extension Conversation {
    private var server: JSONValue {
        ["name": "skillyard", "title": "Skillyard", "version": .string(site.settings.version)]
    }

    private func capabilities(withExtensions: Bool) -> JSONValue {
        var capabilities: [String: JSONValue] = ["tools": [:], "resources": [:], "completions": [:]]
        if withExtensions { capabilities["extensions"] = ["io.modelcontextprotocol/skills": [:]] }
        return .object(capabilities)
    }

    private var introduction: RPCResult {
        var result = RPCResult(
            [
                "supportedVersions": .array(Revision.allCases.map { .string($0.rawValue) }),
                "capabilities": capabilities(withExtensions: true),
                "instructions": .string(words.instructions),
            ],
            freshFor: .seconds(3600)
        )
        result.isPublic = language == nil
        return result
    }

    private func begin(_ request: RPCRequest) -> RPCResult {
        let elicits = Exchange.elicits(request.params["capabilities"])
        var result = RPCResult([
            "protocolVersion": .string(
                Revision.negotiated(request.params["protocolVersion"]?.string).rawValue
            ),
            "capabilities": capabilities(withExtensions: false),
            "serverInfo": server,
            "instructions": .string(words.instructions),
        ])
        result.session = MCPSession(id: UUIDv7.make(at: site.now()), elicits: elicits)
        return result
    }
}
