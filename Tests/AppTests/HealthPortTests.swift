import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PostgresFixture
import Testing

@testable import App

/// OP-02, OP-03: a node that only works says how it is, too.
@Suite struct HealthPortTests {
    private static let token = "sky_health-port-token-of-a-test"

    @Test(.timeLimit(.minutes(5))) func aWorkerSaysHowItIsAtAPortOfItsOwn() async throws {
        try await inFolder { folder in
            let data = folder.appending(path: "data").path
            let database = try await ProgramDatabase.make(for: data)
            let port = try freeLoopbackPort()
            let program = ChildProgram(
                ["worker", "--health-port", "\(port)", "--data", data],
                environment: ["SKILLYARD_BOOTSTRAP_TOKEN": Self.token].merging(database.environment) { $1 },
                log: folder.appending(path: "log")
            )
            try program.start()
            defer { program.kill() }
            let url = "http://127.0.0.1:\(port)"
            try await until { await isReady(url) }
            let metrics = try await answer(url + "/metrics")
            #expect(metrics.status == 200)
            let limit = "skillyard_worker_targets_limit 4096\n"
            #expect(metrics.text.contains(limit), "\(metrics.text)")
            #expect(try await answer(url + "/metrics", token: "sky_nobody-knows-this-token").status == 401)
            #expect(try await answer(url + "/api/skills").status == 404)
            #expect(program.stop() == 0)
            try await database.remove()
        }
    }

    private func answer(_ url: String, token: String = token) async throws -> (status: UInt, text: String) {
        var request = HTTPClientRequest(url: url)
        request.headers = ["authorization": "Bearer \(token)"]
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        return (answer.status.code, String(buffer: try await answer.body.collect(upTo: 1 << 20)))
    }

    // MARK: Settings

    private func read(_ environment: [String: String]) throws -> Configuration.Observing {
        try Configuration.read(flags: [:], environment: environment, workingFolder: "/srv").observing
    }

    @Test func nothingIsSentAnywhereUnlessThatIsSaid() throws {
        let quiet = try read([:])
        #expect(quiet.traces == nil && !quiet.tellsVendors && quiet.healthPort == nil)
        let told = try read([
            "SKILLYARD_OTLP_ENDPOINT": "https://collector.example.com/",
            "SKILLYARD_OTLP_HEADERS": "authorization=Bearer%20abc=, x-team = a%2Cb%25",
            "SKILLYARD_TRACE_PERCENT": "5",
        ])
        #expect(told.traces?.url == "https://collector.example.com/v1/traces")
        #expect(told.traces?.headers.map(\.value) == ["Bearer abc=", "a,b%"])
        #expect(told.traces?.headers.map(\.name) == ["authorization", "x-team"])
        #expect(told.tracePercent == 5)
    }

    /// Neither what is no name of a field (RFC 9110), nor what says where a request ends or goes.
    @Test(arguments: [
        "a(b=hidden", "a;b=hidden", "a b=hidden", "=hidden", "Content-Length=1", "host=hidden",
        "transfer-encoding=chunked", "content-type=hidden", "a=hidden%", "a=hidden%2", "a=hidden%0A", "a=한",
        "a=hidden%ED%95%9C", "a=hidden,,b",
    ])
    func fieldsThatMayNotBeAddedAreRefused(_ fields: String) throws {
        let environment = [
            "SKILLYARD_OTLP_ENDPOINT": "http://127.0.0.1:4318", "SKILLYARD_OTLP_HEADERS": fields,
        ]
        let error = #expect(throws: ConfigurationError.self) { try read(environment) }
        #expect(error?.faults.count == 1)
        #expect(error?.lines.joined().contains("hidden") == false)
    }

    /// SEC-06: no fault shows the value of a secret.
    @Test(arguments: [
        ["SKILLYARD_OTLP_ENDPOINT": "collector:4318"],
        [
            "SKILLYARD_OTLP_ENDPOINT": "http://10.0.0.1:4318",
            "SKILLYARD_OTLP_HEADERS": "authorization=hidden",
        ],
        ["SKILLYARD_OTLP_ENDPOINT": "http://127.0.0.1:4318", "SKILLYARD_OTLP_HEADERS": "hidden"],
        ["SKILLYARD_RUNBOOK_URL": "wiki"], ["SKILLYARD_RUNBOOK_URL": "https://wiki.example.com/#part"],
        ["SKILLYARD_TRACE_PERCENT": "101"],
    ])
    func whatCannotBeUsedIsNamed(_ environment: [String: String]) throws {
        let error = #expect(throws: ConfigurationError.self) { try read(environment) }
        #expect(error?.faults.count == 1)
        #expect(error?.lines.joined().contains("hidden") == false)
    }
}
