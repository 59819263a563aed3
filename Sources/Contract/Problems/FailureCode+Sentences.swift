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
        case .integrityFailed:
            .init(english: "The stored content is not what was registered.", korean: "저장된 내용이 등록된 것과 다릅니다.")
        case .canceled:
            .init(english: "Somebody canceled it.", korean: "사용자가 취소했습니다.")
        case .internal:
            .init(english: "The provider's answer could not be understood.", korean: "제공자의 응답을 해석할 수 없습니다.")
        }
    }
}
