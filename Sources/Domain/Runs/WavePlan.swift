package import Contract

/// Which target begins in which wave.
package struct WavePlan: Equatable, Sendable {
    /// The wave of each target, from 1, in the order of the targets.
    package let waves: [Int]
    /// How many targets each wave has, from the first; steps that take nothing are left out.
    package let sizes: [Int]

    /// - Parameters:
    ///   - targets: In the order of the plan.
    ///   - request: What was asked for; without waves there is one.
    package init(_ targets: [PlanView.Target], _ request: RunRequest) {
        // What changes nothing proves nothing.
        let moving = targets.indices.filter { targets[$0].action != .skip }
        var rest = moving + targets.indices.filter { targets[$0].action == .skip }
        var groups: [[Int]] = []
        var begun = 0
        for step in request.waves?.steps ?? [] {
            let taken =
                switch step {
                case .percent(let share):
                    Self.next((moving.count * share + 99) / 100 - begun, of: rest, targets)
                case .providers(let providers):
                    Self.next(.max, of: rest, targets, on: Set(providers))
                }
            guard !taken.isEmpty else { continue }
            begun += taken.count
            rest.removeAll(where: Set(taken).contains)
            groups.append(taken)
        }
        if !rest.isEmpty || groups.isEmpty { groups.append(rest) }
        var waves = Array(repeating: 1, count: targets.count)
        for (number, group) in groups.enumerated() {
            for index in group { waves[index] = number + 1 }
        }
        (self.waves, sizes) = (waves, groups.map(\.count))
    }

    /// The next of those that change something.
    private static func next(
        _ count: Int,
        of rest: [Int],
        _ targets: [PlanView.Target],
        on providers: Set<ProviderID>? = nil
    ) -> [Int] {
        let moving = rest.lazy.filter { index in
            targets[index].action != .skip && providers?.contains(targets[index].provider) ?? true
        }
        return Array(moving.prefix(max(0, count)))
    }
}
