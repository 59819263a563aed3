/// Everything a caller can ask for, by the name that the history and the refusals use.
///
/// Who may do it stands in one place of the engine; `docs/permissions.md` is the same as a table.
package enum Operation: String, Codable, CaseIterable, Sendable {
    case registerSkill = "skill.register"
    case importSkill = "skill.import"
    case checkSkill = "skill.check"
    case readSkills = "skill.read"
    case yankSkill = "skill.yank"
    case waiveScan = "scan.waive"
    case revokeWaiver = "scan.revoke_waiver"
    case signSkill = "skill.sign"
    case acceptSigner = "skill.accept_signer"
    case readProviders = "provider.read"
    case putProvider = "provider.put"
    case setCredential = "credential.set"
    case clearCredential = "credential.clear"
    case checkProvider = "provider.check"
    case pauseProvider = "provider.pause"
    case resumeProvider = "provider.resume"
    /// Everything, on every provider.
    case pauseWork = "work.pause"
    case resumeWork = "work.resume"
    case planRun = "run.plan"
    case startRun = "run.start"
    case readRuns = "run.read"
    case retryRun = "run.retry"
    case cancelRun = "run.cancel"
    case rollbackRun = "run.rollback"
    case approveRun = "run.approve"
    case refuseRun = "run.refuse"
    /// To begin the next wave before its time, or to stop the waves.
    case steerWaves = "run.wave"
    case followEvents = "event.read"
    /// What one did oneself.
    case readAudit = "audit.read"
    /// What anybody did.
    case readWholeAudit = "audit.read_all"
    case verifyAudit = "audit.verify"
    case exportAudit = "audit.export"
    case readEvidence = "run.evidence"
    case readCaller = "caller.read"
    case changePassword = "caller.password"
    /// One's own.
    case readSessions = "session.read"
    /// One's own.
    case endSession = "session.end"
    case createToken = "token.create"
    /// One's own.
    case readTokens = "token.read"
    /// One's own.
    case revokeToken = "token.revoke"
    /// To see and revoke the tokens of others.
    case manageTokens = "token.manage"
    case readAlerts = "alert.read"
    case acknowledgeAlert = "alert.acknowledge"
    case snoozeAlert = "alert.snooze"
    case putAlertRule = "alert_rule.put"
    case removeAlertRule = "alert_rule.remove"
    case dryRunAlertRule = "alert_rule.dry_run"
    case readFailures = "failure.read"
    case acknowledgeFailures = "failure.acknowledge"
    case readDrift = "drift.read"
    case checkDrift = "drift.check"
    case acceptDrift = "drift.accept"
    case readChannels = "channel.read"
    case putChannel = "channel.put"
    case removeChannel = "channel.remove"
    case testChannel = "channel.test"
    case readDeliveries = "delivery.read"
    case replayDelivery = "delivery.replay"
    /// One's own threads; what is said in them takes what it asks for.
    case useChat = "chat.use"
    case readAccounts = "account.read"
    case createAccount = "account.create"
    case changeAccount = "account.change"
    case signOutAccount = "account.sign_out"
}
