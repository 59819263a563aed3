package import Contract

extension ChatCommandHelp {
    /// The commands that somebody with these permissions can give, in an order to learn them in.
    ///
    /// - Parameters:
    ///   - language: Of the texts.
    ///   - operations: What is permitted.
    /// - Returns: Nothing of what is not.
    package static func all(in language: ChatLanguage, for operations: [Operation]) -> [ChatCommandHelp] {
        let permitted = Set(operations)
        return order.filter { $0.operations.allSatisfy(permitted.contains) }.map { .init($0, in: language) }
    }

    package init(_ intent: ChatIntent, in language: ChatLanguage) {
        let say = Tongue(language)
        self.init(
            intent: intent,
            effect: intent.effect,
            word: "/" + intent.word(in: language),
            summary: say.summary(of: intent),
            examples: language == .english ? Self.english(intent) : Self.korean(intent)
        )
    }

    private static let order: [ChatIntent] = [
        .help, .listSkills, .showSkill, .whereInstalled, .plan, .install, .uninstall, .preflight, .status,
        .listRuns, .why, .retry, .cancel, .rollback, .approve, .refuse, .providersStatus, .pauseProvider,
        .resumeProvider, .alerts, .acknowledge, .audit,
    ]

    /// With names such as the documentation has them.
    private static func english(_ intent: ChatIntent) -> [String] {
        switch intent {
        case .install: ["install release-notes on claude", "install release-notes@2 on openai and gemini"]
        case .plan: ["plan sql-review on codex", "what happens if I install sql-review on codex?"]
        case .preflight: ["/preflight pdf-tools on gemini", "preflight sql-review on claude"]
        case .uninstall: ["uninstall old-export from team-registry", "take old-export off team-registry"]
        case .retry: ["retry the last failed run", "/retry last_failed"]
        case .cancel: ["cancel the last run", "/cancel last"]
        case .approve: ["approve b21e04", "/approve b21e04"]
        case .refuse: ["refuse b21e04 because it is untested", "/refuse b21e04 because it is untested"]
        case .rollback:
            ["roll back release-notes because it is broken", "undo the last run because it is broken"]
        case .acknowledge: ["acknowledge the openai alert", "/ack_alert a0012 because it is known"]
        case .pauseProvider: ["pause claude", "/pause_provider openai"]
        case .resumeProvider: ["resume claude", "/resume_provider openai"]
        case .status: ["what's the status of release-notes?", "how did the last run go?"]
        case .listRuns: ["show the last 5 runs", "/list_runs status failed"]
        case .listSkills: ["list all skills", "search skills for notes"]
        case .showSkill: ["show release-notes", "/show_skill sql-review"]
        case .whereInstalled: ["where is release-notes installed?", "is release-notes installed on claude?"]
        case .providersStatus: ["are all providers healthy?", "/providers_status"]
        case .alerts: ["show the alerts", "/alerts"]
        case .audit: ["show the audit log", "/audit since 2026-11-25T00:00:00Z"]
        case .why: ["why did the last run fail?", "why did b21e04 fail?"]
        case .help: ["help", "how do I roll back?"]
        }
    }

    private static func korean(_ intent: ChatIntent) -> [String] {
        switch intent {
        case .install: ["release-notes를 클로드에 설치해줘", "release-notes 2버전 오픈에이아이랑 제미나이에 설치해줘"]
        case .plan: ["sql-review 코덱스에 설치하지 말고 계획만 보여줘", "/계획 sql-review 대상 codex"]
        case .preflight: ["pdf-tools 제미나이에 설치 가능한지 확인해줘", "/점검 pdf-tools 대상 gemini"]
        case .uninstall: ["team-registry에서 old-export 삭제해줘", "/삭제 old-export 대상 team-registry"]
        case .retry: ["방금 실패한 거 다시", "/재시도 last_failed"]
        case .cancel: ["마지막 실행 취소해줘", "/취소 last"]
        case .approve: ["b21e04 승인해줘", "/승인 b21e04"]
        case .refuse: ["b21e04 거절해줘. 이유: 검증 안 됨", "/거절 b21e04 이유: 검증 안 됨"]
        case .rollback: ["release-notes 이전 버전으로 되돌려줘. 이유: 번역이 깨짐", "/롤백 실행 last 이유: 번역이 깨짐"]
        case .acknowledge: ["openai 알림 확인 처리해줘", "/알림확인 a0012 이유: 알고 있음"]
        case .pauseProvider: ["클로드 일시중지해줘", "/일시중지 claude"]
        case .resumeProvider: ["오픈에이아이 재개해줘", "/재개 claude"]
        case .status: ["마지막 실행 어떻게 됐어?", "/상태 스킬 release-notes"]
        case .listRuns: ["최근 실행 5개 보여줘", "/실행목록 상태 failed"]
        case .listSkills: ["스킬 목록 보여줘", "클로드 코드에 깔린 스킬 알려줘"]
        case .showSkill: ["release-notes가 뭐야?", "/스킬 sql-review"]
        case .whereInstalled: ["release-notes 어디에 설치돼 있어?", "/위치 release-notes"]
        case .providersStatus: ["프로바이더 다 괜찮아?", "/제공자"]
        case .alerts: ["알림 확인해줘", "/알림"]
        case .audit: ["감사 로그 보여줘", "/감사 부터 2026-11-25T00:00:00Z"]
        case .why: ["마지막 실행 왜 실패했어?", "b21e04 왜 실패했어?"]
        case .help: ["도움말", "롤백은 어떻게 해?"]
        }
    }
}

extension Tongue {
    func summary(of intent: ChatIntent) -> String {
        switch intent {
        case .install: self("Installs skills on providers.", "스킬을 제공자에 설치합니다.")
        case .plan: self("Shows what an install would do.", "설치하면 무엇이 일어날지 보여 줍니다.")
        case .preflight: self("Says whether providers would take a skill.", "제공자가 스킬을 받을 수 있는지 점검합니다.")
        case .uninstall: self("Removes skills from providers.", "스킬을 제공자에서 제거합니다.")
        case .retry: self("Tries again what failed of a run.", "실행에서 실패한 대상을 다시 시도합니다.")
        case .cancel: self("Ends what has not ended of a run.", "실행에서 끝나지 않은 대상을 멈춥니다.")
        case .approve: self("Approves a run that waits for it.", "승인을 기다리는 실행을 승인합니다.")
        case .refuse: self("Refuses a run that waits for an approval.", "승인을 기다리는 실행을 거절합니다.")
        case .rollback: self("Undoes a run, with a reason.", "이유를 남기고 실행을 되돌립니다.")
        case .acknowledge: self("Acknowledges an alert.", "알림을 확인 처리합니다.")
        case .pauseProvider: self("Lets nothing begin at a provider.", "제공자에서 새 작업이 시작하지 않게 합니다.")
        case .resumeProvider: self("Ends the pause of a provider.", "제공자의 일시 중지를 끝냅니다.")
        case .status: self("Says how a run or a skill stands.", "실행이나 스킬의 상태를 알려 줍니다.")
        case .listRuns: self("Lists runs.", "실행 목록을 보여 줍니다.")
        case .listSkills: self("Lists skills.", "스킬 목록을 보여 줍니다.")
        case .showSkill: self("Shows a skill.", "스킬을 보여 줍니다.")
        case .whereInstalled: self("Says where a skill is installed.", "스킬이 설치된 곳을 알려 줍니다.")
        case .providersStatus: self("Says how the providers do.", "제공자의 상태를 알려 줍니다.")
        case .alerts: self("Lists open alerts.", "열린 알림을 보여 줍니다.")
        case .audit: self("Shows who did what.", "누가 무엇을 했는지 보여 줍니다.")
        case .why: self("Says why a run failed.", "실행이 왜 실패했는지 알려 줍니다.")
        case .help: self("Says what can be said.", "무엇을 말할 수 있는지 알려 줍니다.")
        }
    }
}
