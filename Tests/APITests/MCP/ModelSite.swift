import API
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Requests
import Testing

@testable import MCP

/// The Model Context Protocol over the samples, and short ways to ask it.
struct ModelSite {
    var site = TestSite()
    var settings = MCPSettings(version: "1.2.3", maximumBytes: 20_000)

    var plane: FixtureControlPlane { site.plane }

    func mcp() -> MCPSite {
        MCPSite(frontDoor: FixtureFrontDoor(plane: plane), settings: settings, now: { TestSite.now })
    }

    /// With a site of its own unless one is given.
    func router(_ mcp: MCPSite? = nil) throws -> Router<APIContext> {
        let router = try site.site().router()
        let mcp = mcp ?? self.mcp()
        mcp.addRoutes(to: router, requestID: \.requestID, standing: \.standing)
        return router
    }

    func test(
        _ mcp: MCPSite? = nil,
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let application = Application(router: try router(mcp), logger: site.logger)
        try await application.test(.router) { try await body($0) }
    }
}

/// What a client says of itself, in one revision.
struct ModelClient {
    var revision = Revision.july2026
    var elicits = false
    var session: String?
    var headers: HTTPFields = [:]

    static let stateless = ModelClient()
    static let withForms = ModelClient(elicits: true)

    func message(_ method: String, _ params: [String: JSONValue] = [:], id: JSONValue = 1) throws -> String {
        var params = params
        if !revision.hasHandshake {
            params["_meta"] = [
                "io.modelcontextprotocol/protocolVersion": .string(revision.rawValue),
                "io.modelcontextprotocol/clientCapabilities": elicits ? ["elicitation": [:]] : [:],
            ]
        }
        let members: JSONValue = [
            "jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params),
        ]
        return try JSON.text(members)
    }

    func fields(_ method: String, _ params: [String: JSONValue]) -> HTTPFields {
        var fields = headers
        fields[.accept] = fields[.accept] ?? "application/json, text/event-stream"
        fields[.mcpSession] = session
        fields[.protocolVersion] = revision.rawValue
        guard !revision.hasHandshake else { return fields }
        fields[.mcpMethod] = method
        fields[.mcpName] = (params["name"] ?? params["uri"])?.string
        return fields
    }
}

extension TestClientProtocol {
    func post(_ body: String, headers: HTTPFields = [:], signedIn: Bool = true) async throws -> TestResponse {
        try await ask(.post, MCPSite.path, body: body, headers: headers, signedIn: signedIn)
    }

    /// Sends a request and gives the whole answer of HTTP.
    func send(
        _ method: String,
        _ params: [String: JSONValue] = [:],
        as client: ModelClient = .stateless
    ) async throws -> TestResponse {
        try await post(try client.message(method, params), headers: client.fields(method, params))
    }

    /// The result of a request that succeeds.
    func result(
        _ method: String,
        _ params: [String: JSONValue] = [:],
        as client: ModelClient = .stateless,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let answer = try await send(method, params, as: client)
        let message = try answer.message()
        #expect(answer.status == .ok, sourceLocation: location)
        #expect(message["id"] == 1 && message["jsonrpc"] == "2.0", sourceLocation: location)
        return try #require(message["result"], "\(message)", sourceLocation: location)
    }

    func tool(
        _ name: String,
        _ arguments: JSONValue = [:],
        as client: ModelClient = .stateless,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        try await result("tools/call", ["name": .string(name), "arguments": arguments], as: client, location)
    }

    /// The code of the error that a request is answered with.
    func failure(
        _ method: String,
        _ params: [String: JSONValue] = [:],
        as client: ModelClient = .stateless
    ) async throws -> Int? {
        try await send(method, params, as: client).failure()
    }
}

extension TestResponse {
    func message() throws -> JSONValue { try JSONValue(reading: Array(body.readableBytesView)) }

    func failure() throws -> Int? {
        guard case .integer(let code)? = try message()["error"]?["code"] else { return nil }
        return code
    }
}

extension JSONValue {
    /// Of the first part of a tool's answer.
    var text: String {
        guard case .array(let parts)? = self["content"] else { return "" }
        return parts.first?["text"]?.string ?? ""
    }

    var list: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}
