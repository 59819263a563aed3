import Contract
import Domain
import Testing

/// JOB-09: exponential, full jitter, capped, and never sooner than the provider asked for.
@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy.standard

    @Test func theCeilingDoublesUpToTheLimit() {
        let failure = ProviderFailure(.providerUnavailable, "")
        let ceilings = (1...10).map { policy.delay(after: failure, attempt: $0, jitter: 1) }
        #expect(ceilings == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map { .seconds($0) })
    }

    @Test func theJitterCoversTheWholeRange() {
        let failure = ProviderFailure(.providerUnavailable, "")
        #expect(policy.delay(after: failure, attempt: 3, jitter: 0) == .zero)
        #expect(policy.delay(after: failure, attempt: 3, jitter: 0.25) == .seconds(2))
    }

    @Test func aHintOutranksAShorterWaitAndIsCapped() {
        let hinted = ProviderFailure(.rateLimited, "", retryAfter: .seconds(40))
        #expect(policy.delay(after: hinted, attempt: 1, jitter: 0.5) == .seconds(40))
        let endless = ProviderFailure(.rateLimited, "", retryAfter: .seconds(1_000_000))
        #expect(policy.delay(after: endless, attempt: 1, jitter: 0) == .seconds(86_400))
    }

    @Test func hugeAttemptNumbersDoNotOverflow() {
        let failure = ProviderFailure(.timeout, "")
        #expect(policy.delay(after: failure, attempt: 1000, jitter: 1) == .seconds(300))
    }
}
