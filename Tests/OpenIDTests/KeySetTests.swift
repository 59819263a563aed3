import Contract
import Domain
import JWTKit
import Synchronization
import Testing

@testable import OpenID

/// Keys that a provider changes, and tokens that name keys it never had.
@Suite struct KeySetTests {
    private let clock = StillClock()
    private let stand = KeyStand()

    @Test func keysAreKeptForAnHour() async throws {
        let keys = stand.keySet(clock)
        stand.publish(try Seal.es256("a"))
        for _ in 0..<5 { _ = try await keys.key("a", for: "ES256") }
        #expect(stand.asked == 1)
        clock.advance(by: .seconds(3599))
        _ = try await keys.key("a", for: "ES256")
        #expect(stand.asked == 1)
        clock.advance(by: .seconds(1))
        _ = try await keys.key("a", for: "ES256")
        #expect(stand.asked == 2)
    }

    @Test func aKeyThatIsNewIsFetchedAtOnceAndAnOldOneForgotten() async throws {
        let keys = stand.keySet(clock)
        stand.publish(try Seal.es256("a"))
        _ = try await keys.key("a", for: "ES256")
        stand.publish(try Seal.es256("b"))
        _ = try await keys.key("b", for: "ES256")
        #expect(stand.asked == 2)
        clock.advance(by: KeySet.pause)
        await #expect(throws: IdentityFailure.self) { try await keys.key("a", for: "ES256") }
    }

    @Test func aFloodOfUnknownKeysIsAskedForOnceInAWhile() async throws {
        let keys = stand.keySet(clock)
        stand.publish(try Seal.es256("a"))
        _ = try await keys.key("a", for: "ES256")
        for number in 0..<100 {
            await #expect(throws: IdentityFailure.self) {
                try await keys.key("made up \(number)", for: "ES256")
            }
        }
        #expect(stand.asked == 2)
        // Whoever has a known one does not notice.
        _ = try await keys.key("a", for: "ES256")
        clock.advance(by: KeySet.pause)
        await #expect(throws: IdentityFailure.self) { try await keys.key("made up", for: "ES256") }
        #expect(stand.asked == 3)
    }

    @Test func manyAtOnceWaitForTheSameFetch() async throws {
        let keys = stand.keySet(clock)
        stand.publish(try Seal.es256("a"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await keys.key("a", for: "ES256") } }
            try await group.waitForAll()
        }
        #expect(stand.asked == 1)
    }

    @Test func afterAFailureTheNextTryWaits() async throws {
        let asked = Counter()
        let fetch = { @Sendable () async throws(IdentityFailure) -> Int in
            let count = asked.next()
            guard count > 1 else { throw IdentityFailure(.unreachable, "Nobody there.") }
            return count
        }
        let kept = Kept<Int>(for: .seconds(60), now: { [clock] in clock.now }, fetch: fetch)
        for _ in 0..<10 { await #expect(throws: IdentityFailure.self) { try await kept.value() } }
        #expect(asked.value == 1)
        clock.advance(by: Kept<Int>.pauseAfterFailure)
        #expect(try await kept.value() == 2)
    }

    /// One key that this program cannot read must not hide the others.
    @Test func onlyKeysThatCanSignSafelyAreTaken() throws {
        let text = """
            {"keys": [
              {"kty": "oct", "kid": "secret", "k": "AAAA"}, {"kty": "new", "kid": "x"}, 7, "text", null,
              {"kty": "RSA", "kid": "small", "n": "\(String(repeating: "A", count: 171))", "e": "AQAB"},
              {"kty": "RSA", "kid": "seals", "use": "enc", "n": "\(String(repeating: "A", count: 342))", "e": "AQAB"},
              {"kty": "RSA", "kid": "good", "n": "\(String(repeating: "A", count: 342))", "e": "AQAB"},
              {"kty": "EC", "kid": "good", "crv": "P-384", "x": "AA", "y": "AA"}
            ]}
            """
        let keys = try JSON.decode(PublishedKeys.self, from: Array(text.utf8))
        for (id, algorithm) in [
            ("secret", "RS256"), ("small", "RS256"), ("seals", "RS256"), ("good", "ES256"), ("good", "EdDSA"),
        ] {
            #expect(keys.key(id, for: algorithm) == nil, "\(id) \(algorithm)")
        }
        #expect(keys.key("good", for: "RS256")?.keyType == .rsa)
        #expect(keys.key("good", for: "PS512")?.keyType == .rsa)
        #expect(keys.key(nil, for: "RS256")?.keyIdentifier?.string == "good")
        #expect(keys.key("good", for: "ES384")?.curve?.rawValue == "P-384")
    }
}

/// How often something was asked for.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock(\.self) }

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
