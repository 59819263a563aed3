import Contract

/// Says things in the language of an answer.
struct Tongue: Sendable {
    let language: ChatLanguage

    init(_ language: ChatLanguage) {
        self.language = language
    }

    func callAsFunction(_ english: @autoclosure () -> String, _ korean: @autoclosure () -> String) -> String {
        language == .english ? english() : korean()
    }

    func callAsFunction(_ sentence: Contract.Sentence) -> String { self(sentence.english, sentence.korean) }

    // MARK: Words

    func word(_ status: RunStatus) -> String {
        switch status {
        case .queued: self("queued", "대기")
        case .running: self("running", "실행 중")
        case .success: self("success", "성공")
        case .failed: self("failed", "실패")
        case .partialFailed: self("partly failed", "일부 실패")
        }
    }

    func word(_ status: TaskStatus) -> String {
        switch status {
        case .queued: self("queued", "대기")
        case .running: self("running", "실행 중")
        case .retryWait: self("waiting to be tried again", "재시도 대기")
        case .success: self("success", "성공")
        case .failed: self("failed", "실패")
        case .canceled: self("canceled", "취소됨")
        case .skipped: self("skipped", "건너뜀")
        }
    }

    func word(_ kind: RunKind) -> String {
        switch kind {
        case .install: self("install", "설치")
        case .uninstall: self("uninstall", "제거")
        case .rollback: self("rollback", "롤백")
        }
    }

    func word(_ action: PlanView.Action) -> String {
        switch action {
        case .create: self("is installed", "새로 설치")
        case .newVersion: self("replaces another version", "다른 버전을 대체")
        case .skip: self("skipped: nothing to do", "변경 없음: 건너뜀")
        case .repair: self("is sent again", "복구: 다시 보냄")
        case .blocked: self("refused", "거부됨")
        case .remove: self("is removed", "제거")
        }
    }

    func word(_ severity: AlertSeverity) -> String {
        switch severity {
        case .critical: self("critical", "심각")
        case .warning: self("warning", "경고")
        case .info: self("info", "정보")
        }
    }

    /// Such as `3 min ago`.
    func age(of time: Timestamp, at now: Timestamp) -> String {
        let seconds = max(0, (now - time).wholeMicroseconds / 1_000_000)
        switch seconds {
        case ..<60: return self("just now", "방금")
        case ..<3600: return self("\(seconds / 60) min ago", "\(seconds / 60)분 전")
        case ..<86_400: return self("\(seconds / 3600) h ago", "\(seconds / 3600)시간 전")
        default: return self("\(seconds / 86_400) d ago", "\(seconds / 86_400)일 전")
        }
    }

    /// `12 targets`, `대상 12개`.
    func targets(_ count: Int) -> String { self(counted(count, "target"), "대상 \(count)개") }

    /// A line for what is not shown; none for nothing.
    func more(_ count: Int) -> [String] {
        count > 0 ? [self("… and \(count) more", "… 외 \(count)개")] : []
    }
}
