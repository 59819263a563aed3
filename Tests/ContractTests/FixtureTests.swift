import Contract
import Foundation
import Testing

/// Reads one fixture as the type that the server answers with, and writes it again.
struct FixtureCase: CustomTestStringConvertible, Sendable {
    let name: String
    let rewrite: @Sendable (String) throws -> String

    var testDescription: String { name }

    static func of<Value: Codable & SendableMetatype>(_ name: String, _ type: Value.Type) -> FixtureCase {
        FixtureCase(name: name) { try JSON.text(try JSON.decode(type, from: $0.utf8)) }
    }

    static let all: [FixtureCase] = [
        .of("listSkills", Page<SkillView>.self),
        .of("registerSkill", SkillRegistration.self),
        .of("importSkill", SkillRegistration.self),
        .of("checkSkill", SkillCheckReport.self),
        .of("getSkill", SkillView.self),
        .of("listSkillVersions", Page<SkillVersionView>.self),
        .of("getSkillVersion", SkillVersionView.self),
        .of("yankSkillVersion", SkillVersionView.self),
        .of("getPreflight", PreflightMatrix.self),
        .of("getSkillScan", SkillScan.self),
        .of("listScanWaivers", Page<ScanWaiver>.self),
        .of("createScanWaiver", ScanWaiver.self),
        .of("revokeScanWaiver", ScanWaiver.self),
        .of("signSkillVersion", SkillVersionView.self),
        .of("listSigners", Page<SkillSignerView>.self),
        .of("acceptSigner", Page<SkillSignerView>.self),
        .of("listProviders", Page<ProviderView>.self),
        .of("getProvider", ProviderView.self),
        .of("putProvider", ProviderView.self),
        .of("setCredential", ProviderView.self),
        .of("clearCredential", ProviderView.self),
        .of("checkProvider", ProviderCheck.self),
        .of("pauseProvider", ProviderView.self),
        .of("resumeProvider", ProviderView.self),
        .of("getWork", WorkView.self),
        .of("getDesiredState", DesiredState.self),
        .of("planDesiredState", DesiredStatePlan.self),
        .of("pauseWork", WorkView.self),
        .of("resumeWork", WorkView.self),
        .of("planRun", PlanView.self),
        .of("startRun", RunView.self),
        .of("listRuns", Page<RunView>.self),
        .of("getRun", RunView.self),
        .of("retryRun", RunView.self),
        .of("cancelRun", RunView.self),
        .of("rollbackRun", RunView.self),
        .of("approveRun", RunView.self),
        .of("refuseRun", RunView.self),
        .of("releaseWave", RunView.self),
        .of("stopWaves", RunView.self),
        .of("listInstallations", Page<InstallationView>.self),
        .of("getOverview", Overview.self),
        .of("getMatrix", Page<MatrixRow>.self),
        .of("listAlerts", Page<AlertView>.self),
        .of("getAlert", AlertView.self),
        .of("acknowledgeAlert", AlertView.self),
        .of("snoozeAlert", AlertView.self),
        .of("listAlertRules", Page<AlertRuleView>.self),
        .of("getAlertRule", AlertRuleView.self),
        .of("putAlertRule", AlertRuleView.self),
        .of("removeAlertRule", AlertRuleView.self),
        .of("dryRunAlertRule", AlertDryRun.self),
        .of("listDrift", Page<DriftFindingView>.self),
        .of("listDriftChecks", Page<DriftCheckView>.self),
        .of("checkDrift", DriftCheckView.self),
        .of("planDriftRepair", DriftRepair.self),
        .of("acceptDrift", DriftFindingView.self),
        .of("listFailures", FailureInbox.self),
        .of("acknowledgeFailures", FailureAcknowledgement.self),
        .of("retryFailures", FailureRetry.self),
        .of("listChannels", Page<ChannelView>.self),
        .of("getChannel", ChannelView.self),
        .of("putChannel", SavedChannel.self),
        .of("removeChannel", ChannelView.self),
        .of("testChannel", DeliveryView.self),
        .of("listDeliveries", Page<DeliveryView>.self),
        .of("replayDelivery", DeliveryView.self),
        .of("sayChat", ChatTurn.self),
        .of("confirmChat", ChatTurn.self),
        .of("dismissChat", ChatTurn.self),
        .of("listChatThreads", Page<ChatThreadView>.self),
        .of("getChatThread", ChatThread.self),
        .of("listChatCommands", Page<ChatCommandHelp>.self),
        .of("getCaller", CallerView.self),
        .of("listAudit", Page<AuditEntryView>.self),
        .of("verifyAudit", AuditVerification.self),
        .of("changePassword", IssuedSession.self),
        .of("setUp", IssuedSession.self),
        .of("createSession", IssuedSession.self),
        .of("listSessions", Page<SessionView>.self),
        .of("endSession", SignedOut.self),
        .of("endCurrentSession", SignedOut.self),
        .of("listAccounts", Page<AccountView>.self),
        .of("createAccount", AccountView.self),
        .of("getAccount", AccountView.self),
        .of("changeAccount", AccountView.self),
        .of("signOutAccount", SignedOut.self),
        .of("listAuditCheckpoints", Page<AuditCheckpointView>.self),
        .of("getAuditCheckpoint", AuditCheckpointView.self),
        .of("listTokens", Page<TokenView>.self),
        .of("createToken", IssuedToken.self),
        .of("revokeToken", TokenView.self),
        .of("getHealth", [String: String].self),
        .of("getReadiness", Readiness.self),
    ]
}

@Suite("Fixtures of the contract (API-08)")
struct FixtureTests {
    @Test(arguments: FixtureCase.all)
    func everySampleAnswerSurvivesReadingAndWriting(_ fixture: FixtureCase) throws {
        let text = try Docs.text("fixtures/\(fixture.name).json")
        #expect(try Docs.json(try fixture.rewrite(text)) == Docs.json(text))
    }

    @Test(arguments: ProblemCode.allCases)
    func everyProblemCodeHasAFullDocument(_ code: ProblemCode) throws {
        let text = try Docs.text("fixtures/problem-\(code.rawValue).json")
        let problem = try JSON.decode(Problem.self, from: text.utf8)
        #expect(problem.code == code)
        #expect(try Docs.json(try JSON.text(problem)) == Docs.json(text))
    }

    @Test func noFixtureIsLeftOutOfTheseTests() throws {
        let known =
            FixtureCase.all.map { "\($0.name).json" }
            + ProblemCode.allCases.map { "problem-\($0.rawValue).json" }
        #expect(try Docs.fixtures(".json") == known.sorted())
    }

    @Test func samplesSayWhyNothingBegins() throws {
        let plan = try JSON.decode(PlanView.self, from: try Docs.text("fixtures/planRun.json").utf8)
        #expect(plan.gates?.map(\.cause) == [.rateLimited])
        #expect(plan.gates?.first?.probeAt != nil && plan.gates?.first?.error?.providerStatus == 429)
        let run = try JSON.decode(RunView.self, from: try Docs.text("fixtures/retryRun.json").utf8)
        #expect(run.gates?.map(\.cause) == [.providerPaused])
        #expect(run.gates?.first?.by == "juno" && run.gates?.first?.reason != nil)
    }

    @Test func theSampleOfRulesHasAllThatComeWithTheProgram() throws {
        let text = try Docs.text("fixtures/listAlertRules.json")
        let rules = try JSON.decode(Page<AlertRuleView>.self, from: text.utf8)
        #expect(AlertRuleID.inRunbook.subtracting(rules.items.map(\.id.rawValue)) == [])
    }

    @Test func everyEventOfTheSampleStreamSurvivesReadingAndWriting() throws {
        let data = try Docs.text("fixtures/streamEvents.sse").split(separator: "\n").filter {
            $0.hasPrefix("data: ")
        }
        let events = data.map { String($0.dropFirst(6)) }.filter { $0.contains("kind") }
        #expect(events.count == 3)
        for event in events {
            #expect(
                try Docs.json(try JSON.text(try JSON.decode(EventView.self, from: event.utf8)))
                    == Docs.json(event)
            )
        }
    }

    /// Rows and evidence of earlier programs are still read.
    @Test func aProvidersRequestIDIsReadUnderItsEarlierName() throws {
        let facts = #""code":"timeout","message":"m","retryable":true,"#
        for name in ["request_id", "provider_request_id"] {
            let error = try JSON.decode(TaskError.self, from: Array("{\(facts)\"\(name)\":\"req_1\"}".utf8))
            #expect(error.providerRequestID == "req_1")
            #expect(try JSON.text(error).contains(#""provider_request_id":"req_1""#))
            #expect(try !JSON.text(error).contains(#""request_id""#))
        }
    }
}
