package import Contract

extension ChatIntent {
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
