import Contract
import Domain
import Hummingbird
import NIOCore
import Simulators
import Testing

@testable import Providers

/// Replies that never end, in bytes or in time.
@Suite struct LargeAndSlowReplyTests {
    @Test(arguments: ProviderKind.remote)
    func aReplyLargerThanAllowedIsNotTakenIn(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            var effect = FaultEffect.status(200, commit: true)
            effect.body = .string(String(repeating: "x", count: Outgoing.replyLimit + 1))
            bench.lose("POST", by: effect)
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            let failure = try await work.failure()
            #expect(failure.code == .outcomeUnknown)
            #expect(failure.message.contains("larger"))
            _ = try await work.installed()
            #expect(try bench.held(kind).map(\.versions) == [1])
        }
    }

    /// The client's own deadline ends with the head of a reply: the rest must not take for ever either.
    @Test func aReplyThatStopsInTheMiddleEndsWithTheTimeLimit() async throws {
        let router = Router()
        router.on("skills", method: .get) { _, _ in stalling }
        router.on("skills", method: .post) { _, _ in stalling }
        try await withServer(router) { address in
            try await Bench.with { bench in
                let settings = bench.settings(.http, baseURL: address)
                let adapter = try bench.catalog.adapter(for: bench.provider(settings))
                let work = Work(adapter, .install(try sampleBundle(), over: nil), clock: bench.clock)
                let failure = try await work.failure(timeLimit: .milliseconds(300))
                #expect(failure.code == .outcomeUnknown)
                var quick = settings
                quick.attemptTimeoutSeconds = 1
                let checked = try bench.catalog.adapter(for: bench.provider(quick))
                let timeout = await #expect(throws: ProviderFailure.self) { try await checked.check() }
                #expect(timeout?.code == .timeout)
            }
        }
    }

    /// A credential must not be carried to an address nobody entered.
    @Test func redirectsAreNotFollowed() async throws {
        let router = Router()
        router.post("skills") { _, _ in
            Response(status: .temporaryRedirect, headers: [.location: "/elsewhere"])
        }
        router.post("elsewhere") { _, _ in "{\"id\":\"stolen\",\"version\":\"1\"}" }
        try await withServer(router) { address in
            try await Bench.with { bench in
                let settings = bench.settings(.http, baseURL: address)
                let adapter = try bench.catalog.adapter(for: bench.provider(settings))
                let work = Work(adapter, .install(try sampleBundle(), over: nil), clock: bench.clock)
                let failure = try await work.failure()
                #expect(failure.code == .internal)
                #expect(failure.providerStatus == 307)
            }
        }
    }
}

/// Half a body, and then nothing until the connection ends.
private var stalling: Response {
    Response(
        status: .ok,
        body: .init { writer in
            try await writer.write(ByteBuffer(string: "{\"id\": "))
            try await Task.sleep(for: .seconds(600))
            try await writer.finish(nil)
        }
    )
}
