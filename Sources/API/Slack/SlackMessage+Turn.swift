import Contract

extension SlackMessage {
    /// The answer to a line, with buttons for what can be done about it.
    ///
    /// - Parameters:
    ///   - turn: What was said and answered.
    ///   - run: The run it began, as it is by now; nil for as the turn has it.
    ///   - replaces: Whether it takes the place of the message whose button was pressed.
    init(_ turn: ChatTurn, run: RunView? = nil, replaces: Bool = false) {
        let words = SlackWords(turn.locale)
        var lines = [turn.reply.text]
        var buttons: [Block] = []
        if turn.outcome == .proposed, let proposal = turn.proposal {
            lines += proposal.effects.filter { !turn.reply.text.contains($0) }
            lines += Self.targets(of: proposal, turn.reply.text, words)
            buttons = [
                .buttons([
                    Button(label: words.confirm, press: .confirm(turn.id, planHash: proposal.planHash)),
                    Button(label: words.dismiss, press: .dismiss(turn.id)),
                ])
            ]
        } else if turn.outcome == .done, let run = run ?? turn.run {
            lines.append(words.state(of: run))
        }
        let choices = (turn.reply.choices ?? []).enumerated().compactMap { number, choice in
            choice.line.map { Button(label: choice.label, press: .say($0), number: number) }
        }
        if !choices.isEmpty { buttons.append(.buttons(choices)) }
        // What a button carries out has to be seen: where there is no room for all of it, that is said.
        let shown = SlackTexts(lines, atMost: Self.maximumBlocks - buttons.count - 1)
        let texts = shown.texts + (shown.omitted > 0 ? [words.omitted(shown.omitted)] : [])
        self.init(
            text: lines.joined(separator: "\n"),
            blocks: texts.map { Block.text($0) } + buttons,
            replaces: replaces
        )
    }

    /// Something that no turn says.
    init(_ text: String, replaces: Bool = false) {
        self.init(text: text, blocks: [.text(text)], replaces: replaces)
    }

    /// A refusal; one that may pass takes no place, so that the button is there to be pressed again.
    init(_ problem: Problem, replaces: Bool = false) {
        self.init(SlackWords.refused(problem), replaces: replaces && !problem.code.isInconclusive)
    }

    /// Each target, unless the answer names it: there is no table to put them into.
    private static func targets(of proposal: ChatProposal, _ said: String, _ words: SlackWords) -> [String] {
        let unsaid = (proposal.targets ?? []).filter { !said.contains("\($0.skill)@\($0.version)") }
        let lines = unsaid.map { target in
            let why =
                target.reasons.isEmpty ? "" : ": " + target.reasons.map(\.message).joined(separator: " ")
            let place = "\(target.skill) \(target.version) → \(target.provider)"
            return "• \(place): \(words.action(target.action))\(why)"
        }
        let more = unsaid.isEmpty ? 0 : proposal.omitted ?? 0
        return lines + (more > 0 ? [words.more(more)] : [])
    }
}

/// What is said in Slack beside what turns say.
struct SlackWords {
    private let language: ChatLanguage

    init(_ language: ChatLanguage) {
        self.language = language
    }

    private func pick(_ english: String, _ korean: String) -> String {
        language == .korean ? korean : english
    }

    var confirm: String { pick("Carry it out", "실행") }
    var dismiss: String { pick("Cancel", "취소") }

    func more(_ count: Int) -> String { pick("… and \(count) more", "… 외 \(count)개") }
    func omitted(_ lines: Int) -> String {
        pick(
            "There is no room here for all of it. Lines left out: \(lines).",
            "자리가 부족해 전부 보여주지 못합니다. 빠진 줄: \(lines)개."
        )
    }

    func action(_ action: PlanView.Action) -> String {
        switch action {
        case .create: pick("install", "설치")
        case .newVersion: pick("replace with this version", "이 버전으로 교체")
        case .skip: pick("nothing to do", "할 일 없음")
        case .repair: pick("send again", "다시 보냄")
        case .blocked: pick("blocked", "막힘")
        case .remove: pick("remove", "삭제")
        }
    }

    func state(of run: RunView) -> String {
        let counts = run.counts
        let done = counts.success + counts.skipped
        let name = run.id.rawValue.suffix(6)
        let state = status(of: run)
        let failed =
            counts.failed + counts.canceled == 0
            ? ""
            : pick(", \(counts.failed + counts.canceled) not", ", 실패나 취소 \(counts.failed + counts.canceled)개")
        return pick(
            "Run \(name): \(state), \(done) of \(counts.total) done\(failed)",
            "실행 \(name): \(state), \(counts.total)개 중 \(done)개 완료\(failed)"
        )
    }

    private func status(of run: RunView) -> String {
        if !run.status.isFinal, run.approval?.state == .pending {
            return pick("waits for approval", "승인 대기")
        }
        return switch run.status {
        case .queued: pick("waiting", "대기")
        case .running: pick("under way", "진행 중")
        case .success: pick("succeeded", "성공")
        case .partialFailed: pick("partly failed", "일부 실패")
        case .failed: pick("failed", "실패")
        }
    }

    // MARK: In both languages, where nobody has said anything yet

    static func unmapped(_ user: SlackSettings.User) -> String {
        let id = (user.team.map { "\($0)/" } ?? "") + user.id
        return """
            Skillyard does not know whose account is yours. Ask whoever runs it to add \(id)=ACCOUNT to SKILLYARD_SLACK_USERS.
            Skillyard가 이 사용자의 계정을 모릅니다. 운영자에게 SKILLYARD_SLACK_USERS에 \(id)=계정 을 추가해 달라고 하세요.
            """
    }

    static let closed = """
        The account that belongs to you here does not exist, is disabled, or has to sign in again.
        이 사용자에게 연결된 계정이 없거나, 사용이 중지되었거나, 다시 로그인해야 합니다.
        """
    static let later = "This takes a moment; the answer comes here.\n조금 걸립니다. 답은 여기로 옵니다."
    static let busy = "Skillyard is busy; try again shortly.\n지금은 바쁩니다. 잠시 뒤에 다시 시도하세요."

    static func refused(_ problem: Problem) -> String { "\(problem.code.title). \(problem.detail)" }
}
