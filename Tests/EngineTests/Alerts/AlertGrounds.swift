import Contract
import Domain
import Engine
import Store

/// Something to do every operation on alerts on.
struct AlertGrounds {
    let world: World

    init(_ world: World) {
        self.world = world
    }

    func perform(_ operation: Operation, as caller: EngineSession, on provider: ProviderID) async throws {
        let end = world.clock.now + .seconds(3600)
        switch operation {
        case .readAlerts: _ = try await caller.alerts(AlertQuery())
        case .acknowledgeAlert:
            _ = try await caller.acknowledgeAlert(try await alert(on: provider), .init(reason: "why"))
        case .snoozeAlert:
            _ = try await caller.snoozeAlert(try await alert(on: provider), .init(until: end))
        case .putAlertRule:
            let settings = AlertRuleSettings(
                title: "New",
                condition: .queueAge(provider: provider, minutes: 5)
            )
            _ = try await caller.putAlertRule("new", settings, if: .absent)
        case .removeAlertRule:
            try await put(AlertRuleSettings(title: "Old", condition: .providerUnhealthy(provider: provider)))
            _ = try await caller.removeAlertRule("old", if: .present)
        case .dryRunAlertRule: _ = try await caller.dryRunAlertRule(.init(condition: .auditBroken))
        case .readFailures: _ = try await caller.failures()
        case .acknowledgeFailures:
            let cause = try await failure(on: provider)
            _ = try await caller.acknowledgeFailures(.init(cause: cause, lastAt: end, reason: "why"))
        default: throw Unexplored(operation: operation)
        }
    }

    /// Asks for what cannot be done.
    func fail(_ operation: Operation, as caller: EngineSession) async throws {
        switch operation {
        case .acknowledgeAlert: _ = try await caller.acknowledgeAlert("missing", .init(reason: "why"))
        case .snoozeAlert: _ = try await caller.snoozeAlert("missing", .init(until: world.clock.now))
        case .putAlertRule:
            let settings = AlertRuleSettings(title: "", condition: .queueAge(minutes: 0))
            _ = try await caller.putAlertRule("none", settings, if: .absent)
        case .removeAlertRule: _ = try await caller.removeAlertRule("missing", if: .present)
        case .acknowledgeFailures:
            let cause = AlertCause(provider: "alpha", code: .timeout)
            let request = FailureAcknowledgementRequest(
                cause: cause,
                lastAt: world.clock.now,
                reason: "why"
            )
            _ = try await caller.acknowledgeFailures(request)
        default: throw Unexplored(operation: operation)
        }
    }

    private func put(_ settings: AlertRuleSettings) async throws {
        let rule = AlertRuleView(
            id: "old",
            settings: settings,
            revisionNumber: 1,
            updatedAt: world.clock.now,
            updatedBy: "system"
        )
        try await world.database.write { try AlertRuleTable($0).put(rule) }
    }

    func alert(on provider: ProviderID) async throws -> AlertID {
        let alert = OngoingAlert(
            .make(at: world.clock.now),
            rule: "target-failed",
            cause: AlertCause(provider: provider, code: .timeout),
            openedAt: world.clock.now
        )
        try await world.database.write { try AlertTable($0).save([alert], of: []) }
        return alert.id
    }

    /// Marks a target as failed that nobody works on, without a run that would write entries of its own.
    private func failure(on provider: ProviderID) async throws -> AlertCause {
        let skill = "fails-on-\(provider)"
        let owner = provider == "alpha" ? world.session("eve", .operator) : world.admin
        _ = try await owner.registerSkill(SkillUpload(content: .text(skillText(skill))))
        let run = try await world.start([.init(name: skill)], on: [provider])
        let error = TaskError(code: .timeout, message: "It took too long.", retryable: true)
        let (now, text) = (world.clock.now, try JSON.text(error))
        try await world.database.write { connection in
            try connection.run(
                """
                UPDATE install_tasks SET status = 'failed', error = \(text), finished_at = \(now)
                WHERE run_id = \(run.id)
                """
            )
        }
        return AlertCause(provider: provider, code: .timeout)
    }

    private struct Unexplored: Error {
        let operation: Operation
    }
}
