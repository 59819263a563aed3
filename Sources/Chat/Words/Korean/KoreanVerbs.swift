/// A Korean verb by the two forms that the others follow from.
struct KoreanVerb {
    let act: Act
    /// What comes before 고 and 지: 올리, 깔, 하.
    let stem: String
    /// What comes before 줘: 올려, 깔아, 해.
    let infinitive: String
    /// What is said of a thing, not by somebody to do: 설치되다, 깔려 있다.
    var isPassive = false

    init(_ act: Act, _ stem: String, _ infinitive: String, isPassive: Bool = false) {
        self.act = act
        self.stem = stem
        self.infinitive = infinitive
        self.isPassive = isPassive
    }

    private static let pauses = ["일시중지", "일시 중지", "일시정지", "일시 정지", "일시중단", "일시 중단", "잠정 중단"]

    private static let resumptions =
        ["재개"] + pauses.flatMap { noun in ["", "를", "을"].map { noun + $0 + " 해제" } }

    /// "일시정지 풀어줘": the pause is ended, not asked for.
    private static let endsOfPauses = pauses.flatMap { noun in
        ["", "를", "을"].map { KoreanVerb(.resume, noun + $0 + " 풀", noun + $0 + " 풀어") }
    }

    /// Nouns that become verbs with 하다, 되다 and 시키다.
    static let nouns: [(Act, [String])] = [
        (
            .install,
            [
                "설치", "배포", "인스톨", "셋업", "업데이트", "업그레이드", "재설치", "재배포", "디플로이", "추가", "적용",
                "푸시", "등재", "반영", "릴리스",
            ]
        ),
        (.uninstall, ["삭제", "제거", "언인스톨", "철거", "설치 해제", "설치해제", "딜리트", "퇴출"]),
        (.retry, ["재시도", "재실행", "리트라이", "다시 시도", "다시 실행", "재가동"]),
        (.rollback, ["롤백", "원복", "복구", "복원", "원상복구", "원상 복구", "되돌리기", "리버트"]),
        (.cancel, ["취소", "중지", "중단", "캔슬", "스톱", "정지", "철회"]),
        (.approve, ["승인", "허가", "허락"]),
        (.refuse, ["거절", "거부", "반려", "불허"]),
        (
            .acknowledge,
            [
                "확인 처리", "확인처리", "인지 처리", "인지처리", "인지", "접수", "확인 완료 처리", "확인 완료", "확인완료", "알림확인",
                "확인했음으로 표시", "확인함으로 표시", "확인됨으로 표시", "확인 완료로 표시",
            ]
        ),
        (.pause, pauses),
        (.resume, resumptions),
        (.plan, ["계획", "플랜", "드라이런", "드라이 런", "미리보기", "미리 보기", "시뮬레이션", "모의 실행", "예행"]),
        (
            .preflight,
            [
                "점검", "사전점검", "사전 점검", "프리플라이트", "사전검사", "사전 검사", "검사", "사전 확인", "사전확인", "검증",
                "호환성 점검", "호환성 검사", "호환성 확인",
            ]
        ),
        (.show, ["조회", "표시", "출력", "확인", "공유", "나열", "체크", "리스트업"]),
        (.search, ["검색", "필터"]),
        (.explain, ["설명", "소개"]),
        (.help, ["도움"]),
        (.finish, ["완료", "종료"]),
        (.carry, ["시도", "시작", "가동", "진행", "처리", "실시", "부탁", "요청", "작업", "수립", "작성"]),
    ]

    static let verbs = plainVerbs + endsOfPauses

    private static let plainVerbs: [KoreanVerb] = [
        .init(.install, "세팅하", "세팅해"), .init(.install, "셋팅하", "셋팅해"), .init(.install, "깔", "깔아"),
        .init(.install, "올리", "올려"), .init(.install, "넣", "넣어"),
        .init(.install, "띄우", "띄워"), .init(.install, "심", "심어"), .init(.install, "붙이", "붙여"),
        .init(.install, "깔리", "깔려", isPassive: true), .init(.install, "올라가", "올라가", isPassive: true),
        .init(.install, "들어가", "들어가", isPassive: true), .init(.install, "들어있", "들어있어", isPassive: true),
        .init(.uninstall, "지우", "지워"), .init(.uninstall, "내리", "내려"), .init(.uninstall, "빼", "빼"),
        .init(.uninstall, "없애", "없애"), .init(.uninstall, "날리", "날려"), .init(.uninstall, "걷어내", "걷어내"),
        .init(.uninstall, "치우", "치워"), .init(.uninstall, "떼", "떼"),
        .init(.uninstall, "지워지", "지워져", isPassive: true),
        .init(.rollback, "되돌리", "되돌려"), .init(.rollback, "돌려놓", "돌려놓아"), .init(.rollback, "돌려놔", "돌려놔"),
        .init(.rollback, "물리", "물러"), .init(.rollback, "무르", "물러"),
        .init(.retry, "다시하", "다시해"), .init(.retry, "다시돌리", "다시돌려"),
        .init(.retry, "재시도하", "재시도해"), .init(.retry, "다시 돌리", "다시 돌려"), .init(.retry, "다시 하", "다시 해"),
        .init(.cancel, "멈추", "멈춰"), .init(.cancel, "그만두", "그만둬"), .init(.cancel, "그만하", "그만해"),
        .init(.show, "보이", "보여"), .init(.show, "알리", "알려"), .init(.show, "보", "봐"),
        .init(.show, "살펴보", "살펴봐"), .init(.show, "말하", "말해"), .init(.show, "가르치", "가르쳐"),
        .init(.show, "뽑", "뽑아"), .init(.show, "궁금하", "궁금해"), .init(.show, "알", "알아"),
        .init(.search, "찾", "찾아"), .init(.search, "고르", "골라"),
        .init(.help, "도와주", "도와줘"), .init(.help, "돕", "도와"),
        .init(.exist, "있", "있어"), .init(.exist, "없", "없어"), .init(.exist, "계시", "계셔"),
        .init(.work, "돌아가", "돌아가"), .init(.work, "살아있", "살아있어"), .init(.work, "죽", "죽어"),
        .init(.work, "되", "돼"), .init(.work, "안되", "안돼"), .init(.work, "괜찮", "괜찮아"),
        .init(.work, "돌리", "돌려"), .init(.work, "실행하", "실행해"), .init(.work, "실행되", "실행돼"),
        .init(.work, "돌", "돌아"), .init(.work, "뜨", "떠"), .init(.work, "울리", "울려"),
        .init(.work, "생기", "생겨"), .init(.work, "터지", "터져"), .init(.work, "막히", "막혀"),
        .init(.work, "걸리", "걸려"),
        .init(.finish, "끝나", "끝나"), .init(.finish, "끝내", "끝내"),
        .init(.carry, "하", "해"), .init(.carry, "주", "줘"), .init(.carry, "만들", "만들어"),
        .init(.carry, "짜", "짜"), .init(.carry, "세우", "세워"), .init(.carry, "내", "내"),
        .init(.carry, "바라", "바라"),
        .init(.carry, "드리", "드려"), .init(.carry, "시키", "시켜"), .init(.carry, "맞추", "맞춰"),
    ]
}
