import Contract
import Domain
import Engine
import Store
import Testing

/// AL-03: what a dry run says of stored history is what living through it has brought.
@Suite(.timeLimit(.minutes(5))) struct AlertReplayTests {
    private static let conditions: [(id: AlertRuleID, condition: AlertCondition)] = [
        ("any-failure", .targetFailed()),
        ("beta-timeouts", .targetFailed(provider: "beta", codes: [.timeout])),
        ("runs", .runFailed()),
        ("rate", .failureRate(percent: 40, windowMinutes: 20, atLeast: 5)),
        ("queue", .queueAge(minutes: 3)),
        ("workers", .workerGone(minimum: 1)),
        ("unwell", .providerUnhealthy()),
        ("drift", .driftFound(atLeast: 2)),
    ]

    @Test("a dry run over stored history finds what live evaluation found (AL-03)", arguments: [1, 2, 3, 4])
    func dryRunEqualsLive(_ seed: UInt64) async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            for rule in try await world.admin.alertRules().items {
                _ = try await world.admin.removeAlertRule(rule.id, if: .present)
            }
            for (id, condition) in Self.conditions {
                let settings = AlertRuleSettings(title: "\(id)", condition: condition, repeatMinutes: 30)
                _ = try await world.admin.putAlertRule(id, settings, if: .absent)
            }
            try await world.addProvider("alpha")
            try await world.addProvider("beta")
            var history = GeneratedHistory(world, seed: seed)
            try await history.live(through: 400)
            for (id, condition) in Self.conditions {
                let lived = try await world.alerts(of: id).map(AlertDryRun.Firing.init)
                let found = try await world.admin.dryRunAlertRule(.init(condition: condition, days: 30))
                #expect(found.firings.inOrder == lived.inOrder, "seed \(seed), \(id)")
                #expect(found.total == lived.count)
                #expect(found.facts > 100)
            }
            // Three hours ago or so is now a day ago: what was open then is none of a later beginning.
            let middle = history.middle
            world.clock.advance(by: .seconds(86_400) - (world.clock.now - middle))
            var hasBegunBefore = false
            for (id, condition) in Self.conditions {
                let lived = try await world.alerts(of: id).map(AlertDryRun.Firing.init)
                    .filter { $0.recoveredAt.map { $0 >= middle } ?? true }
                let found = try await world.admin.dryRunAlertRule(.init(condition: condition, days: 1))
                #expect(found.firings.inOrder == lived.inOrder, "seed \(seed), \(id) from the middle")
                #expect(found.since.map { $0 >= middle } ?? false)
                hasBegunBefore = hasBegunBefore || lived.contains { $0.openedAt < middle }
            }
            #expect(hasBegunBefore)
            #expect(try await world.admin.alerts(AlertQuery()).items.contains { $0.state == .recovered })
            #expect(try await world.alerts(of: "any-failure").count > 3)
            for id in ["rate", "unwell", "drift"] as [AlertRuleID] {
                #expect(try await world.alerts(of: id).isEmpty == false, "\(id)")
            }
        }
    }
}

/// Events as runs leave them behind, read at odd moments by nodes that take over from each other.
private struct GeneratedHistory {
    private let world: World
    private var random: SeededNumbers
    private var watch: AlertWatch
    private var run: RunID = "run-0"
    private var failed = false
    /// When half of it had happened.
    private(set) var middle = ManualClock.start

    init(_ world: World, seed: UInt64) {
        self.world = world
        random = SeededNumbers(seed)
        watch = world.engine.alertWatch(.init(batch: 7))
    }

    mutating func live(through turns: Int) async throws {
        for turn in 0..<turns {
            if turn == turns / 2 { middle = world.clock.now }
            world.clock.advance(by: .seconds(Int.random(in: 1...90, using: &random)))
            try await happen(turn)
            if Int.random(in: 0..<3, using: &random) == 0 { try await watch.look() }
            if Int.random(in: 0..<40, using: &random) == 0 {
                // The node ends without a word, and another takes over when its time is up.
                world.clock.advance(by: .seconds(11))
                watch = world.neighbour().alertWatch(.init(batch: 7))
            }
        }
        try await watch.catchUp()
    }

    private mutating func happen(_ turn: Int) async throws {
        let provider: ProviderID = Bool.random(using: &random) ? "alpha" : "beta"
        // Bad times and good times.
        let fails = Int.random(in: 0..<100, using: &random) < (turn / 50 % 2 == 0 ? 60 : 10)
        let codes: [FailureCode] = [.timeout, .invalidSkill, .rateLimited]
        let code = fails ? codes[Int.random(in: 0..<3, using: &random)] : nil
        let number = Int.random(in: 0..<9, using: &random)
        var events = [
            NewEvent(
                .taskChanged,
                runID: run,
                taskID: TaskID(rawValue: "\(run)-\(provider)-\(number)"),
                skill: "skill-\(number)",
                provider: provider,
                status: fails ? "failed" : "success",
                code: code
            )
        ]
        failed = failed || fails
        if turn % 5 == 4 {
            events.append(NewEvent(.runChanged, runID: run, status: failed ? "partial_failed" : "success"))
            (run, failed) = (RunID(rawValue: "run-\(turn)"), false)
        }
        events += standing(of: provider, turn)
        let (now, appended) = (world.clock.now, events)
        try await world.database.write { try EventTable($0).append(appended, at: now) }
    }

    /// Now and then it is checked, taken to be down or back, or looked at for drift.
    private mutating func standing(of provider: ProviderID, _ turn: Int) -> [NewEvent] {
        let isWell = Bool.random(using: &random)
        switch turn % 13 {
        case 2:
            return [NewEvent(.providerChecked, provider: provider, status: isWell ? "healthy" : "unhealthy")]
        case 6:
            let status = isWell ? "breaker_closed" : "breaker_open"
            return [NewEvent(.providerChanged, provider: provider, status: status)]
        case 9:
            let open = Int.random(in: 0..<4, using: &random)
            return [NewEvent(.driftChanged, provider: provider, status: "\(open)")]
        default: return []
        }
    }
}

/// The same numbers for the same seed (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension World {
    /// Those of a rule, in the order in which they opened.
    fileprivate func alerts(of rule: AlertRuleID) async throws -> [AlertView] {
        var query = AlertQuery(rule: rule, page: PageRequest(limit: 200))
        var found: [AlertView] = []
        repeat {
            let page = try await admin.alerts(query)
            found += page.items
            query.page.cursor = page.nextCursor
        } while query.page.cursor != nil
        return found.reversed()
    }
}

extension AlertDryRun.Firing {
    fileprivate init(_ alert: AlertView) {
        self.init(
            cause: alert.cause,
            message: alert.message,
            count: alert.count,
            skills: alert.skills,
            openedAt: alert.openedAt,
            lastAt: alert.lastAt,
            recoveredAt: alert.recoveredAt
        )
    }
}

extension [AlertDryRun.Firing] {
    /// Those of one moment by their causes: the ids of alerts do not order them.
    fileprivate var inOrder: Self {
        sorted { ($0.openedAt, $0.cause.sortKey) < ($1.openedAt, $1.cause.sortKey) }
    }
}
