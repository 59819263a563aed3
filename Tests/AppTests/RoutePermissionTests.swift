import AsyncHTTPClient
import Client
import Contract
import Engine
import Fixtures
import Foundation
import NIOCore
import NIOHTTP1
import PostgresFixture
import Testing

/// SEC-07 from outside: every route of the API by every role, on a running server.
@Suite(.serialized) struct RoutePermissionTests {
    private static let token = "sky_route-permission-token-of-a-test"

    /// Those of `docs/openapi.json`, which `RouteTests` compares with the router.
    @Test func everyRouteSaysWhatItTakes() throws {
        #expect(try GuardedRoute.documented.symmetricDifference(GuardedRoute.all.map(\.route)).isEmpty)
        #expect(Set(GuardedRoute.all.map(\.route)).count == GuardedRoute.all.count)
        // What these allow is more of an answer, never a route of its own.
        let widening: Set<Contract.Operation> = [.readWholeAudit, .manageTokens]
        let reached = Set(GuardedRoute.all.compactMap(\.operation)).union(widening)
        #expect(reached.symmetricDifference(Contract.Operation.allCases).isEmpty)
    }

    @Test(.timeLimit(.minutes(5))) func everyRouteTakesOneOfItsRoles() async throws {
        try await withServer { url in
            let admin = HTTPControlPlane(
                baseURL: url,
                token: Self.token,
                httpClient: .shared,
                source: .api
            )
            for route in GuardedRoute.all { try await expectNobodyIn(route, at: url) }
            for role in Role.allCases {
                let session = try await signIn(as: role, admin, url)
                var denied: [String: String] = [:]
                for route in GuardedRoute.all where route.access != .open {
                    let answer = try await route.ask(url, session)
                    let isDenied = answer.code == ProblemCode.permissionDenied.rawValue
                    let isAllowed = route.operation?.roles.contains(role) ?? true
                    #expect(isDenied == !isAllowed, "\(route.route) as \(role): \(answer)")
                    if isDenied { denied[answer.requestID] = route.operation?.rawValue }
                }
                // And it was this operation that was asked for, not another one with the same roles.
                var audited: [String: String] = [:]
                for entry in try await denials(of: role.rawValue, admin) {
                    audited[entry.requestID ?? ""] = entry.action
                }
                #expect(audited == denied)
            }
        }
    }

    private func expectNobodyIn(_ route: GuardedRoute, at url: String) async throws {
        let answer = try await route.ask(url, nil)
        if route.access == .open {
            #expect(answer.code != ProblemCode.authenticationRequired.rawValue, "\(route.route): \(answer)")
        } else {
            #expect(answer.status == 401, "\(route.route): \(answer)")
        }
    }

    private func denials(of name: String, _ admin: HTTPControlPlane) async throws -> [AuditEntryView] {
        var found: [AuditEntryView] = []
        var page = PageRequest(limit: 200)
        while true {
            let next = try await admin.audit(AuditQuery(actor: name, page: page))
            found += next.items.filter { $0.outcome == "denied" }
            guard let cursor = next.nextCursor else { return found }
            page = PageRequest(limit: 200, cursor: cursor)
        }
    }

    /// Somebody with an account and a session: some operations are about these.
    private func signIn(as role: Role, _ admin: HTTPControlPlane, _ url: String) async throws -> String {
        let password = "paper boats at noon"
        _ = try await admin.createAccount(
            AccountRequest(name: role.rawValue, role: role, password: password)
        )
        var request = HTTPClientRequest(url: url + "/api/sessions")
        request.method = .POST
        request.headers = ["content-type": "application/json"]
        request.body = .bytes(ByteBuffer(string: #"{"name":"\#(role)","password":"\#(password)"}"#))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return try JSON.decode(IssuedSession.self, from: body.readableBytesView).secret
    }

    private func withServer(_ body: (String) async throws -> Void) async throws {
        try await inFolder { folder in
            let port = try freeLoopbackPort()
            let data = folder.appending(path: "data").path
            let database = try await ProgramDatabase.make(for: data)
            let server = ChildProgram(
                ["serve", "--port", "\(port)", "--data", data],
                environment: database.environment.merging(["SKILLYARD_BOOTSTRAP_TOKEN": Self.token]) { $1 },
                log: folder.appending(path: "server.log")
            )
            try server.start()
            let url = "http://127.0.0.1:\(port)"
            let outcome: Result<Void, any Error>
            do {
                try await until { await isReady(url) }
                outcome = .success(try await body(url))
            } catch {
                outcome = .failure(error)
            }
            server.kill()
            try await database.remove()
            try outcome.get()
        }
    }
}
