/// The commands that chat knows, by the names of the parse format.
package enum ChatIntent: String, Codable, CaseIterable, Sendable {
    case install
    case plan
    case preflight
    case uninstall
    case retry
    case cancel
    case approve
    case refuse
    case rollback
    case acknowledge = "ack_alert"
    case pauseProvider = "pause_provider"
    case resumeProvider = "resume_provider"
    case status
    case listRuns = "list_runs"
    case listSkills = "list_skills"
    case showSkill = "show_skill"
    case whereInstalled = "where"
    case providersStatus = "providers_status"
    case alerts
    case audit
    case why
    case help

    /// Whether carrying it out changes anything.
    package enum Effect: String, Codable, Sendable {
        case read
        /// Nothing happens before somebody confirmed the plan that was shown.
        case change
    }

    /// A table, and nothing that anybody writes has a say in it (CH-03).
    package var effect: Effect {
        switch self {
        case .install, .uninstall, .retry, .cancel, .approve, .refuse, .rollback, .acknowledge,
            .pauseProvider, .resumeProvider:
            .change
        case .plan, .preflight, .status, .listRuns, .listSkills, .showSkill, .whereInstalled,
            .providersStatus, .alerts, .audit, .why, .help:
            .read
        }
    }
}

/// A language that chat is read and answered in.
package enum ChatLanguage: String, Codable, CaseIterable, Sendable {
    case english = "en"
    case korean = "ko"
}

extension ChatCommand {
    package var intent: ChatIntent {
        switch self {
        case .install: .install
        case .plan: .plan
        case .preflight: .preflight
        case .uninstall: .uninstall
        case .retry: .retry
        case .cancel: .cancel
        case .approve: .approve
        case .refuse: .refuse
        case .rollback: .rollback
        case .acknowledge: .acknowledge
        case .pauseProvider: .pauseProvider
        case .resumeProvider: .resumeProvider
        case .status: .status
        case .listRuns: .listRuns
        case .listSkills: .listSkills
        case .showSkill: .showSkill
        case .whereInstalled: .whereInstalled
        case .providersStatus: .providersStatus
        case .alerts: .alerts
        case .audit: .audit
        case .why: .why
        case .help: .help
        }
    }

    /// Whether carrying it out changes anything; the same for every command of an intent.
    package var effect: ChatIntent.Effect { intent.effect }
}
