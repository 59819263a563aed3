import API
import Client
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Requests

@Suite("Limits of requests (SEC-09)", .timeLimit(.minutes(5)))
struct RequestLimitTests {
    /// A clock that stands still until somebody turns it.
    private final class Hand: Sendable {
        private let time = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { time.withLock { $0 } }

        func turn(_ duration: Duration) { time.withLock { $0 += duration } }
    }

    private func site(_ hand: Hand, perCaller: Int?, perAddress: Int?) -> TestSite {
        var site = TestSite()
        let quotas = RequestLimits.Quotas(perCaller: perCaller, perAddress: perAddress)
        site.limits = APILimits(requests: RequestLimits(quotas) { hand.now })
        return site
    }

    @Test func whoAsksTooMuchIsToldHowLongToWait() async throws {
        let hand = Hand()
        let site = site(hand, perCaller: 3, perAddress: 2)
        try await site.test { client in
            for _ in 0..<3 { #expect(try await client.ask(.get, "/api/me").status == .ok) }
            let calls = site.plane.calls
            let refused = try await client.ask(.get, "/api/me")
            let problem = try refused.problem(.rateLimited)
            #expect(problem.wording?.key == "rate_limited.requests")
            #expect(problem.retryAfterSeconds == 20)
            #expect(refused.headers[.retryAfter] == "20")
            #expect(refused.headers[header("RateLimit-Policy")] == "\"caller\";q=3;w=60")
            #expect(refused.headers[header("RateLimit")] == "\"caller\";r=0;t=20")
            #expect(site.plane.calls == calls, "nothing was looked at")
            hand.turn(.seconds(20))
            let answer = try await client.ask(.get, "/api/me")
            #expect(answer.status == .ok)
            #expect(answer.headers[header("RateLimit")] == "\"caller\";r=0;t=20")
            _ = try await client.ask(.get, "/api/me").problem(.rateLimited)
        }
    }

    /// The caller's first request counts by its address only until it is known to be good.
    @Test func strangersUseUpTheirAddressAndNobodyElses() async throws {
        let hand = Hand()
        try await site(hand, perCaller: 10, perAddress: 2).test { client in
            #expect(try await client.ask(.get, "/api/me").status == .ok)
            for _ in 0..<2 {
                let answer = try await client.ask(.get, "/api/me", signedIn: false)
                _ = try answer.problem(.authenticationRequired)
            }
            let wrong: HTTPFields = [.authorization: "Bearer nobody's"]
            let refused = try await client.ask(.get, "/api/me", headers: wrong, signedIn: false)
            #expect(try refused.problem(.rateLimited).wording?.key == "rate_limited.address")
            #expect(try await client.ask(.get, "/api/me").status == .ok, "who is known goes on")
            // What watches a node goes on, too, within reason, and not for whoever makes tokens up.
            for _ in 0..<120 { #expect(try await client.ask(.get, "/metrics").status == .ok) }
            let tooMany = try await client.ask(.get, "/metrics")
            _ = try tooMany.problem(.rateLimited)
            #expect(tooMany.headers[header("RateLimit-Policy")] == "\"metrics\";q=120;w=60")
            #expect(try await client.ask(.get, "/api/me").status == .ok, "which takes nothing from the rest")
            #expect(try await client.ask(.get, "/readyz", signedIn: false).status == .ok)
            let scrape = try await client.ask(.get, "/metrics", headers: wrong, signedIn: false)
            _ = try scrape.problem(.rateLimited)
            hand.turn(.seconds(60))
            _ = try await client.ask(.get, "/api/me", signedIn: false).problem(.authenticationRequired)
        }
    }

    @Test func aTokenThatIsRefusedCountsByItsAddressAgain() async throws {
        let limits = RequestLimits(.init(perCaller: 10, perAddress: 1))
        func signIn(_ code: ProblemCode?) async throws(Problem) {
            try await limits.signingIn("secret", charged: nil) { () async throws(Problem) in
                if let code { throw Problem(code, "No.") }
            }
        }
        try await signIn(nil)
        #expect(limits.charge("secret", from: "192.0.2.1")?.policy == .caller)
        await #expect(throws: Problem.self) { try await signIn(.unavailable) }
        #expect(limits.charge("secret", from: "192.0.2.1")?.policy == .caller)
        await #expect(throws: Problem.self) { try await signIn(.authenticationRequired) }
        #expect(limits.charge("secret", from: "192.0.2.1")?.policy == .address)
    }

    /// Whoever floods without a secret, or somebody who asks for what is not there, uses up only what is theirs.
    @Test func whoHasASecretThatTheNodeDoesNotKnowYetIsNotKeptOut() async throws {
        let hand = Hand()
        try await site(hand, perCaller: 10, perAddress: 3).test { client in
            for path in ["/static/", "/static/nothing.css", "/nothing"] {
                let answer = try await client.ask(.get, path, signedIn: false)
                #expect(answer.headers[header("RateLimit-Policy")] == "\"address\";q=3;w=60", "\(path)")
            }
            _ = try await client.ask(.get, "/static/nothing.css", signedIn: false)
            _ = try await client.ask(.get, "/api/me", signedIn: false).problem(.rateLimited)
            #expect(try await client.ask(.get, "/api/me").status == .ok)
            // Known from now on, also to whoever was away for the night.
            hand.turn(.seconds(23 * 3600))
            let wrong: HTTPFields = [.authorization: "Bearer sky_nobody's"]
            for _ in 0..<3 {
                let answer = try await client.ask(.get, "/api/me", headers: wrong, signedIn: false)
                _ = try answer.problem(.authenticationRequired)
            }
            let refused = try await client.ask(.get, "/api/me", headers: wrong, signedIn: false)
            _ = try refused.problem(.rateLimited)
            #expect(try await client.ask(.get, "/api/me").status == .ok)
        }
    }

    @Test func eachRequestIsTakenOffItsAddressOnceAndCountedByItsCaller() async throws {
        let hand = Hand()
        let limits = RequestLimits(.init(perCaller: 4, perAddress: 3)) { hand.now }
        func signIn(_ secret: String, _ standing: RequestStanding?) async throws(Problem) {
            try await limits.signingIn(secret, charged: standing) { () async throws(Problem) in }
        }
        // At once, before any of them is looked at.
        let standings = (0..<3).map { _ in limits.charge("sky_a", from: "192.0.2.1") }
        for standing in standings { try await signIn("sky_a", standing) }
        for _ in 0..<2 { try await signIn("sky_a", standings[0]) }
        #expect(limits.charge("sky_a", from: "192.0.2.1")?.remaining == 0)
        // The address has all of them back, and none too many.
        let others = (0..<4).map { limits.charge("sky_b\($0)", from: "192.0.2.1")?.refusal == nil }
        #expect(others == [true, true, true, false])
        // What was never taken, as at the heartbeat of a stream, is not given back.
        try await signIn("sky_c", nil)
        #expect(limits.charge("sky_d", from: "192.0.2.1")?.refusal != nil)
        #expect(limits.charge("sky_c", from: "192.0.2.1")?.policy == .caller)
    }

    /// Cookies of other ports and of sibling domains come along, and mean nothing where there is ours.
    @Test func theSecretThatCountsIsTheOneThatIsUsed() {
        func fields(_ cookies: String...) -> HTTPFields {
            var fields: HTTPFields = [.authorization: "Bearer b"]
            for cookie in cookies { fields.append(HTTPField(name: .cookie, value: cookie)) }
            return fields
        }
        let both = fields("lang=ko; skillyard=old; __Host-skillyard=", "__Host-skillyard=new")
        #expect(SentSecret.used(both, isPage: true) == "new")
        #expect(SentSecret.used(both, isPage: false) == "b")
        #expect(SentSecret.kept(both, mayBePlain: false) == "new")
        let plain = fields("skillyard=; skillyard=old; skillyardx=y")
        #expect(SentSecret.kept(plain, mayBePlain: true) == "old")
        #expect(SentSecret.kept(plain, mayBePlain: false) == nil)
        #expect(SentSecret.used(fields(), isPage: true) == "b")
    }

    @Test func withoutLimitsNothingIsCountedOrSaid() async throws {
        try await site(Hand(), perCaller: nil, perAddress: nil).test { client in
            let answer = try await client.ask(.get, "/api/me")
            #expect(answer.headers[header("RateLimit")] == nil)
        }
        try await site(Hand(), perCaller: nil, perAddress: 1).test { client in
            for _ in 0..<5 {
                let answer = try await client.ask(.get, "/api/me")
                #expect(answer.status == .ok)
            }
        }
    }

    @Test func bucketsFillEvenlyAndManyOfThemTakeBoundedRoom() {
        let start = ContinuousClock.now
        var buckets = RequestBuckets(perMinute: 60, generation: .seconds(60), most: 100, now: start)
        for _ in 0..<60 { #expect(buckets.charge(1, at: start)?.isRefused == false) }
        #expect(buckets.charge(1, at: start)?.isRefused == true)
        #expect(buckets.charge(1, at: start + .milliseconds(999))?.isRefused == true)
        let level = buckets.charge(1, at: start + .milliseconds(1500))
        #expect(level == .init(isRefused: false, remaining: 0, secondsUntilMore: 1))
        #expect(buckets.charge(1, at: start + .seconds(3600))?.remaining == 59, "never more than a minute's")
        for key in 2...100 { _ = buckets.charge(key, at: start + .seconds(3601)) }
        #expect(buckets.knows(1))
        for key in 101...400 { _ = buckets.charge(key, at: start + .seconds(3601)) }
        #expect(!buckets.knows(1) && buckets.knows(400))
    }

    @Test func aCallerHoldsOnlySoManyStreamsOpen() async throws {
        let room = StreamRoom(perCaller: 2)
        var places = [try room.enter("a"), try room.enter("a"), try room.enter("b")]
        let refused = #expect(throws: Problem.self) { try room.enter("a") }
        #expect(refused?.code == .rateLimited && refused?.wording?.key == "rate_limited.streams")
        places.removeFirst()
        places.append(try room.enter("a"))
        var site = TestSite()
        site.limits = APILimits(streams: StreamRoom(perCaller: 1))
        try await LiveSite.serving(try site.site().router()) { live in
            let stream = try await live.follow()
            #expect(try await live.statusOfEvents() == .tooManyRequests)
            withExtendedLifetime(stream) {}
        }
        withExtendedLifetime(places) {}
    }

    /// A minute is longer than anybody waits at a terminal.
    @Test func theClientDoesNotWaitForLong() async throws {
        let hand = Hand()
        try await LiveSite.serving(try site(hand, perCaller: 1, perAddress: 10).site().router()) { live in
            let client = live.client { _ in Issue.record("waited") }
            _ = try await client.caller()
            let refused = await #expect(throws: Problem.self) { try await client.caller() }
            #expect(refused?.code == .rateLimited && refused?.retryAfterSeconds == 60)
        }
    }

    @Test func theClientSendsAgainWhatNobodyLookedAt() async throws {
        let hand = Hand()
        let site = site(hand, perCaller: 6, perAddress: 10)
        let pauses = Mutex<[Duration]>([])
        try await LiveSite.serving(try site.site().router()) { live in
            let client = live.client { pause in
                pauses.withLock { $0.append(pause) }
                hand.turn(pause)
            }
            for _ in 0..<6 { _ = try await client.caller() }
            _ = try await client.startRun(try RequestLimitTests.run(), idempotencyKey: nil, source: .cli)
        }
        let waited = pauses.withLock { $0 }
        #expect(waited.count == 1)
        #expect(waited.allSatisfy { $0 >= .seconds(10) && $0 < .seconds(11) })
    }

    /// The last request of a quota is looked at; if it is refused for something else, it must not be sent again.
    @Test func theClientDoesNotSendAgainWhatWasLookedAt() async throws {
        let site = site(Hand(), perCaller: 1, perAddress: 10)
        let problem = Problem(.rateLimited, as: "streams", "Too many.", retryAfterSeconds: 1)
        site.plane.refuse(with: problem)
        try await LiveSite.serving(try site.site().router()) { live in
            let client = live.client { _ in Issue.record("sent again") }
            let refused = await #expect(throws: Problem.self) {
                try await client.startRun(try RequestLimitTests.run(), idempotencyKey: nil, source: .cli)
            }
            #expect(refused?.wording?.key == "rate_limited.streams")
        }
    }

    private static func run() throws -> RunRequest {
        try JSON.decode(RunRequest.self, from: RouteTests.request.utf8)
    }
}
