import Testing

@testable import Engine

@Suite struct SlotDealTests {
    @Test func whoIsAloneGetsEverything() {
        let deal = SlotDeal(for: "a", concurrency: 8, held: [:], mayBeOpen: 0)
        #expect(deal.slots == 8)
        #expect(deal.limit == 8)
        #expect(!SlotDeal.isDue(for: "a", concurrency: 8, held: ["a": 8]))
    }

    @Test func aSecondGetsItsHalfAsTheFirstGivesItBack() {
        var held = ["a": 8, "b": SlotDeal(for: "b", concurrency: 8, held: ["a": 8], mayBeOpen: 0).slots]
        #expect(held["b"] == 0)
        // Eight calls are open: the first keeps their slots but begins none of the others' share.
        let asked = SlotDeal(for: "a", concurrency: 8, held: held, mayBeOpen: 8)
        #expect(asked == SlotDeal(slots: 8, limit: 4))
        let giving = SlotDeal(for: "a", concurrency: 8, held: held, mayBeOpen: 6)
        #expect(giving == SlotDeal(slots: 6, limit: 4))
        held["a"] = giving.slots
        #expect(SlotDeal(for: "b", concurrency: 8, held: held, mayBeOpen: 0).slots == 2)
    }

    /// JOB-12: whatever order workers come, go and look in, no more slots are held than calls may be open.
    @Test(arguments: 0..<200) func theSumNeverRisesAboveTheConcurrency(seed: UInt64) {
        var random = SplitMix(state: seed)
        var (held, open, limits): ([String: Int], [String: Int], [String: Int]) = ([:], [:], [:])
        let concurrency = Int.random(in: 1...9, using: &random)
        for _ in 0..<300 {
            let worker = "w\(Int.random(in: 0..<5, using: &random))"
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where open[worker, default: 0] == 0:
                (held[worker], limits[worker]) = (nil, nil)
            case 1 where open[worker, default: 0] < limits[worker, default: 0]:
                open[worker, default: 0] += 1
            case 2 where open[worker, default: 0] > 0:
                open[worker, default: 0] -= 1
            default:
                let most = max(open[worker, default: 0], limits[worker, default: 0])
                let deal = SlotDeal(for: worker, concurrency: concurrency, held: held, mayBeOpen: most)
                (held[worker], limits[worker]) = (deal.slots, deal.limit)
            }
            #expect(held.values.reduce(0, +) <= concurrency)
            #expect(open.values.reduce(0, +) <= concurrency)
        }
    }

    @Test func everybodyEndsUpWithAnEqualPart() {
        var held: [String: Int] = [:]
        for _ in 0..<3 {
            for worker in ["a", "b", "c"] {
                held[worker] =
                    SlotDeal(for: worker, concurrency: 8, held: held, mayBeOpen: 0).slots
            }
        }
        #expect(held == ["a": 3, "b": 3, "c": 2])
    }
}

/// A small generator with a seed, so that a failing case can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
