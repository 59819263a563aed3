/// A sentence in each language the product speaks.
package struct Sentence: Equatable, Sendable {
    package let english: String
    package let korean: String
}

extension FailureCode {
    /// What happened, in one sentence.
    package var sentence: Sentence {
        switch self {
        case .invalidSkill:
            .init(english: "The provider rejected the skill's content.", korean: "제공자가 스킬 내용을 거부했습니다.")
        case .policyBlocked:
            .init(english: "A policy forbids this install.", korean: "정책상 설치할 수 없습니다.")
        case .scanBlocked:
            .init(english: "The safety scan blocked this version.", korean: "안전 검사에서 이 버전이 차단되었습니다.")
        case .authFailed:
            .init(english: "The provider did not accept the credential.", korean: "제공자가 인증 정보를 거부했습니다.")
        case .permissionDenied:
            .init(english: "The credential lacks a permission.", korean: "인증 정보에 필요한 권한이 없습니다.")
        case .notFound:
            .init(english: "The provider does not have it.", korean: "제공자에 해당 항목이 없습니다.")
        case .conflict:
            .init(english: "Something else already stands in its place.", korean: "이미 다른 항목이 그 자리에 있습니다.")
        case .payloadTooLarge:
            .init(english: "The skill is larger than the provider accepts.", korean: "스킬이 제공자의 허용 크기를 넘습니다.")
        case .rateLimited:
            .init(english: "The provider asked us to slow down.", korean: "제공자가 요청 속도를 제한했습니다.")
        case .quotaExceeded:
            .init(english: "The account's quota is used up.", korean: "계정의 할당량을 모두 사용했습니다.")
        case .providerUnavailable:
            .init(english: "The provider is not available.", korean: "제공자를 사용할 수 없습니다.")
        case .timeout:
            .init(english: "The provider did not answer in time.", korean: "제공자가 제시간에 응답하지 않았습니다.")
        case .outcomeUnknown:
            .init(english: "The connection broke before the answer came.", korean: "응답을 받기 전에 연결이 끊겼습니다.")
        case .leaseLost:
            .init(english: "The worker lost its hold on the task.", korean: "작업자가 작업 점유를 잃었습니다.")
        case .watchdogTimeout:
            .init(english: "The task took too long and was stopped.", korean: "작업이 너무 오래 걸려 중단되었습니다.")
        case .canceled:
            .init(english: "Somebody canceled it.", korean: "사용자가 취소했습니다.")
        case .internal:
            .init(english: "The provider's answer could not be understood.", korean: "제공자의 응답을 해석할 수 없습니다.")
        }
    }

    /// What to do about it, in one sentence.
    package var nextAction: Sentence {
        switch self {
        case .invalidSkill:
            .init(english: "Open the skill's preflight, fix it and upload a new version.", korean: "사전 점검을 열어 고친 뒤 새 버전을 올리세요.")
        case .policyBlocked:
            .init(english: "Ask whoever owns the policy.", korean: "정책 담당자에게 문의하세요.")
        case .scanBlocked:
            .init(english: "Read the findings; fix them or ask for a waiver.", korean: "검사 결과를 확인하고 고치거나 예외를 요청하세요.")
        case .authFailed:
            .init(english: "Renew the credential in the provider's settings, then retry.", korean: "제공자 설정에서 인증 정보를 갱신한 뒤 다시 시도하세요.")
        case .permissionDenied:
            .init(english: "Grant the credential access to skills, then retry.", korean: "인증 정보에 스킬 권한을 부여한 뒤 다시 시도하세요.")
        case .notFound:
            .init(english: "Check the provider's project and address, then retry.", korean: "제공자의 프로젝트와 주소를 확인한 뒤 다시 시도하세요.")
        case .conflict:
            .init(english: "Look at what is there; remove or rename it, then retry.", korean: "기존 항목을 확인해 지우거나 이름을 바꾼 뒤 다시 시도하세요.")
        case .payloadTooLarge:
            .init(english: "Make the skill smaller and upload a new version.", korean: "스킬 크기를 줄여 새 버전을 올리세요.")
        case .rateLimited:
            .init(english: "Nothing: it is tried again by itself.", korean: "자동으로 다시 시도합니다.")
        case .quotaExceeded:
            .init(english: "Raise the quota at the provider, then retry.", korean: "제공자에서 할당량을 늘린 뒤 다시 시도하세요.")
        case .providerUnavailable:
            .init(english: "Wait until the provider is healthy, then retry.", korean: "제공자가 정상화되면 다시 시도하세요.")
        case .timeout:
            .init(english: "Retry; raise the provider's time limit if it stays.", korean: "다시 시도하고, 계속되면 제한 시간을 늘리세요.")
        case .outcomeUnknown:
            .init(english: "Nothing: the provider is looked at before anything is sent again.", korean: "다시 보내기 전에 제공자 상태를 자동으로 확인합니다.")
        case .leaseLost:
            .init(english: "Nothing: another worker takes over.", korean: "다른 작업자가 자동으로 이어받습니다.")
        case .watchdogTimeout:
            .init(english: "Look at the attempts, then retry.", korean: "시도 내역을 확인한 뒤 다시 시도하세요.")
        case .canceled:
            .init(english: "Start a new run when it is wanted after all.", korean: "필요하면 새로 실행하세요.")
        case .internal:
            .init(english: "Report it with the request id; retry when it is fixed.", korean: "요청 ID와 함께 신고하고, 해결되면 다시 시도하세요.")
        }
    }
}
