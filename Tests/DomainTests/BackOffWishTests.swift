import Contract
import Domain
import Testing

@Suite struct BackOffWishTests {
    private func wish(_ code: FailureCode, for wait: Duration?, isOurs: Bool = false) -> BackOffView? {
        let failure = ProviderFailure(code, "No.", providerStatus: 429, retryAfter: wait, isOurs: isOurs)
        return BackOffView(.fail(failure, jitter: 0), at: start)
    }

    @Test func aLimitOfTheRateWithATimeIsAWishOfTheProvider() throws {
        let found = try #require(wish(.rateLimited, for: .seconds(30)))
        #expect(found.since == start)
        #expect(found.until == start + .seconds(30))
        #expect(found.error.code == .rateLimited)
    }

    @Test func itIsLookedIntoAfterFiveMinutes() {
        #expect(wish(.rateLimited, for: .seconds(86_400))?.until == start + .seconds(300))
    }

    @Test func withoutATimeThereIsNoWish() {
        #expect(wish(.rateLimited, for: nil) == nil)
        #expect(wish(.rateLimited, for: .zero) == nil)
    }

    /// The target waits then, and nobody else.
    @Test(arguments: FailureCode.allCases.filter { $0 != .rateLimited })
    func nothingElseIsAWishOfTheProvider(_ code: FailureCode) {
        #expect(wish(code, for: .seconds(30)) == nil)
    }

    @Test func ourOwnFailuresAreNone() {
        #expect(wish(.rateLimited, for: .seconds(30), isOurs: true) == nil)
        #expect(BackOffView(.succeed(nil), at: start) == nil)
    }
}
