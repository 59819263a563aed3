import Contract

/// Says which run "last" and "last failed" mean: one that this thread began, changed, or was opened on.
///
/// Runs that the speaker began elsewhere are offered and never taken (CH-08).
struct RunResolution {
    enum Answer {
        case command(ChatCommand)
        case question(ChatReply)
    }

    /// Failures that ended so close together could both be "just now".
    private static let justNow = Duration.seconds(600)

    private let dialogue: ChatDialogue

    init(_ dialogue: ChatDialogue) {
        self.dialogue = dialogue
    }

    func resolve(_ command: ChatCommand) async throws(Problem) -> Answer {
        switch command.run {
        case nil, .id?: return .command(command)
        case .last?:
            guard let id = dialogue.runs.first else {
                return .question(try await question(command, isFailed: false))
            }
            return .command(command.naming(id))
        case .lastFailed?:
            let fitting = try await failed()
            guard let newest = fitting.first else {
                return .question(try await question(command, isFailed: true))
            }
            guard fitting.count == 1 else {
                return .question(question(command, among: fitting, isFailed: true))
            }
            return .command(command.naming(newest.id))
        }
    }

    /// The newest failure of the thread, and those that ended just before it.
    private func failed() async throws(Problem) -> [RunView] {
        var found: [RunView] = []
        for id in dialogue.runs.prefix(ChatReply.maximumItems) {
            let run: RunView
            do { run = try await dialogue.plane.run(id) } catch  where error.code == .notFound {
                // Old runs are removed.
                continue
            }
            if run.hasFailed { found.append(run.withoutTasks) }
        }
        found.sort { $0.ended > $1.ended }
        guard let newest = found.first else { return [] }
        return found.filter { newest.ended - $0.ended <= Self.justNow }
    }

    private func question(_ command: ChatCommand, isFailed: Bool) async throws(Problem) -> ChatReply {
        let person = try await dialogue.plane.caller().name
        let query = RunQuery(requestedBy: person, page: PageRequest(limit: 50))
        let own = try await dialogue.plane.runs(query).items
        return question(command, among: isFailed ? own.filter(\.hasFailed) : own, isFailed: isFailed)
    }

    private func question(_ command: ChatCommand, among runs: [RunView], isFailed: Bool) -> ChatReply {
        let say = dialogue.say
        let shown = Array(runs.prefix(ChatQuestion.maximumChoices))
        var lines = [
            shown.isEmpty
                ? say("There is no such run of yours. Name one by its id.", "해당하는 실행이 없습니다. 실행 ID를 말해 주세요.")
                : isFailed
                    ? say("Which failed run do you mean?", "실패한 실행 중 어느 것인가요?")
                    : say("Which run do you mean?", "어느 실행인가요?")
        ]
        lines += shown.map { say.line(of: $0, at: dialogue.now) }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.runs = shown.isEmpty ? nil : shown
        reply.choices =
            shown.isEmpty
            ? nil
            : shown.map { run in
                ChatChoice(
                    label: say.line(of: run, at: dialogue.now),
                    line: command.naming(run.id).text(in: say.language)
                )
            }
        return reply
    }
}

extension ChatCommand {
    /// The run it speaks of; nil where it speaks of none.
    var run: ChatRunChoice? {
        switch self {
        case .retry(let run), .cancel(let run), .why(let run), .approve(let run, _), .refuse(let run, _),
            .rollback(.run(let run), _, _), .status(.run(let run)):
            run
        default: nil
        }
    }

    /// The same of this run.
    func naming(_ run: RunID) -> ChatCommand {
        let choice = ChatRunChoice.id(run.rawValue)
        return switch self {
        case .retry: .retry(choice)
        case .cancel: .cancel(choice)
        case .why: .why(choice)
        case .approve(_, let reason): .approve(choice, reason: reason)
        case .refuse(_, let reason): .refuse(choice, reason: reason)
        case .rollback(.run, let providers, let reason):
            .rollback(.run(choice), providers: providers, reason: reason)
        case .status(.run): .status(.run(choice))
        default: self
        }
    }
}

extension RunView {
    var hasFailed: Bool { status == .failed || status == .partialFailed }

    fileprivate var ended: Timestamp { finishedAt ?? createdAt }
}
