import Contract
import Domain
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct AlertRuleTests {
    /// An alert of `target-failed` about alpha's timeouts.
    private func withAlert(_ body: (World, AlertRuleView) async throws -> Void) async throws {
        try await withWorld { world in
            try await world.engine.prepareAlerts()
            for id in ["alpha", "beta"] as [ProviderID] { try await world.addProvider(id) }
            let event = NewEvent(
                .taskChanged,
                runID: "run",
                taskID: "task",
                skill: "demo",
                provider: "alpha",
                status: "failed",
                code: .timeout
            )
            let now = world.clock.now
            try await world.database.write { try EventTable($0).append([event], at: now) }
            try await world.engine.alertWatch().catchUp()
            #expect(try await world.alarms().map(\.cause.provider) == ["alpha"])
            try await body(world, try await world.admin.alertRule("target-failed"))
        }
    }

    @Test(arguments: [
        AlertCondition.queueAge(minutes: 30), .targetFailed(provider: "beta"),
        .targetFailed(codes: [.authFailed]),
    ])
    func alertsEndThatARuleLooksAtNoLonger(_ condition: AlertCondition) async throws {
        try await withAlert { world, rule in
            var settings = rule.settings
            settings.condition = condition
            _ = try await world.admin.putAlertRule(rule.id, settings, if: .unchanged(rule.revision))
            #expect(try await world.alarms().isEmpty)
        }
    }

    @Test func alertsStayThatARuleGoesOnLookingAt() async throws {
        try await withAlert { world, rule in
            var settings = rule.settings
            settings.severity = .critical
            settings.repeatMinutes = nil
            _ = try await world.admin.putAlertRule(rule.id, settings, if: .unchanged(rule.revision))
            #expect(try await world.alarms().count == 1)
        }
    }

    @Test func theHistoryHasEveryVersionOfARuleOnce() async throws {
        try await withAlert { world, rule in
            var settings = rule.settings
            (settings.title, settings.repeatMinutes) = ("Renamed", nil)
            for _ in 1...2 { _ = try await world.admin.putAlertRule(rule.id, settings, if: .present) }
            let entries = try await world.admin.audit(AuditQuery(action: "alert_rule.put")).items
            #expect(entries.count == 1)
            let written = try #require(entries.first?.detail["settings"])
            #expect(try JSON.decode(AlertRuleSettings.self, from: written.utf8) == settings)
            #expect(entries.first?.detail["revision"] == "2")
        }
    }

    /// Whoever may act on one provider silences nothing that is about all of them.
    @Test func whatIsAboutNoProviderTakesAllOfThem() async throws {
        try await withAlert { world, _ in
            let watch = world.engine.alertWatch(.init(measureEvery: .zero))
            world.clock.advance(by: .seconds(11))
            try await watch.catchUp()
            let alert = try #require(try await world.alarms().first { $0.rule == "worker-gone" })
            func session(_ providers: [ProviderID]) -> EngineSession {
                let scope = Scope(providers: providers)
                let caller = Caller(name: "eve", role: .operator, scope: scope, requestID: "request-1")
                return world.engine.session(for: caller)
            }
            let until = world.clock.now + .seconds(3600)
            let silenced = try await problem {
                try await session(["alpha"]).snoozeAlert(alert.id, .init(until: until))
            }
            #expect(silenced?.code == .permissionDenied)
            #expect(silenced?.detail.contains("provider beta") ?? false)
            let acknowledged = try await problem {
                try await session(["alpha"]).acknowledgeAlert(alert.id, .init(reason: "mine"))
            }
            #expect(acknowledged?.code == .permissionDenied)
            #expect(try await world.admin.alert(alert.id).state == .open)
            let both = session(["alpha", "beta"])
            #expect(try await both.acknowledgeAlert(alert.id, .init(reason: "ours")).state == .acknowledged)
        }
    }
}
