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
            case .acceptSigner:
                ["skill", "signers", "release-notes@1", "--accept", "--name", "Team", "--reason", "why"]
            case .readProviders: ["providers"]
            case .putProvider: ["providers", "set", "openai", "--kind", "openai"]
            case .setCredential: ["providers", "credential", "set", "openai", "--from-file", key]
            case .clearCredential: ["providers", "credential", "clear", "openai"]
            case .checkProvider: ["providers", "check", "openai"]
            case .planRun: ["install", "release-notes", "--on", "openai", "--plan"]
            case .startRun: ["install", "release-notes", "--on", "openai"]
            case .readRuns: ["runs"]
            case .retryRun: ["run", "retry", "r"]
            case .cancelRun: ["run", "cancel", "r"]
            case .rollbackRun: ["run", "rollback", "r", "--reason", "why"]
            case .approveRun: ["run", "approve", "r"]
            case .refuseRun: ["run", "refuse", "r", "--comment", "why"]
            case .pauseProvider: ["pause", "openai", "--reason", "why"]
            case .resumeProvider: ["resume", "openai"]
            case .pauseWork: ["pause", "--all", "--reason", "why"]
            case .resumeWork: ["resume", "--all"]
            case .readAlerts: ["alerts"]
            case .acknowledgeAlert: ["alerts", "acknowledge", "a", "--reason", "why"]
            case .snoozeAlert: ["alerts", "snooze", "a"]
            case .putAlertRule: ["alert-rules", "set", "audit-broken", "--title", "T"]
            case .removeAlertRule: ["alert-rules", "remove", "audit-broken"]
            case .dryRunAlertRule: ["alert-rules", "dry-run", "--rule", "audit-broken"]
            case .readFailures: ["failures"]
            case .acknowledgeFailures: ["failures", "acknowledge", "openai", "timeout", "--reason", "why"]
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
