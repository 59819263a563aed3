import API
import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Requests
import Testing

@testable import MCP

@Suite("The Model Context Protocol: messages and revisions", .timeLimit(.minutes(5)))
struct ModelProtocolTests {
    @Test func aClientFindsOutWhatIsSpokenHere() async throws {
        try await ModelSite().test { client in
            let result = try await client.result("server/discover")
            #expect(result["resultType"] == "complete")
            #expect(result["supportedVersions"] == ["2026-07-28", "2025-11-25", "2025-06-18"])
            #expect(result["capabilities"]?["extensions"]?["io.modelcontextprotocol/skills"] == [:])
            let server = result["_meta"]?["io.modelcontextprotocol/serverInfo"]
            #expect(server?["name"] == "skillyard" && server?["version"] == "1.2.3")
            #expect(result["ttlMs"] == 3_600_000 && result["cacheScope"] == "public")
        }
    }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2024-11-05", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
    ])
    func aHandshakeAgreesOnARevisionAndBeginsASession(_ asked: String, _ agreed: String) async throws {
        try await ModelSite().test { client in
            let params: JSONValue = [
                "protocolVersion": .string(asked), "capabilities": ["elicitation": [:]],
                "clientInfo": ["name": "c", "version": "1"],
            ]
            let message: JSONValue = ["jsonrpc": "2.0", "id": "a", "method": "initialize", "params": params]
            let answer = try await client.post(try JSON.text(message))
            #expect(answer.status == .ok)
            let text = try #require(answer.headers[.mcpSession])
            #expect(MCPSession(text)?.elicits == true)
            let result = try answer.message()["result"]
            #expect(result?["protocolVersion"]?.string == agreed)
            #expect(result?["serverInfo"]?["name"] == "skillyard")
            #expect(result?["resultType"] == nil && result?["capabilities"]?["extensions"] == nil)
            let session = ModelClient(revision: .november2025, session: text)
            #expect(try await client.result("ping", as: session) == [:])
            let body = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
            let note = try await client.post(body, headers: session.fields("", [:]))
            #expect(note.status == .accepted && note.body.readableBytes == 0)
        }
    }

    @Test func whatOneEraHasTheOtherHasNot() async throws {
        try await ModelSite().test { client in
            let old = ModelClient(revision: .november2025)
            for method in ["server/discover", "skills/list", "subscriptions/listen", "nothing"] {
                let answer = try await client.send(method, as: old)
                #expect(answer.status == .ok, "\(method)")
                #expect(try answer.failure() == -32601)
            }
            for method in ["initialize", "ping", "logging/setLevel", "subscriptions/listen"] {
                let answer = try await client.send(method)
                #expect(answer.status == .notFound, "\(method)")
                #expect(try answer.failure() == -32601)
            }
        }
    }

    @Test func headersHaveToSayWhatTheMessageSays() async throws {
        try await ModelSite().test { client in
            let good = ModelClient.stateless
            let params: [String: JSONValue] = ["name": "status", "arguments": [:]]
            let body = try good.message("tools/call", params)
            let changes: [(HTTPField.Name, String?)] = [
                (.mcpMethod, nil), (.mcpMethod, "tools/list"), (.mcpName, nil), (.mcpName, "install"),
                (.mcpName, "=?base64?!?="), (.protocolVersion, nil), (.protocolVersion, "2025-11-25"),
            ]
            for (name, value) in changes {
                var fields = good.fields("tools/call", params)
                fields[name] = value
                let answer = try await client.post(body, headers: fields)
                #expect(answer.status == .badRequest, "\(name) \(value ?? "-")")
                #expect(try answer.failure() == -32020)
                #expect(try answer.message()["id"] == 1)
            }
            var twice = good.fields("tools/call", params)
            twice.append(HTTPField(name: .mcpName, value: "status"))
            #expect(try await client.post(body, headers: twice).failure() == -32020)
            var encoded = good.fields("tools/call", params)
            encoded[.mcpName] = "=?base64?c3RhdHVz?="
            #expect(try await client.post(body, headers: encoded).status == .ok)
        }
    }

    @Test func anUnknownRevisionIsToldTheKnownOnes() async throws {
        try await ModelSite().test { client in
            var fields = ModelClient.stateless.fields("tools/list", [:])
            fields[.protocolVersion] = "1900-01-01"
            let answer = try await client.post(
                try ModelClient.stateless.message("tools/list"),
                headers: fields
            )
            #expect(answer.status == .badRequest)
            #expect(try answer.failure() == -32022)
            #expect(try answer.message()["id"] == 1)
            let data = try answer.message()["error"]?["data"]
            #expect(data?["requested"] == "1900-01-01")
            #expect(data?["supported"]?.list.contains("2026-07-28") == true)
        }
    }

    @Test(arguments: [
        ("", -32700), ("{", -32700), ("[]", -32600), ("{}", -32600),
        (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32600),
        (#"{"jsonrpc":"2.0","id":"x","result":{}}"#, -32600),
    ])
    func whatIsNoMessageIsRefused(_ body: String, _ code: Int) async throws {
        let site = ModelSite()
        try await site.test { client in
            let answer = try await client.post(body)
            #expect(answer.status == .badRequest)
            #expect(try answer.failure() == code)
            #expect(try answer.message().object?["id"] == .null)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func whatIsTooDeepOrTooManyIsNotDecoded() async throws {
        var site = ModelSite()
        site.settings = MCPSettings()
        try await site.test { client in
            for inside in [
                String(repeating: "[", count: 200_000), "[" + String(repeating: "0,", count: 300_000),
            ] {
                let body = #"{"jsonrpc":"2.0","id":1,"method":"ping","params":"# + inside
                let answer = try await client.post(body)
                #expect(try answer.failure() == -32600)
            }
        }
        #expect(JSONBounds.hold(Array(#"{"a":"[[[\"[[[["}"#.utf8)))
        #expect(!JSONBounds.hold(Array(String(repeating: "[", count: 65).utf8)))
    }

    /// To decoders JSON may be in UTF-16, where what looks like a quotation mark may be half of something else.
    @Test(arguments: [true, false])
    func onlyUTF8IsDecoded(_ isLittleEndian: Bool) async throws {
        let message = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
        let wide: [UInt8] = message.utf8.flatMap { isLittleEndian ? [$0, 0] : [0, $0] }
        #expect(!JSONBounds.hold(wide))
        try await ModelSite().test { client in
            let answer = try await client.post(String(decoding: wide, as: UTF8.self))
            #expect(try answer.failure() == -32600)
        }
    }

    @Test(arguments: [nil, "Bearer wrong", "Basic dTpw"])
    func withoutATokenNothingIsAnswered(_ value: String?) async throws {
        let site = ModelSite()
        try await site.test { client in
            let headers = value.map { HTTPFields([HTTPField(name: .authorization, value: $0)]) } ?? [:]
            let answer = try await client.post("{}", headers: headers, signedIn: false)
            _ = try answer.problem(.authenticationRequired)
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            let cookie: HTTPFields = [.cookie: "skillyard=\(FixtureFrontDoor.token)"]
            _ = try await client.post("{}", headers: cookie, signedIn: false).problem(.authenticationRequired)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func pagesOfOtherSitesAreKeptOut() async throws {
        var site = ModelSite()
        site.settings = MCPSettings(publicURL: "https://skills.example.com/x")
        try await site.test { client in
            let body = try ModelClient.stateless.message("tools/list")
            for (origin, isIn) in [
                ("https://evil.example", false), ("null", false), ("https://skills.example.com", true),
            ] {
                var fields = ModelClient.stateless.fields("tools/list", [:])
                fields[.origin] = origin
                let answer = try await client.post(body, headers: fields)
                #expect((answer.status == .ok) == isIn, "\(origin)")
                if !isIn { _ = try answer.problem(.permissionDenied) }
            }
        }
    }

    @Test func otherMethodsTypesAndSizesAreRefused() async throws {
        try await ModelSite().test { client in
            for method in [HTTPRequest.Method.get, .delete, .put] {
                let answer = try await client.ask(method, MCPSite.path)
                _ = try answer.problem(.methodNotAllowed)
                #expect(answer.headers[.allow] == "POST")
            }
            _ = try await client.ask(.post, MCPSite.path, body: "{}", type: "text/plain")
                .problem(.unsupportedMediaType)
            _ = try await client.post("{}", headers: [.accept: "text/html"]).problem(.notAcceptable)
            _ = try await client.post(String(repeating: " ", count: 30_000)).problem(.payloadTooLarge)
        }
    }

    /// The quotas of the API hold here, too.
    @Test func whoAsksTooMuchIsToldSo() async throws {
        var site = ModelSite()
        let limits = RequestLimits(.init(perCaller: 2, perAddress: 2))
        site.site.limits = APILimits(requests: limits)
        site.settings = MCPSettings(requests: limits)
        try await site.test { client in
            for _ in 0..<2 { _ = try await client.result("server/discover") }
            let answer = try await client.send("server/discover")
            let problem = try answer.problem(.rateLimited)
            #expect(problem.wording?.key == "rate_limited.requests")
        }
    }
}
