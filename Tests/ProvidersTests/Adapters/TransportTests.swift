import AsyncHTTPClient
import Contract
import Domain
import Simulators
import Testing

@testable import Providers

/// Deadlines, cancellation, refusals and broken connections, on every adapter that uses HTTP.
@Suite struct TransportTests {
    @Test(arguments: ProviderKind.remote)
    func nobodyListeningIsUnavailable(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let settings = bench.settings(kind, baseURL: "http://127.0.0.1:1/v1")
            let adapter = try bench.catalog.adapter(for: bench.provider(settings))
            let work = Work(adapter, .install(try sampleBundle(), over: nil), clock: bench.clock)
            #expect(try await work.failure().code == .providerUnavailable)
            let failure = await #expect(throws: ProviderFailure.self) { try await adapter.check() }
            #expect(failure?.code == .providerUnavailable)
        }
    }

    @Test(arguments: ProviderKind.remote)
    func aChangeThatIsNotAnsweredInTimeIsOfUnknownOutcome(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            bench.lose("POST", by: .hang(commit: true))
            #expect(try await work.failure(timeLimit: .seconds(20)).code == .outcomeUnknown)
            let remote = try await work.installed()
            #expect(try bench.held(kind).map(\.id.lastPart) == [remote.id])
        }
    }

    @Test(arguments: ProviderKind.vendors)
    func aLookThatIsNotAnsweredInTimeIsATimeout(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            bench.lose("GET", by: .hang(commit: false))
            let failure = try await work.failure(timeLimit: .milliseconds(300))
            #expect(failure.code == .timeout)
            #expect(work.journal.all.isEmpty)
        }
    }

    /// Cancelling the task ends a hanging request at once.
    @Test(arguments: ProviderKind.remote, ["GET", "POST"])
    func cancellationEndsTheRequest(on kind: ProviderKind, _ method: String) async throws {
        guard kind != .http || method == "POST" else { return }
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            bench.lose(method, by: .hang(commit: false))
            let running = Task { try await work.failure(timeLimit: .seconds(300)) }
            while !bench.hasReceived(method, by: kind) { await Task.yield() }
            running.cancel()
            let failure = try await running.value
            #expect(failure.code == (method == "POST" ? .outcomeUnknown : .providerUnavailable))
        }
    }

    @Test(arguments: ProviderKind.remote)
    func aWrongCredentialIsToldApart(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            for (status, code) in [
                (401, FailureCode.authFailed), (403, .permissionDenied), (402, .quotaExceeded),
            ] {
                bench.lose("POST", by: .status(status))
                let failure = try await work.failure()
                #expect(failure.code == code)
                #expect(failure.providerStatus == status)
                #expect(!failure.isRetryable)
            }
        }
    }

    @Test(arguments: ProviderKind.remote)
    func theProvidersWishToWaitIsHeard(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            bench.lose("POST", by: .rateLimit(seconds: 7))
            let failure = try await work.failure()
            #expect(failure.code == .rateLimited)
            #expect(failure.retryAfter == .seconds(7))
            bench.lose("POST", by: .quota)
            let quota = try await work.failure()
            #expect(kind == .http || quota.code == .quotaExceeded)
        }
    }

    @Test(arguments: ProviderKind.remote)
    func messagesHoldNoSecrets(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            var effect = FaultEffect.status(401)
            effect.message = "Incorrect API key provided: \(Bench.key)."
            bench.lose("POST", by: effect)
            let failure = try await work.failure()
            #expect(failure.code == .authFailed)
            #expect(!failure.message.contains(Bench.key))
            #expect(failure.message.contains("[redacted]"))
        }
    }

    /// No automatic retry inside the client: one failing request is one request.
    @Test(arguments: ProviderKind.remote)
    func nothingIsSentTwice(on kind: ProviderKind) async throws {
        try await Bench.with { bench in
            let work = try bench.work(kind, .install(try sampleBundle(), over: nil))
            bench.simulator.load(FaultScript(rules: [FaultRule(method: "POST", effect: .drop)]))
            #expect(try await work.failure().code == .outcomeUnknown)
            let posts = bench.simulator.requests.vendors[kind.simulated.rawValue]?
                .filter { $0.key.hasPrefix("POST ") }.values.reduce(0, +)
            #expect(posts == 1)
        }
    }
}

extension Bench {
    func hasReceived(_ method: String, by kind: ProviderKind) -> Bool {
        simulator.requests.vendors[kind.simulated.rawValue]?.keys.contains { $0.hasPrefix(method + " ") }
            ?? false
    }
}
