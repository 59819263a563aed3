import Contract
import Synchronization

/// Decides for each request whether a fault hits it.
final class FaultPlayer: Sendable {
    fileprivate struct Playing {
        let rule: FaultRule
        var matched = 0
        var fired = 0
    }

    private struct State {
        var rules: [Playing] = []
        var random = SplitMix64(state: 0)
    }

    private let state = Mutex(State())

    func load(_ script: FaultScript) {
        state.withLock {
            $0 = State(rules: script.rules.map { Playing(rule: $0) }, random: SplitMix64(state: script.seed))
        }
    }

    /// The effect of the first rule that fires, if any does.
    func effect(on call: Call, to vendor: SimulatedVendor) -> FaultEffect? {
        state.withLock { state in
            for index in state.rules.indices where state.rules[index].rule.fits(call, to: vendor) {
                state.rules[index].matched += 1
                guard state.rules[index].isDue, state.random.chance(state.rules[index].rule.probability)
                else { continue }
                state.rules[index].fired += 1
                return state.rules[index].rule.effect
            }
            return nil
        }
    }

    /// `{"rules": [{"matched": 3, "fired": 1}]}`, in the script's order.
    var json: JSONValue {
        let rules = state.withLock { $0.rules.map { ($0.matched, $0.fired) } }
        return ["rules": .array(rules.map { ["matched": .integer($0), "fired": .integer($1)] })]
    }
}

extension FaultPlayer.Playing {
    fileprivate var isDue: Bool {
        let turn = matched - rule.skip
        return turn > 0 && turn % rule.every == 0 && fired < rule.times ?? .max
    }
}

extension FaultRule {
    fileprivate func fits(_ call: Call, to vendor: SimulatedVendor) -> Bool {
        guard self.vendor ?? vendor == vendor, method?.uppercased() ?? call.method == call.method else {
            return false
        }
        if let route, !RoutePattern.matches(route, call.path) { return false }
        guard let contains else { return true }
        return call.path.contains { $0.contains(contains) }
            || call.query.values.contains { $0.contains(contains) }
            || call.headers.value("skill-name")?.contains(contains) == true
            || call.body.contains(contains.utf8)
    }
}

/// A small generator with a seed, so that a script plays the same each time (Steele, Lea, Flood 2014).
private struct SplitMix64 {
    var state: UInt64

    mutating func chance(_ probability: Double) -> Bool {
        if probability >= 1 { return true }
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Double(mixed >> 11) / Double(1 << 53) < probability
    }
}
