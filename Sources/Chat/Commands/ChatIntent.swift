/// The commands that chat knows, by the names of the parse format.
package enum ChatIntent: String, CaseIterable, Sendable {
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
    package enum Effect: String, Sendable {
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

    /// What the canonical form begins with, after its stroke.
    package func word(in language: ChatLanguage) -> String {
        switch language {
        case .english: rawValue
        case .korean: Self.koreanWords[self] ?? rawValue
        }
    }

    static let koreanWords: [ChatIntent: String] = [
        .install: "설치", .plan: "계획", .preflight: "점검", .uninstall: "삭제", .retry: "재시도", .cancel: "취소",
        .approve: "승인", .refuse: "거절", .rollback: "롤백", .acknowledge: "알림확인", .pauseProvider: "일시중지",
        .resumeProvider: "재개", .status: "상태", .listRuns: "실행목록", .listSkills: "스킬목록",
        .showSkill: "스킬", .whereInstalled: "위치", .providersStatus: "제공자", .alerts: "알림", .audit: "감사",
        .why: "원인", .help: "도움말",
    ]

    static let byWord: [String: ChatIntent] = {
        var words: [String: ChatIntent] = [:]
        for intent in allCases {
            for language in ChatLanguage.allCases { words[intent.word(in: language)] = intent }
        }
        return words
    }()
}

package enum ChatLanguage: String, CaseIterable, Sendable {
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
