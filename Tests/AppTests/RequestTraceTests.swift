import App
import AsyncHTTPClient
import Bundles
import Client
import Contract
import Foundation
import NIOCore
import NIOHTTP1
import PostgresFixture
import Proofs
import Simulators
import Testing

/// OP-04: one id from the request to the try, at the built program as its users meet it.
@Suite(.serialized) struct RequestTraceTests {
    private static let token = "sky_request-trace-token-of-a-test"

    // OP-04
    @Test(.timeLimit(.minutes(5)))
    func oneIDIsInTheAnswerTheLogTheRunItsTriesTheAuditLogAndTheEvidence() async throws {
        try await inFolder { folder in
            let simulator = try await Simulator.start()
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await follow(simulator, folder)) } catch {
                outcome = .failure(error)
            }
            await simulator.stop()
            try outcome.get()
        }
    }

    private func follow(_ simulator: RunningSimulator, _ folder: URL) async throws {
        let url = "http://127.0.0.1:\(try freeLoopbackPort())"
        let server = server(at: url, folder)
        try server.start()
        defer { server.kill() }
        try await until { await isReady(url) }
        let plane = HTTPControlPlane(baseURL: url, token: Self.token, httpClient: .shared, source: .api)
        try await prepare(plane, simulator)
        let run = try await fail(at: url, plane, simulator)
        try await retry(run, at: url, plane, simulator)
        let evidence = try await plane.evidence(of: run)
        #expect(EvidenceReport(ofArchive: evidence.bytes, trusting: nil).faults == [])
        #expect(server.stop() == 0)
        let lines = try server.said.split(separator: "\n")
        for request in ["trace-start.1", "trace-retry.2"] {
            let traced = lines.filter { $0.contains(request) }
            #expect(traced.contains { $0.contains("Request answered.") }, "\(request)")
            #expect(traced.contains { $0.contains("try ended") && $0.contains("\(run)") }, "\(request)")
        }
    }

    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00f067aa0ba902b7"

    // OP-04
    @Test(.timeLimit(.minutes(5)))
    func oneTraceGoesFromTheCallerToTheVendorsAnswer() async throws {
        let collector = Collector()
        try await inFolder { folder in
            let simulator = try await Simulator.start()
            let outcome: Result<Void, any Error>
            do {
                try await collector.listening { try await trace(simulator, folder, to: $0) }
                outcome = .success(())
            } catch { outcome = .failure(error) }
            await simulator.stop()
            try outcome.get()
        }
        let seen = collector.current
        #expect(seen.faults == [])
        let spans = seen.spans.filter { $0.trace == Self.trace }
        let request = try #require(spans.first { $0.name == "POST /api/install-runs" })
        #expect(request.kind == 2 && request.parent == Self.parent)
        #expect(request.attributes["http.response.status_code"] == "202")
        let attempt = try #require(spans.first { $0.name == "install openai" })
        #expect(attempt.kind == 5 && attempt.parent == request.id)
        #expect(attempt.attributes["skillyard.outcome"] == "success")
        #expect(attempt.attributes["skillyard.provider_kind"] == "openai")
        let calls = spans.filter { $0.parent == attempt.id }
        #expect(!calls.isEmpty && calls.allSatisfy { $0.kind == 3 })
        let names: Set = [
            "http.request.method", "http.response.status_code", "server.address", "server.port", "url.scheme",
        ]
        #expect(calls.allSatisfy { names.isSuperset(of: $0.attributes.keys) }, "\(calls)")
    }

    private func trace(_ simulator: RunningSimulator, _ folder: URL, to collector: String) async throws {
        let url = "http://127.0.0.1:\(try freeLoopbackPort())"
        let server = server(at: url, folder, ["SKILLYARD_OTLP_ENDPOINT": collector])
        try server.start()
        defer { server.kill() }
        try await until { await isReady(url) }
        let plane = HTTPControlPlane(baseURL: url, token: Self.token, httpClient: .shared, source: .api)
        try await prepare(plane, simulator)
        let body = #"{"skills": [{"name": "traced"}], "providers": ["openai"]}"#
        let header = "00-\(Self.trace)-\(Self.parent)-01"
        let accepted = try await post(url + "/api/install-runs", as: "traced-1", body, parent: header)
        #expect(accepted.traceID == Self.trace)
        try await until { try await plane.run(accepted.id).status.isFinal }
        let done = try await plane.run(accepted.id)
        #expect(done.status == .success)
        #expect(done.traceID == Self.trace)
        #expect(done.tasks?.first?.attempts?.map(\.traceID) == [Self.trace])
        let entries = try await plane.audit(AuditQuery(page: PageRequest(limit: 200))).items
        let traced = entries.filter { $0.detail["trace_id"] == Self.trace }.map(\.action)
        #expect(Array(traced.reversed()) == ["run.start", "task.install", "run.finish"])
        // Its end is when what waits is sent.
        #expect(server.stop() == 0)
        let lines = try server.said.split(separator: "\n").filter { $0.contains("trace_id=\(Self.trace)") }
        #expect(lines.contains { $0.contains("Request answered.") && $0.contains("request_id=traced-1") })
        #expect(lines.contains { $0.contains("try ended") })
    }

    /// Has a run fail for one request.
    private func fail(at url: String, _ plane: HTTPControlPlane, _ simulator: RunningSimulator) async throws
        -> RunID
    {
        simulator.load(FaultScript(rules: [FaultRule(effect: .status(401))]))
        let body = #"{"skills": [{"name": "traced"}], "providers": ["openai"]}"#
        let accepted = try await post(url + "/api/install-runs", as: "trace-start.1", body)
        #expect(accepted.requestID == "trace-start.1")
        try await until { try await plane.run(accepted.id).status.isFinal }
        let failed = try await plane.run(accepted.id)
        #expect(failed.status == .failed)
        #expect(failed.requestID == "trace-start.1")
        let first = try #require(failed.tasks?.first?.attempts)
        #expect(first.map(\.requestID) == ["trace-start.1"])
        #expect(first.first?.error?.code == .authFailed)
        #expect(first.first?.error?.providerRequestID != "trace-start.1")
        #expect(
            try await actions("trace-start.1", plane) == ["run.start", "task.install", "run.finish"]
        )

        return accepted.id
    }

    /// Has it succeed for another.
    private func retry(
        _ run: RunID,
        at url: String,
        _ plane: HTTPControlPlane,
        _ simulator: RunningSimulator
    ) async throws {
        simulator.load(FaultScript())
        let retried = try await post(url + "/api/install-runs/\(run)/retry", as: "trace-retry.2", nil)
        #expect(retried.requestID == "trace-start.1")
        #expect(retried.tasks?.map(\.requestID) == ["trace-retry.2"])
        try await until { try await plane.run(run).status == .success }
        let done = try await plane.run(run)
        #expect(done.tasks?.first?.attempts?.map(\.requestID) == ["trace-start.1", "trace-retry.2"])
        #expect(
            try await actions("trace-retry.2", plane) == ["run.retry", "task.install", "run.finish"]
        )
        #expect(
            try await actions("trace-start.1", plane) == ["run.start", "task.install", "run.finish"],
            "what was written stays"
        )
    }

    private func server(at url: String, _ folder: URL, _ settings: [String: String] = [:]) -> ChildProgram {
        ChildProgram(
            [
                "serve", "--port", String(url.split(separator: ":").last ?? ""), "--data",
                folder.appending(path: "data").path, "--log-level", "debug",
            ],
            environment: settings.merging(["SKILLYARD_BOOTSTRAP_TOKEN": Self.token]) { $1 },
            log: folder.appending(path: "server.log")
        )
    }

    private func prepare(_ plane: HTTPControlPlane, _ simulator: RunningSimulator) async throws {
        let text = "---\nname: traced\ndescription: Is followed everywhere.\n---\nFollow it.\n"
        _ = try await plane.registerSkill(SkillUpload(content: .text(text)))
        _ = try await plane.putProvider(
            ProviderID(rawValue: "openai"),
            ProviderSettings(
                kind: .openai,
                displayName: "OpenAI",
                baseURL: simulator.baseURL(for: .openai),
                credential: "env:SKILLYARD_SANDBOX_KEY",
                sandbox: true
            ),
            if: .absent
        )
    }

    /// Asks under an id of its own, which has to come back with the answer.
    private func post(_ url: String, as id: String, _ body: String?, parent: String? = nil) async throws
        -> RunView
    {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(Self.token)")
        request.headers.add(name: "X-Request-Id", value: id)
        if let parent { request.headers.add(name: "traceparent", value: parent) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        #expect(answer.headers.first(name: "X-Request-Id") == id)
        let place = TraceParent(answer.headers.first(name: "traceresponse") ?? "")
        #expect(place != nil && (parent == nil || place?.traceID == Self.trace))
        let bytes = try await answer.body.collect(upTo: 1 << 20)
        #expect(answer.status == .accepted, "\(String(buffer: bytes))")
        return try JSON.decode(RunView.self, from: bytes.readableBytesView)
    }

    /// What the audit log says was done for a request, oldest first.
    private func actions(_ request: String, _ plane: HTTPControlPlane) async throws -> [String] {
        try await plane.audit(AuditQuery(page: PageRequest(limit: 200))).items.reversed()
            .filter { $0.requestID == request }.map(\.action)
    }
}
