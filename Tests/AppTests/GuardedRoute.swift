import AsyncHTTPClient
import Contract
import Fixtures
import Foundation
import NIOCore
import NIOHTTP1

/// A route of the API, what it takes, and a request that is right in every other respect.
struct GuardedRoute: Sendable {
    enum Access: Equatable, Sendable {
        case open
        /// Whoever is signed in.
        case signedIn
        case takes(Contract.Operation)
    }

    /// Such as `GET /api/skills/{name}`.
    let route: String
    let access: Access
    var query = ""
    var body: String?
    var type = "application/json"

    var operation: Contract.Operation? {
        guard case .takes(let operation) = access else { return nil }
        return operation
    }

    init(
        _ route: String,
        _ access: Access,
        query: String = "",
        body: String? = nil,
        type: String = "application/json"
    ) {
        self.route = route
        self.access = access
        self.query = query
        self.body = body
        self.type = type
    }

    init(
        _ route: String,
        _ operation: Contract.Operation,
        query: String = "",
        body: String? = nil,
        type: String = "application/json"
    ) {
        self.init(route, .takes(operation), query: query, body: body, type: type)
    }

    static var documented: Set<String> {
        get throws {
            let document = try JSONSerialization.jsonObject(with: Data(try Fixtures.openAPIDocument()))
            let paths = (document as? [String: Any])?["paths"] as? [String: [String: Any]] ?? [:]
            return Set(
                paths.flatMap { path, operations in
                    operations.keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
                }
            )
        }
    }

    struct Answer: Sendable, CustomStringConvertible {
        let status: UInt
        /// Of a refusal.
        let code: String?
        let requestID: String

        var description: String { "\(status) \(code ?? "")" }
    }

    /// Asks for things that do not exist; nothing of a stream but its head is read.
    func ask(_ url: String, _ secret: String?) async throws -> Answer {
        let parts = route.split(separator: " ")
        let isNamed = ["/api/providers/", "/api/alert-rules/", "/api/channels/"].contains {
            parts[1].hasPrefix($0)
        }
        let id = isNamed ? "lab" : "019abcde-f012-7a3b-8c4d-5e6f708192a3"
        let path = parts[1].replacing("{name}", with: "demo").replacing("{number}", with: "1")
            .replacing("{id}", with: id)
        var request = HTTPClientRequest(url: url + path + query)
        request.method = HTTPMethod(rawValue: String(parts[0]))
        if let secret { request.headers.add(name: "authorization", value: "Bearer \(secret)") }
        if ["PUT", "PATCH", "DELETE"].contains(request.method.rawValue) {
            request.headers.add(name: "if-match", value: "*")
        }
        if let body {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let isProblem = response.headers.first(name: "content-type") == "application/problem+json"
        let refusal =
            isProblem
            ? try JSON.decode(
                Problem.self,
                from: try await response.body.collect(upTo: 1 << 20).readableBytesView
            ) : nil
        return Answer(
            status: response.status.code,
            code: refusal?.code.rawValue,
            requestID: response.headers.first(name: "x-request-id") ?? ""
        )
    }

    private static let manifest = "---\nname: demo\ndescription: Does something useful.\n---\nRead this.\n"
    private static let run = #"{"skills":[{"name":"demo"}],"providers":["lab"]}"#
    private static let version = "/api/skills/{name}/versions/{number}"

    static let all =
        health + skills + providers + work + runs + alerts + drift + channels + chat + history + access

    private static let health: [GuardedRoute] = [
        .init("GET /healthz", .open),
        .init("GET /readyz", .open),
        .init("GET /openapi.json", .open),
        // How busy the server is, and nothing of what it holds.
        .init("GET /metrics", .signedIn),
    ]

    private static let skills: [GuardedRoute] = [
        .init("GET /api/skills", .readSkills),
        .init("POST /api/skills", .registerSkill, body: manifest, type: "text/markdown"),
        .init("POST /api/skills/check", .checkSkill, body: manifest, type: "text/markdown"),
        .init("POST /api/skills/import", .importSkill, body: #"{"url":"https://example.com/a.zip"}"#),
        .init("GET /api/skills/{name}", .readSkills),
        .init("GET /api/skills/{name}/versions", .readSkills),
        .init("GET \(version)", .readSkills),
        .init("DELETE \(version)", .yankSkill, query: "?reason=why"),
        .init("GET \(version)/content", .readSkills),
        .init("GET \(version)/file", .readSkills, query: "?path=SKILL.md"),
        .init("GET \(version)/preflight", .readSkills),
        .init("GET \(version)/scan", .readSkills),
        .init("GET \(version)/waivers", .readSkills),
        .init(
            "POST \(version)/waivers",
            .waiveScan,
            body: #"{"rule":"command.destruction","reason":"why","expires_at":"2027-01-01T10:00:00Z"}"#
        ),
        .init("DELETE \(version)/waivers/{id}", .revokeWaiver),
        .init(
            "PUT \(version)/signature",
            .signSkill,
            body: """
                {"format":"skillyard skill signature 1","name":"demo",\
                "digest":"94583ec79d86e964a17eea2812da7c3b0c12f2d3162d46d7ce1a562791970008",\
                "public_key":"A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",\
                "signature":"MzGe/PRYq7Ip4tpAXJSjoKRuP50yUe57Ep8HDviz5VByeyrpcfTFEIjMQ7mFYps0sw+cLHggA5WorASYDzA2DA=="}
                """
        ),
        .init("GET /api/skills/{name}/signers", .readSkills),
        .init(
            "POST /api/skills/{name}/signers",
            .acceptSigner,
            body: #"{"version":1,"name":"Team","reason":"why"}"#
        ),
    ]

    private static let providers: [GuardedRoute] = [
        .init("GET /api/providers", .readProviders),
        .init("GET /api/providers/{id}", .readProviders),
        .init(
            "PUT /api/providers/{id}",
            .putProvider,
            body: #"{"kind":"http","display_name":"Lab","base_url":"http://127.0.0.1:9"}"#
        ),
        .init("PUT /api/providers/{id}/credential", .setCredential, body: #"{"secret":"a-key"}"#),
        .init("DELETE /api/providers/{id}/credential", .clearCredential),
        .init("POST /api/providers/{id}/check", .checkProvider),
    ]

    private static let runs: [GuardedRoute] = [
        .init("GET /api/install-runs", .readRuns),
        .init("POST /api/install-runs", .startRun, body: run),
        .init("POST /api/install-runs/plan", .planRun, body: run),
        .init("GET /api/install-runs/{id}", .readRuns),
        .init("POST /api/install-runs/{id}/retry", .retryRun),
        .init("POST /api/install-runs/{id}/cancel", .cancelRun),
        .init("POST /api/install-runs/{id}/rollback", .rollbackRun, body: #"{"reason":"why"}"#),
        .init("POST /api/install-runs/{id}/approve", .approveRun, body: "{}"),
        .init("POST /api/install-runs/{id}/refuse", .refuseRun, body: #"{"comment":"why"}"#),
        .init("POST /api/install-runs/{id}/release-wave", .steerWaves, body: #"{"wave":2}"#),
        .init("POST /api/install-runs/{id}/stop-waves", .steerWaves, body: #"{"reason":"why"}"#),
        .init("GET /api/install-runs/{id}/evidence", .readEvidence),
        .init("GET /api/installations", .readRuns),
        .init("GET /api/overview", .readRuns),
        .init("GET /api/matrix", .readRuns),
    ]

    private static let work: [GuardedRoute] = [
        .init("POST /api/providers/{id}/pause", .pauseProvider, body: #"{"reason":"why"}"#),
        .init("POST /api/providers/{id}/resume", .resumeProvider),
        .init("GET /api/work", .readProviders),
        .init("GET /api/desired-state", .readRuns),
        .init(
            "POST /api/desired-state/plan",
            .planRun,
            body: #"{"state":{"skills":[{"name":"unit-table","providers":"all"}]}}"#
        ),
        .init("POST /api/work/pause", .pauseWork, body: #"{"reason":"why"}"#),
        .init("POST /api/work/resume", .resumeWork),
    ]

    private static let alerts: [GuardedRoute] = [
        .init("GET /api/alerts", .readAlerts),
        .init("GET /api/alerts/{id}", .readAlerts),
        .init("POST /api/alerts/{id}/acknowledge", .acknowledgeAlert, body: #"{"reason":"why"}"#),
        .init("POST /api/alerts/{id}/snooze", .snoozeAlert, body: #"{"until":"2999-01-01T00:00:00Z"}"#),
        .init("GET /api/alert-rules", .readAlerts),
        .init(
            "POST /api/alert-rules/dry-run",
            .dryRunAlertRule,
            body: #"{"condition":{"kind":"audit_broken"}}"#
        ),
        .init("GET /api/alert-rules/{id}", .readAlerts),
        .init(
            "PUT /api/alert-rules/{id}",
            .putAlertRule,
            body: #"{"title":"T","condition":{"kind":"audit_broken"}}"#
        ),
        .init("DELETE /api/alert-rules/{id}", .removeAlertRule),
        .init("GET /api/failures", .readFailures),
        .init(
            "POST /api/failures/acknowledge",
            .acknowledgeFailures,
            body: """
                {"cause":{"code":"timeout","provider":"lab"},"last_at":"2026-01-01T00:00:00Z","reason":"why"}
                """
        ),
        .init(
            "POST /api/failures/retry",
            .retryRun,
            body: #"{"cause":{"code":"timeout","provider":"lab"}}"#
        ),
    ]

    private static let drift: [GuardedRoute] = [
        .init("GET /api/drift", .readDrift),
        .init("GET /api/drift/checks", .readDrift),
        .init("POST /api/drift/checks", .checkDrift, body: #"{"provider":"lab"}"#),
        .init("POST /api/drift/repair", .planRun, body: #"{"provider":"lab"}"#),
        .init("POST /api/drift/{id}/accept", .acceptDrift, body: #"{"reason":"why"}"#),
    ]

    private static let channels: [GuardedRoute] = [
        .init("GET /api/channels", .readChannels),
        .init("GET /api/channels/{id}", .readChannels),
        .init(
            "PUT /api/channels/{id}",
            .putChannel,
            body: #"{"name":"N","kind":"webhook","enabled":false,"url":"https://hooks.example.com/x"}"#
        ),
        .init("POST /api/channels/{id}/test", .testChannel),
        .init("DELETE /api/channels/{id}", .removeChannel),
        .init("GET /api/deliveries", .readDeliveries),
        .init("POST /api/deliveries/{id}/replay", .replayDelivery),
    ]

    private static let chat: [GuardedRoute] = [
        // What the line asks for is permitted on its own.
        .init("POST /api/chat-ops", .useChat, body: #"{"text":"help"}"#),
        .init("POST /api/chat-ops/{id}/confirm", .useChat, body: #"{"plan_hash":"none"}"#),
        .init("POST /api/chat-ops/{id}/dismiss", .useChat),
        .init("GET /api/chat-ops/threads", .useChat),
        .init("GET /api/chat-ops/threads/{id}", .useChat),
        .init("GET /api/chat-ops/commands", .useChat),
    ]

    private static let history: [GuardedRoute] = [
        .init("GET /api/events", .followEvents),
        .init("GET /api/audit", .readAudit),
        .init("GET /api/audit/verification", .verifyAudit),
        .init("GET /api/audit/checkpoints", .verifyAudit),
        .init("GET /api/audit/checkpoints/{number}", .verifyAudit),
        .init("GET /api/audit/export", .exportAudit),
    ]

    private static let access: [GuardedRoute] = [
        .init("GET /api/me", .readCaller),
        .init(
            "PUT /api/me/password",
            .changePassword,
            // Refused by the rules for passwords, before anything is worked out from it.
            body: #"{"current":"not this one","new":"x"}"#
        ),
        // What is wrong with it is told to anybody.
        .init("POST /api/setup", .open, body: "{}"),
        .init("POST /api/sessions", .open, body: "{}"),
        .init("GET /api/sessions", .readSessions),
        .init("DELETE /api/sessions/{id}", .endSession),
        .init("GET /api/accounts", .readAccounts),
        .init(
            "POST /api/accounts",
            .createAccount,
            body: #"{"name":"third","role":"viewer","password":"x"}"#
        ),
        .init("GET /api/accounts/{id}", .readAccounts),
        .init("PATCH /api/accounts/{id}", .changeAccount, body: #"{"display_name":"N"}"#),
        .init("POST /api/accounts/{id}/sign-out", .signOutAccount),
        .init("GET /api/tokens", .readTokens),
        .init("POST /api/tokens", .createToken, body: #"{"name":"ci","role":"viewer"}"#),
        .init("DELETE /api/tokens/{id}", .revokeToken),
        // Last: nothing is signed in behind it.
        .init("DELETE /api/sessions/current", .endSession),
    ]
}
