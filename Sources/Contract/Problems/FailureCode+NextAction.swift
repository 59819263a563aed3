extension FailureCode {
    /// What to do about it, in one sentence.
    package var nextAction: Sentence {
        switch self {
        case .invalidSkill, .payloadTooLarge, .scanBlocked:
            skillAction
        case .authFailed, .permissionDenied, .notFound, .conflict, .policyBlocked, .quotaExceeded:
            settingsAction
        case .rateLimited, .providerUnavailable, .timeout, .outcomeUnknown:
            laterAction
        case .leaseLost:
            .init(english: "Nothing: another worker takes over.", korean: "다른 작업자가 자동으로 이어받습니다.")
        case .watchdogTimeout:
            .init(english: "Look at the attempts, then retry.", korean: "시도 내역을 확인한 뒤 다시 시도하세요.")
        case .integrityFailed:
            .init(
                english: "Find out who changed it; restore a backup, or upload the skill again.",
                korean: "누가 바꾸었는지 확인하고, 백업을 복원하거나 스킬을 다시 올리세요."
            )
        case .canceled:
            .init(english: "Start a new run when it is wanted after all.", korean: "필요하면 새로 실행하세요.")
        case .internal:
            .init(
                english: "Report it with the request id; retry when it is fixed.",
                korean: "요청 ID와 함께 신고하고, 해결되면 다시 시도하세요."
            )
        }
    }

    private var skillAction: Sentence {
        switch self {
        case .invalidSkill:
            .init(
                english: "Open the skill's preflight, fix it and upload a new version.",
                korean: "사전 점검을 열어 고친 뒤 새 버전을 올리세요."
            )
        case .payloadTooLarge:
            .init(
                english: "Make the skill smaller and upload a new version.",
                korean: "스킬 크기를 줄여 새 버전을 올리세요."
            )
        default:
            .init(
                english: "Read the findings; fix them or ask for a waiver.",
                korean: "검사 결과를 확인하고 고치거나 예외를 요청하세요."
            )
        }
    }

    private var settingsAction: Sentence {
        switch self {
        case .authFailed:
            .init(
                english: "Renew the credential in the provider's settings, then retry.",
                korean: "제공자 설정에서 인증 정보를 갱신한 뒤 다시 시도하세요."
            )
        case .permissionDenied:
            .init(
                english: "Grant the credential access to skills, then retry.",
                korean: "인증 정보에 스킬 권한을 부여한 뒤 다시 시도하세요."
            )
        case .notFound:
            .init(
                english: "Check the provider's project and address, then retry.",
                korean: "제공자의 프로젝트와 주소를 확인한 뒤 다시 시도하세요."
            )
        case .conflict:
            .init(
                english: "Look at what is there; remove or rename it, then retry.",
                korean: "기존 항목을 확인해 지우거나 이름을 바꾼 뒤 다시 시도하세요."
            )
        case .policyBlocked:
            .init(english: "Ask whoever owns the policy.", korean: "정책 담당자에게 문의하세요.")
        default:
            .init(
                english: "Raise the quota at the provider, then retry.",
                korean: "제공자에서 할당량을 늘린 뒤 다시 시도하세요."
            )
        }
    }

    private var laterAction: Sentence {
        switch self {
        case .rateLimited:
            .init(english: "Nothing: it is tried again by itself.", korean: "자동으로 다시 시도합니다.")
        case .providerUnavailable:
            .init(english: "Wait until the provider is healthy, then retry.", korean: "제공자가 정상화되면 다시 시도하세요.")
        case .timeout:
            .init(
                english: "Retry; raise the provider's time limit if it stays.",
                korean: "다시 시도하고, 계속되면 제한 시간을 늘리세요."
            )
        default:
            .init(
                english: "Nothing: the provider is looked at before anything is sent again.",
                korean: "다시 보내기 전에 제공자 상태를 자동으로 확인합니다."
            )
        }
    }
}
