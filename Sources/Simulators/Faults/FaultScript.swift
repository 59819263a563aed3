/// What goes wrong, and when: the body of `POST /_faults`.
///
/// ```json
/// {
///   "seed": 1,
///   "rules": [
///     {"vendor": "openai", "method": "POST", "route": "/v1/skills", "times": 1,
///      "effect": {"kind": "status", "status": 503, "commit": true, "headers": {"retry-after": "1"}}},
///     {"vendor": "claude", "contains": "demo-skill", "effect": {"kind": "commit_then_drop"}},
///     {"vendor": "google", "method": "POST", "every": 3, "effect": {"kind": "operation_stuck"}}
///   ]
/// }
/// ```
///
/// Rules are tried in order and the first that fires decides; a request that no rule fires for is answered
/// as usual. A new script replaces the one before and starts all counts anew.
package struct FaultScript: Codable, Equatable, Sendable {
    /// Decides every `probability`: the same script and the same requests give the same faults.
    package var seed: UInt64
    package var rules: [FaultRule]

    package init(seed: UInt64 = 0, rules: [FaultRule] = []) {
        self.seed = seed
        self.rules = rules
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seed = try values.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
        rules = try values.decodeIfPresent([FaultRule].self, forKey: .rules) ?? []
    }
}

/// Which requests a fault hits.
///
/// A request matches when it fits `vendor`, `method`, `route` and `contains`, as far as they are given. Of
/// the matching requests the first `skip` pass; of the rest every `every`th is a candidate; a candidate is
/// hit with `probability`, until `times` have been hit.
package struct FaultRule: Codable, Equatable, Sendable {
    package var vendor: SimulatedVendor?
    package var method: String?
    /// A path below the vendor's prefix: `*` stands for one part, `**` for any number.
    package var route: String?
    /// A text that occurs in the address, the `Skill-Name` header or the body, such as a skill's name.
    package var contains: String?
    package var skip: Int
    package var every: Int
    package var times: Int?
    package var probability: Double
    package var effect: FaultEffect

    package init(
        vendor: SimulatedVendor? = nil,
        method: String? = nil,
        route: String? = nil,
        contains: String? = nil,
        skip: Int = 0,
        every: Int = 1,
        times: Int? = nil,
        probability: Double = 1,
        effect: FaultEffect
    ) {
        self.vendor = vendor
        self.method = method
        self.route = route
        self.contains = contains
        self.skip = skip
        self.every = every
        self.times = times
        self.probability = probability
        self.effect = effect
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(effect: try values.decode(FaultEffect.self, forKey: .effect))
        vendor = try values.decodeIfPresent(SimulatedVendor.self, forKey: .vendor)
        method = try values.decodeIfPresent(String.self, forKey: .method)
        route = try values.decodeIfPresent(String.self, forKey: .route)
        contains = try values.decodeIfPresent(String.self, forKey: .contains)
        skip = try values.decodeIfPresent(Int.self, forKey: .skip) ?? skip
        every = max(1, try values.decodeIfPresent(Int.self, forKey: .every) ?? every)
        times = try values.decodeIfPresent(Int.self, forKey: .times)
        probability = try values.decodeIfPresent(Double.self, forKey: .probability) ?? probability
    }
}
