package import Contract

/// The one place where it is decided who may do what.
///
/// An operation without an entry does not compile, and whoever is not named may not do it.
extension Operation {
    /// The roles that may do it.
    package var roles: Set<Role> {
        switch self {
        case .checkSkill, .readSkills, .readProviders, .planRun, .readRuns, .followEvents, .readAudit,
            .readCaller,
            .changePassword, .readSessions, .endSession, .createToken, .readTokens, .revokeToken,
            .readAlerts, .readFailures, .readDrift, .useChat:
            Set(Role.allCases)
        case .registerSkill, .importSkill, .yankSkill, .signSkill, .checkProvider, .startRun, .retryRun,
            .cancelRun,
            .rollbackRun, .pauseProvider, .resumeProvider, .pauseWork, .resumeWork, .acknowledgeAlert,
            .snoozeAlert,
            .dryRunAlertRule, .acknowledgeFailures, .checkDrift, .testChannel, .replayDelivery, .steerWaves:
            [.operator, .admin]
        // Who gets mail is nobody else's business.
        case .readChannels, .readDeliveries: [.operator, .admin, .auditor]
        // What was put there past every approval is not taken over by whoever may have put it there.
        case .waiveScan, .revokeWaiver, .acceptSigner, .approveRun, .refuseRun, .acceptDrift:
            [.approver, .admin]
        // Between the entries of a run stand those of others.
        case .readWholeAudit, .verifyAudit, .exportAudit, .readEvidence, .readAccounts: [.auditor, .admin]
        case .putProvider, .setCredential, .clearCredential, .manageTokens, .createAccount, .changeAccount,
            .signOutAccount, .putAlertRule, .removeAlertRule, .putChannel, .removeChannel:
            [.admin]
        }
    }

    /// What of a caller's scope bounds it.
    package enum Bound: String, CaseIterable, Sendable {
        case providers
        case namespaces
        /// Nobody gives rights that they do not have.
        case rights
    }

    package var bounds: Set<Bound> {
        switch self {
        case .checkSkill, .readSkills, .readProviders, .planRun, .readRuns, .followEvents, .readAudit,
            .readWholeAudit, .verifyAudit, .exportAudit, .readEvidence, .readCaller, .changePassword,
            .readSessions, .endSession,
            .readTokens,
            .revokeToken, .readAccounts, .readAlerts, .dryRunAlertRule, .readFailures,
            .readDrift, .readChannels, .readDeliveries, .useChat:
            []
        case .registerSkill, .importSkill, .yankSkill, .signSkill, .acceptSigner, .waiveScan, .revokeWaiver:
            [.namespaces]
        case .putProvider, .setCredential, .clearCredential, .checkProvider, .pauseProvider, .resumeProvider,
            .pauseWork, .resumeWork, .acknowledgeAlert, .snoozeAlert, .putAlertRule, .removeAlertRule,
            .checkDrift, .putChannel, .removeChannel, .testChannel, .replayDelivery:
            [.providers]
        case .startRun, .retryRun, .cancelRun, .rollbackRun, .approveRun, .refuseRun, .acknowledgeFailures,
            .acceptDrift, .steerWaves:
            [.providers, .namespaces]
        case .createToken, .manageTokens, .createAccount, .changeAccount, .signOutAccount: [.rights]
        }
    }

    /// Whether it is about the caller's own account, so that there has to be one.
    package var needsAccount: Bool {
        switch self {
        case .changePassword, .readSessions, .endSession: true
        default: false
        }
    }
}

extension Role {
    package var operations: Set<Operation> { Set(Operation.allCases.filter { $0.roles.contains(self) }) }

    /// Whether it allows nothing that the other does not.
    package func isWithin(_ other: Role) -> Bool { operations.isSubset(of: other.operations) }

    /// What both allow.
    package func common(_ other: Role) -> Role {
        if self == .viewer || other == .viewer { return .viewer }
        if isWithin(other) { return self }
        return other.isWithin(self) ? other : .viewer
    }
}
