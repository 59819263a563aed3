package import Contract

extension ChatIntent {
    /// What a caller has to be allowed for it, what it is to do last.
    package var operations: [Operation] {
        switch self {
        case .install, .uninstall: [.planRun, .startRun]
        case .plan: [.planRun]
        case .preflight: [.readSkills]
        case .retry: [.readRuns, .retryRun]
        case .cancel: [.readRuns, .cancelRun]
        case .approve: [.readRuns, .approveRun]
        case .refuse: [.readRuns, .refuseRun]
        case .rollback: [.readRuns, .rollbackRun]
        case .acknowledge: [.readAlerts, .acknowledgeAlert]
        case .pauseProvider: [.readProviders, .pauseProvider]
        case .resumeProvider: [.readProviders, .resumeProvider]
        case .status, .listRuns, .why: [.readRuns]
        case .listSkills: [.readSkills]
        case .showSkill: [.readSkills, .readRuns]
        case .whereInstalled: [.readRuns]
        case .providersStatus: [.readProviders]
        case .alerts: [.readAlerts]
        case .audit: [.readAudit]
        case .help: []
        }
    }
}
