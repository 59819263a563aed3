package import Contract

/// Everything a caller can ask for, and the role it takes: the one place where permission is decided.
///
/// An operation without an entry does not compile; whoever has no role may do nothing.
package enum Operation: String, CaseIterable, Sendable {
    case registerSkill = "skill.register"
    case checkSkill = "skill.check"
    case readSkills = "skill.read"
    case yankSkill = "skill.yank"
    case waiveScan = "scan.waive"
    case revokeWaiver = "scan.revoke_waiver"
    case readProviders = "provider.read"
    case putProvider = "provider.put"
    case checkProvider = "provider.check"
    case planRun = "run.plan"
    case startRun = "run.start"
    case readRuns = "run.read"
    case retryRun = "run.retry"
    case cancelRun = "run.cancel"
    case rollbackRun = "run.rollback"
    case followEvents = "event.read"
    case readAudit = "audit.read"
    case verifyAudit = "audit.verify"
    case readCaller = "caller.read"
    case createToken = "token.create"
    case readTokens = "token.read"
    case revokeToken = "token.revoke"

    package var requiredRole: Role {
        switch self {
        case .checkSkill, .readSkills, .readProviders, .planRun, .readRuns, .followEvents, .readCaller:
            .viewer
        case .registerSkill, .yankSkill, .checkProvider, .startRun, .retryRun, .cancelRun, .rollbackRun:
            .operator
        case .putProvider, .readAudit, .verifyAudit, .createToken, .readTokens, .revokeToken, .waiveScan,
            .revokeWaiver:
            .admin
        }
    }
}
