import Contract
import Domain
import Engine
import Store
import Testing

/// What was said of the end of a credential is an alert some days before, until there is another credential.
@Suite(.timeLimit(.minutes(5))) struct CredentialExpiryTests {
    private static let day = Duration.seconds(86_400)

    /// Alpha's credential ends in 30 days; the rule that comes with the program says so 14 days before.
    private func withExpiringCredential(_ body: (World, AlertWatch) async throws -> Void) async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.engine.prepareAlerts()
            let watch = world.engine.alertWatch()
            for id in ["alpha", "beta"] as [ProviderID] {
                try await world.addProvider(id)
                try await world.store(id, endingIn: id == "alpha" ? Self.day * 30 : nil)
            }
            try await body(world, watch)
        }
    }

    @Test func anAlertOpensOnceAtTheThresholdAndNotBefore() async throws {
        try await withExpiringCredential { world, watch in
            #expect(try await world.expiring(watch, after: Self.day * 16 - .seconds(60)).isEmpty)
            let open = try await world.expiring(watch, after: .seconds(60))
            #expect(open.map(\.cause) == [AlertCause(provider: "alpha")])
            #expect(open.map(\.message) == ["The credential expires within 14 days."])
            #expect(open.map(\.severity) == [.warning])
            let alert = try #require(open.first)
            for _ in 0..<3 {
                #expect(try await world.expiring(watch, after: Self.day).map(\.id) == [alert.id])
            }
            #expect(try await world.notices(of: alert.id) == [.opened])
            let late = try await world.expiring(watch, after: Self.day * 12)
            #expect(late.map(\.message) == ["The credential has expired."])
            #expect(try await world.notices(of: alert.id) == [.opened, .repeated])
        }
    }

    enum Change: CaseIterable {
        case longer, unknown, forgotten, elsewhere, disabled
    }

    @Test(arguments: Change.allCases)
    func itEndsWhenTheCredentialDoesNotEndSoonAnyMore(_ change: Change) async throws {
        try await withExpiringCredential { world, watch in
            #expect(try await world.expiring(watch, after: Self.day * 20).count == 1)
            switch change {
            case .longer: try await world.store("alpha", endingIn: Self.day * 90)
            case .unknown: try await world.store("alpha", endingIn: nil)
            case .forgotten: _ = try await world.admin.clearCredential(of: "alpha", if: .present)
            case .elsewhere: try await world.addProvider("alpha") { $0.credential = "env:OTHER" }
            case .disabled:
                try await world.addProvider("alpha") {
                    ($0.credential, $0.enabled) = (ProviderSettings.sealed, false)
                }
            }
            #expect(try await world.expiring(watch, after: .seconds(60)).isEmpty)
        }
    }

    @Test func aCredentialThatEndsSoonTooIsNoRemedy() async throws {
        try await withExpiringCredential { world, watch in
            let open = try await world.expiring(watch, after: Self.day * 20)
            try await world.store("alpha", endingIn: Self.day * 2)
            let next = try await world.expiring(watch, after: .seconds(60))
            #expect(next.map(\.id) == open.map(\.id))
            #expect(next.map(\.message) == ["The credential expires within 2 days."])
        }
    }

    /// A dry run finds it for other numbers of days, too; no more than a fact an hour is kept.
    @Test func otherThresholdsAreTriedOnThePast() async throws {
        try await withExpiringCredential { world, watch in
            for _ in 0..<80 { _ = try await world.expiring(watch, after: .seconds(6 * 3600)) }
            for (days, total) in [(14, 1), (20, 1), (9, 0)] {
                let rule = AlertCondition.credentialExpiring(provider: "alpha", withinDays: days)
                let dry = try await world.admin.dryRunAlertRule(.init(condition: rule, days: 30))
                #expect(dry.total == total, "\(days) days")
                #expect(dry.firings.allSatisfy { $0.cause.provider == "alpha" && $0.recoveredAt == nil })
            }
            let other = AlertCondition.credentialExpiring(provider: "beta")
            #expect(try await world.admin.dryRunAlertRule(.init(condition: other)).total == 0)
            for _ in 0..<30 { _ = try await world.expiring(watch, after: .seconds(60)) }
            let facts = try await world.count(
                "SELECT count(*) AS n FROM alert_facts WHERE kind = 'credential_left'"
            )
            #expect(facts == 80)
        }
    }

    @Test func theNumberOfDaysIsBounded() async throws {
        try await withWorld { world in
            for days in [0, 366] {
                let settings = AlertRuleSettings(title: "T", condition: .credentialExpiring(withinDays: days))
                let refusal = try await problem {
                    try await world.admin.putAlertRule("mine", settings, if: .absent)
                }
                #expect(refusal?.errors.map(\.pointer) == ["/condition/within_days"])
            }
        }
    }
}

extension World {
    fileprivate func store(_ provider: ProviderID, endingIn span: Duration?) async throws {
        clock.advance(by: .milliseconds(1))
        _ = try await admin.setCredential(
            of: provider,
            to: Secret("a-key"),
            expiresAt: span.map { clock.now + $0 },
            if: .present
        )
    }

    /// The open alerts about credentials when so much time has passed.
    fileprivate func expiring(_ watch: AlertWatch, after span: Duration) async throws -> [AlertView] {
        clock.advance(by: span)
        try await watch.catchUp()
        return try await alarms().filter { $0.rule == "credential-expiring" }
    }
}
