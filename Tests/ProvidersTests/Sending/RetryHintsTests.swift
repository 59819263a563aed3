import Contract
import NIOHTTP1
import Testing

@testable import Providers

@Suite struct RetryHintsTests {
    private let now = Timestamp("2026-11-22T10:00:00Z") ?? Timestamp(microseconds: 0)

    @Test func theMoreExactHeaderWins() {
        let headers: HTTPHeaders = ["Retry-After-Ms": "250", "Retry-After": "3"]
        #expect(RetryHints.delay(in: headers, body: .seconds(9), at: now) == .milliseconds(250))
        #expect(RetryHints.delay(in: ["retry-after": "3"], body: .seconds(9), at: now) == .seconds(3))
        #expect(RetryHints.delay(in: [:], body: .seconds(9), at: now) == .seconds(9))
        #expect(RetryHints.delay(in: [:], body: nil, at: now) == nil)
    }

    @Test func aDateIsReadAgainstTheClock() {
        #expect(RetryHints.retryAfter("Sun, 22 Nov 2026 10:02:00 GMT", at: now) == .seconds(120))
        #expect(RetryHints.retryAfter("Sun, 22 Nov 2026 09:00:00 GMT", at: now) == .zero)
        #expect(RetryHints.retryAfter("tomorrow", at: now) == nil)
        #expect(RetryHints.retryAfter("-1", at: now) == nil)
    }

    @Test func absurdDelaysAreBounded() {
        #expect(RetryHints.retryAfter("1e300", at: now) == .seconds(366 * 86_400))
        #expect(RetryHints.retryAfter("inf", at: now) == nil)
    }

    @Test(arguments: [
        ("1s", Duration.seconds(1)), ("6m0s", .seconds(360)), ("120ms", .milliseconds(120)),
        ("1h2m3.5s", .milliseconds(3_723_500)),
    ])
    func goDurationsAreRead(_ text: String, _ duration: Duration) {
        #expect(RetryHints.goDuration(text) == duration)
    }

    @Test(arguments: ["", "s", "5", "5x", "1s2"])
    func whatIsNoGoDurationIsNotRead(_ text: String) {
        #expect(RetryHints.goDuration(text) == nil)
    }

    @Test func aResetCountsOnlyForALimitThatIsUsedUp() {
        let headers: HTTPHeaders = [
            "x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "9s",
            "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2s",
        ]
        #expect(RetryHints.delay(in: headers, body: nil, at: now) == .seconds(2))
    }

    @Test func theProvidersWordOnRetryingIsRead() {
        #expect(RetryHints.shouldRetry(in: ["x-should-retry": "False"]) == false)
        #expect(RetryHints.shouldRetry(in: ["x-should-retry": "true"]) == true)
        #expect(RetryHints.shouldRetry(in: ["x-should-retry": "perhaps"]) == nil)
    }
}
