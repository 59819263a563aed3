import Contract
import Domain
import Testing

@Suite struct FailureRatesTests {
    /// A sum that is kept comes to what adding up anew does, also where clocks go back and leap.
    @Test(arguments: [1, 15, 1440])
    func aKeptSumIsTheSum(_ window: Int) {
        let provider = ProviderID(rawValue: "alpha")
        var moving = FailureRates()
        var added: [(counts: FailureRates.Minute, minute: Int64)] = []
        var (minute, state) = (Int64(30_000_000), UInt64(7))
        func random(_ bound: UInt64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((state >> 33) % bound)
        }
        for turn in 0..<600 {
            minute += turn % 50 == 49 ? random(2000) : random(4) - 1
            let counts = FailureRates.Minute(ended: 1, failed: Int(random(2)))
            added.append((counts, minute))
            moving.add(counts, on: provider, in: minute)
            var anew = FailureRates()
            for (counts, minute) in added { anew.add(counts, on: provider, in: minute) }
            let time = Timestamp(microseconds: (minute + random(3) - 1) * 60_000_000)
            let expected = anew.counts(on: provider, window: window, upTo: time)
            let found = moving.counts(on: provider, window: window, upTo: time)
            #expect(found == expected, "turn \(turn)")
        }
        let now = Timestamp(microseconds: minute * 60_000_000)
        let last = moving.counts(on: provider, window: window, upTo: now)
        #expect(last.ended > 0)
    }
}
