import Contract
import HTTPTypes
import Hummingbird
import Requests

/// One request on its way through an endpoint.
struct Call: Sendable {
    let site: APISite
    let request: Request
    let context: APIContext

    /// - Throws: ``Problem`` with `authentication_required`.
    func signIn(asUse: Bool = true) async throws(Problem) -> any ControlPlane {
        let secret = SentSecret.bearer(request.headers)
        return try await site.limits.requests.signingIn(secret, charged: context.standing) {
            () async throws(Problem) in
            try await site.frontDoor.signIn(
                bearer: secret,
                requestID: context.requestID,
                source: source,
                asUse: asUse
            )
        }
    }

    /// The front door named by the request; `api` when it names none.
    var source: CommandSource { request.headers[.source].flatMap(CommandSource.init) ?? .api }

    /// Where the request comes from; nil when it cannot be told.
    var callerAddress: String? { site.callers.address(peer: context.peer, request.headers) }

    func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = MediaType.json.header
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: try site.encoder.encode(value))
        )
    }
}

// MARK: What the path names

extension Call {
    /// - Throws: ``Problem`` with `not_found`: no skill can have that name.
    func skillName() throws(Problem) -> String {
        guard let name = parameter("name"), Grammar.isSkillName(name) else {
            throw Problem(.notFound, "There is no such skill: \(Grammar.skillNameRule)")
        }
        return name
    }

    func versionNumber() throws(Problem) -> Int {
        guard let number = parameter("number").flatMap(Grammar.versionNumber) else {
            throw Problem(.notFound, "A version is a whole number from 1 to \(Grammar.maximumVersion).")
        }
        return number
    }

    func checkpointNumber() throws(Problem) -> Int64 {
        guard let text = parameter("number"), let number = Int64(text), number > 0, String(number) == text
        else { throw Problem(.notFound, "A checkpoint is numbered from 1.") }
        return number
    }

    func providerID() throws(Problem) -> ProviderID {
        guard let id = parameter("id"), Grammar.isProviderID(id) else {
            throw Problem(.notFound, "There is no such provider: \(Grammar.providerIDRule)")
        }
        return ProviderID(rawValue: id)
    }

    func runID() throws(Problem) -> RunID {
        RunID(rawValue: try uuid(of: "run"))
    }

    func tokenID() throws(Problem) -> TokenID {
        TokenID(rawValue: try uuid(of: "token"))
    }

    func waiverID() throws(Problem) -> WaiverID {
        WaiverID(rawValue: try uuid(of: "waiver"))
    }

    func accountID() throws(Problem) -> AccountID {
        AccountID(rawValue: try uuid(of: "account"))
    }

    func sessionID() throws(Problem) -> SessionID {
        SessionID(rawValue: try uuid(of: "session"))
    }

    func alertRuleID() throws(Problem) -> AlertRuleID {
        guard let id = parameter("id"), Grammar.isProviderID(id) else {
            throw Problem(.notFound, "There is no such alert rule: \(Grammar.providerIDRule)")
        }
        return AlertRuleID(rawValue: id)
    }

    func uuid(of kind: String) throws(Problem) -> String {
        guard let id = parameter("id"), Grammar.isUUID(id) else {
            throw Problem(.notFound, "There is no such \(kind): its id is a UUID in lower case.")
        }
        return id
    }

    private func parameter(_ name: String) -> String? {
        context.parameters.get(name).flatMap { PercentEncoding.decode($0, plusIsSpace: false) }
    }
}
