import Client
import Contract
import Fixtures
import Testing

extension ClientTests {
    func everyAlertOperation(_ client: HTTPControlPlane) async throws {
        let id = AlertID(rawValue: TestSite.run)
        let rule = AlertRuleID(rawValue: "queue-age")
        let all: Page<AlertView> = try Fixtures.value("listAlerts")
        #expect(try await client.alerts(AlertQuery(rule: rule)) == all)
        let open = try await client.alerts(AlertQuery(state: .open))
        #expect(open.items == all.items.filter { $0.state == .open })
        #expect(try await client.alert(id) == Fixtures.value("getAlert"))
        #expect(
            try await client.acknowledgeAlert(id, .init(reason: "why")) == Fixtures.value("acknowledgeAlert")
        )
        let snooze = AlertSnooze(until: TestSite.now)
        #expect(try await client.snoozeAlert(id, snooze) == Fixtures.value("snoozeAlert"))
        #expect(try await client.alertRules() == Fixtures.value("listAlertRules"))
        #expect(try await client.alertRule(rule) == Fixtures.value("getAlertRule"))
        let settings = AlertRuleSettings(
            title: "t",
            condition: .failureRate(percent: 1, windowMinutes: 2, atLeast: 3)
        )
        let put = try await client.putAlertRule(rule, settings, if: .absent)
        #expect(put.created)
        #expect(try put.rule == Fixtures.value("putAlertRule"))
        let removed = try await client.removeAlertRule(rule, if: .present)
        #expect(try removed == Fixtures.value("removeAlertRule"))
        let request = AlertDryRunRequest(condition: .runFailed(), days: 3)
        #expect(try await client.dryRunAlertRule(request) == Fixtures.value("dryRunAlertRule"))
        #expect(try await client.failures() == Fixtures.value("listFailures"))
        let acknowledgement = FailureAcknowledgementRequest(
            cause: AlertCause(provider: ProviderID(rawValue: "claude"), code: .timeout),
            lastAt: TestSite.now,
            reason: "old"
        )
        let done = try await client.acknowledgeFailures(acknowledgement)
        #expect(try done == Fixtures.value("acknowledgeFailures"))
        let retried = try await client.retryFailures(FailureRetryRequest(cause: acknowledgement.cause))
        #expect(try retried == Fixtures.value("retryFailures"))
    }

    func everyDriftOperation(_ client: HTTPControlPlane) async throws {
        let provider = ProviderID(rawValue: "openai")
        let query = DriftQuery(provider: provider, skill: "release-notes", state: nil)
        #expect(try await client.driftFindings(query) == Fixtures.value("listDrift"))
        #expect(try await client.driftChecks() == Fixtures.value("listDriftChecks"))
        #expect(try await client.checkDrift(.init(provider: provider)) == Fixtures.value("checkDrift"))
        let repair = try await client.planDriftRepair(.init(provider: provider, skills: ["release-notes"]))
        #expect(try repair == Fixtures.value("planDriftRepair"))
        let accepted = try await client.acceptDrift(.init(rawValue: TestSite.run), .init(reason: "why"))
        #expect(try accepted == Fixtures.value("acceptDrift"))
    }
}
