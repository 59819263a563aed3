import App
import Contract
import Foundation
import Testing

/// Everything a caller can ask for has a command.
@Suite struct CLIOperationTests {
    private static let example = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../examples/skills/release-notes").standardized.path

    /// Those that say more of an answer have the command whose answer it is.
    private struct Command {
        let operation: Contract.Operation
        let key: String

        private var pauseTarget: String {
            [.pauseWork, .resumeWork].contains(operation) ? "--all" : "openai"
        }

        private var runVerb: String {
            operation == .retryRun ? "retry" : operation == .cancelRun ? "cancel" : "approve"
        }

        private var channelVerb: String { operation == .testChannel ? "test" : "delete" }

        /// No `default`: an operation without a command does not compile.
        var words: [String] {
            switch operation {
            case .registerSkill: ["skill", "add", example]
            case .importSkill: ["skill", "add", "https://example.com/SKILL.md"]
            case .checkSkill: ["skill", "check", example]
            case .readSkills: ["skill", "show", "release-notes"]
            case .yankSkill: ["skill", "yank", "release-notes@1", "--reason", "why"]
            case .waiveScan: ["skill", "waiver", "add", "release-notes@1", "--rule", "r", "--reason", "why"]
            case .revokeWaiver: ["skill", "waiver", "revoke", "release-notes@1", "w"]
            case .signSkill: ["skill", "sign", "release-notes@1", "--key", key]
            case .acceptSigner: ["skill", "signers", "a@1", "--accept", "--name", "Team", "--reason", "why"]
            case .readProviders: ["providers"]
            case .putProvider: ["providers", "set", "openai", "--kind", "openai"]
            case .setCredential: ["providers", "credential", "set", "openai", "--from-file", key]
            case .clearCredential: ["providers", "credential", "clear", "openai"]
            case .checkProvider: ["providers", "check", "openai"]
            case .planRun: ["install", "release-notes", "--on", "openai", "--plan"]
            case .startRun: ["install", "release-notes", "--on", "openai"]
            case .readRuns: ["runs"]
            case .retryRun, .cancelRun, .approveRun: ["run", runVerb, "r"]
            case .rollbackRun: ["run", "rollback", "r", "--reason", "why"]
            case .refuseRun: ["run", "refuse", "r", "--comment", "why"]
            case .steerWaves: ["run", "stop-waves", "r", "--reason", "why"]
            case .pauseProvider, .pauseWork: ["pause", pauseTarget, "--reason", "why"]
            case .resumeProvider, .resumeWork: ["resume", pauseTarget]
            case .readAlerts: ["alerts"]
            case .acknowledgeAlert: ["alerts", "acknowledge", "a", "--reason", "why"]
            case .snoozeAlert: ["alerts", "snooze", "a"]
            case .putAlertRule: ["alert-rules", "set", "audit-broken", "--title", "T"]
            case .removeAlertRule: ["alert-rules", "remove", "audit-broken"]
            case .dryRunAlertRule: ["alert-rules", "dry-run", "--rule", "audit-broken"]
            case .readFailures: ["failures"]
            case .acknowledgeFailures: ["failures", "acknowledge", "openai", "timeout", "--reason", "why"]
            case .readDrift: ["drift"]
            case .checkDrift: ["drift", "check", "openai"]
            case .acceptDrift: ["drift", "accept", "d", "--reason", "why"]
            case .readChannels: ["channels"]
            case .putChannel: ["channels", "set", "ops", "--kind", "slack", "--address-file", key]
            case .removeChannel, .testChannel: ["channels", channelVerb, "ops"]
            case .readDeliveries: ["deliveries"]
            case .replayDelivery: ["deliveries", "replay", "d"]
            case .useChat: ["chat", "help"]
            case .followEvents: ["watch"]
            case .readAudit, .readWholeAudit: ["audit", "list"]
            case .verifyAudit: ["audit", "verify"]
            case .exportAudit: ["audit", "export"]
            case .readEvidence: ["run", "evidence", "r"]
            case .readCaller: ["whoami"]
            case .changePassword: ["account", "password"]
            case .readSessions: ["sessions", "list"]
            case .endSession: ["sessions", "end", "s"]
            case .createToken: ["token", "create", "ci"]
            case .readTokens, .manageTokens: ["token", "list"]
            case .revokeToken: ["token", "revoke", "t"]
            case .readAccounts: ["account", "list"]
            case .createAccount: ["account", "add", "mina"]
            case .changeAccount: ["account", "change", "mina", "--role", "viewer"]
            case .signOutAccount: ["account", "sign-out", "mina"]
            }
        }
    }

    /// It is understood, asks the server, and ends as whoever may not do it has to be told.
    @Test(arguments: Contract.Operation.allCases) func everyOperationHasACommand(
        _ operation: Contract.Operation
    ) async throws {
        try await inFolder { folder in
            let key = folder.appending(path: "key.pem").path
            #expect(await skillyard("skill", "keygen", key).status == .ok)
            let plane = FakePlane(.init(refusal: Problem(.permissionDenied, "Not with this role.")))
            let arguments = Command(operation: operation, key: key).words
            let run = await skillyard(arguments, plane: plane, secret: "paper boats at noon")
            #expect(run.status == .denied, "\(arguments): \(run.messages)")
            #expect((run.output + run.messages).contains("Not with this role."))
        }
    }
}
