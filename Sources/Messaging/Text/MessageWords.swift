import Contract

/// What messages say beside the names and values in them, in one language.
struct MessageWords: Sendable {
    let opened: String
    let repeated: String
    let recovered: String
    let escalated: String
    let test: String
    let testBody: String
    let info: String
    let warning: String
    let critical: String
    let cause: String
    let message: String
    let count: String
    let skills: String
    let firstSeen: String
    let lastSeen: String
    let recoveredAt: String
    let runs: String
    let request: String
    /// Of a button or link to the pages.
    let look: String
    /// Says why the mail came.
    let footer: String

    init(_ language: ChannelLanguage) {
        self = language == .ko ? Self.korean : Self.english
    }

    func word(for kind: DeliveryKind) -> String {
        switch kind {
        case .opened: opened
        case .repeated: repeated
        case .recovered: recovered
        case .escalated: escalated
        case .test: test
        }
    }

    func word(for severity: AlertSeverity) -> String {
        switch severity {
        case .info: info
        case .warning: warning
        case .critical: critical
        }
    }

    private static let english = MessageWords(
        opened: "Alert",
        repeated: "Still open",
        recovered: "Recovered",
        escalated: "Nobody looks after this",
        test: "Test",
        testBody: "This channel works. Nothing has happened: somebody tried it.",
        info: "Info",
        warning: "Warning",
        critical: "Critical",
        cause: "Cause",
        message: "Message",
        count: "Seen",
        skills: "Skills",
        firstSeen: "Since",
        lastSeen: "Last seen",
        recoveredAt: "Recovered at",
        runs: "Runs",
        request: "request",
        look: "Open alerts",
        footer: "Sent by Skillyard, as a channel of its settings asks."
    )

    private static let korean = MessageWords(
        opened: "알림",
        repeated: "계속 발생 중",
        recovered: "복구됨",
        escalated: "아직 아무도 확인하지 않음",
        test: "시험",
        testBody: "이 채널이 제대로 동작합니다. 실제로 일어난 일은 없으며 누군가 시험 메시지를 보냈습니다.",
        info: "정보",
        warning: "경고",
        critical: "심각",
        cause: "원인",
        message: "메시지",
        count: "횟수",
        skills: "스킬",
        firstSeen: "시작",
        lastSeen: "마지막 발생",
        recoveredAt: "복구 시각",
        runs: "실행",
        request: "요청",
        look: "알림 보기",
        footer: "Skillyard 설정에 등록된 채널로 보낸 메시지입니다."
    )
}

extension MessageWords {
    private init(
        opened: String,
        repeated: String,
        recovered: String,
        escalated: String,
        test: String,
        testBody: String,
        info: String,
        warning: String,
        critical: String,
        cause: String,
        message: String,
        count: String,
        skills: String,
        firstSeen: String,
        lastSeen: String,
        recoveredAt: String,
        runs: String,
        request: String,
        look: String,
        footer: String
    ) {
        self.opened = opened
        self.repeated = repeated
        self.recovered = recovered
        self.escalated = escalated
        self.test = test
        self.testBody = testBody
        self.info = info
        self.warning = warning
        self.critical = critical
        self.cause = cause
        self.message = message
        self.count = count
        self.skills = skills
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.recoveredAt = recoveredAt
        self.runs = runs
        self.request = request
        self.look = look
        self.footer = footer
    }
}
