import Contract

extension Tongue {
    /// What a question back says.
    func text(of topic: ChatQuestion.Topic) -> String {
        switch topic {
        case .skill: self("Which skill do you mean?", "어느 스킬인가요?")
        case .version: self("Which version do you mean?", "어느 버전인가요?")
        case .tag: self("Which tag do you mean?", "어느 태그인가요?")
        case .provider: self("Which provider do you mean?", "어느 제공자인가요?")
        case .run: self("Which run do you mean?", "어느 실행인가요?")
        case .alert: self("Which alert do you mean?", "어느 알림인가요?")
        case .status: self("Runs have none of this state. Which do you mean?", "실행에는 없는 상태입니다. 어느 상태인가요?")
        case .user: self("Whom do you mean?", "누구를 말하나요?")
        case .subject: self("What do you mean: a run, or a skill wherever it is?", "무엇을 말하나요: 실행인가요, 스킬인가요?")
        case .pairs, .negation, .question, .condition, .schedule, .compound, .words: obstacle(topic)
        }
    }

    /// Why a line is not taken for a plain request.
    private func obstacle(_ topic: ChatQuestion.Topic) -> String {
        switch topic {
        case .pairs:
            self(
                "Which skill goes where? Say it for one place at a time.",
                "어느 스킬을 어디에 둘까요? 한 번에 한 곳씩 말해 주세요."
            )
        case .negation:
            self(
                "I understood that this is not to be done; nothing was done.",
                "하지 말라는 뜻으로 이해했고 아무것도 하지 않았습니다."
            )
        case .question:
            self("Is this to be done, or do you only want to know?", "실행할까요, 아니면 알고 싶은 것인가요?")
        case .condition:
            self("I cannot watch for a condition. Is it to be done now?", "조건을 기다릴 수는 없습니다. 지금 할까요?")
        case .schedule:
            self("I cannot do it at another time. Is it to be done now?", "다른 때에 할 수는 없습니다. 지금 할까요?")
        case .compound: self("One thing at a time, please.", "한 번에 한 가지씩 말해 주세요.")
        case .words:
            self("I did not understand every word. Do you mean this?", "모든 말을 이해하지는 못했습니다. 이런 뜻인가요?")
        case .skill, .version, .tag, .provider, .run, .alert, .status, .user, .subject: ""
        }
    }
}

extension ProblemCode {
    /// What it means, in one sentence.
    var korean: String {
        switch self {
        case .malformedRequest: "요청을 읽을 수 없습니다."
        case .validationFailed: "값이 맞지 않습니다."
        case .invalidSkill: "스킬이 규격에 맞지 않습니다."
        case .invalidArchive: "압축 파일을 받을 수 없습니다."
        case .importRefused: "그 주소에서 가져오지 않습니다."
        case .authenticationRequired: "로그인이 필요합니다."
        case .permissionDenied: "이 작업을 할 권한이 없습니다."
        case .notFound: "찾을 수 없습니다."
        case .methodNotAllowed, .notAcceptable: "할 수 없는 요청입니다."
        case .conflict: "지금 상태에서는 할 수 없습니다."
        case .rateLimited: "시도가 너무 많습니다. 잠시 뒤에 다시 하세요."
        case .nothingToRetry: "다시 시도할 대상이 없습니다."
        case .nothingToCancel: "멈출 대상이 없습니다."
        case .nothingToRollBack: "되돌릴 변경이 없습니다."
        case .planChanged: "보여 드린 뒤 계획이 바뀌었습니다."
        case .idempotencyKeyInUse: "같은 요청을 처리하고 있습니다."
        case .idempotencyKeyReused: "다른 요청에 쓰인 키입니다."
        case .preconditionFailed, .preconditionRequired: "마지막으로 본 상태가 아닙니다."
        case .payloadTooLarge: "내용이 너무 큽니다."
        case .unsupportedMediaType: "받을 수 없는 형식입니다."
        case .storageFull: "저장할 공간이 없습니다."
        case .sealingKeyMissing: "이 서버는 비밀 값을 보관할 수 없습니다."
        case .unavailable: "지금은 처리할 수 없습니다. 잠시 뒤에 다시 하세요."
        case .internal: "서버에서 문제가 생겼습니다."
        }
    }
}
