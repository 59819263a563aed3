import Contract

/// What takes a skill back to what was there before: the run that put it there, undone.
///
/// There is no rollback of a skill by itself. Where several runs put it there, or the one did more than that, somebody
/// has to say which run is meant.
struct SkillRollback {
    private let dialogue: ChatDialogue
    private let skill: String
    private let providers: ChatProviderChoice?
    private let reason: String?

    init(_ dialogue: ChatDialogue, _ skill: String, _ providers: ChatProviderChoice?, _ reason: String?) {
        self.dialogue = dialogue
        self.skill = skill
        self.providers = providers
        self.reason = reason
    }

    private var say: Tongue { dialogue.say }

    /// The run that would be undone by itself; nil when somebody has to say it.
    private func run(of meant: [InstallationView]) async throws(Problem) -> RunID? {
        guard let id = meant.first?.runID, meant.allSatisfy({ $0.runID == id }) else { return nil }
        let undone = try await undone(by: id)
        let isMore = undone.contains { task in
            task.skill != skill || !meant.contains { $0.provider == task.provider }
        }
        return isMore ? nil : id
    }

    /// What undoing a run would undo; nothing where that is refused.
    private func undone(by id: RunID) async throws(Problem) -> [TaskView] {
        let tasks = try await dialogue.plane.run(id).tasks ?? []
        let undone: Set<TaskID>
        do throws(Problem) { undone = try await dialogue.plane.targets(undoing: id) } catch {
            guard [.conflict, .nothingToRollBack].contains(error.code) else { throw error }
            undone = []
        }
        return tasks.filter { undone.contains($0.id) }
    }

    func answer() async throws(Problem) -> ChatDialogue.Planned {
        let meant = try await places()
        guard !meant.isEmpty else {
            let problem = Problem(.nothingToRollBack, "Skill \(skill) is not installed there.")
            return .settled(.refused, ChatReplies(in: say.language).refusal(problem))
        }
        guard let id = try await run(of: meant) else { return .settled(.asked, try await question(meant)) }
        guard reason != nil else {
            let command = ChatCommand.rollback(.skill(skill), providers: providers, reason: nil)
            return .settled(.asked, dialogue.askForReason(command))
        }
        return try await dialogue.rollBack(id)
    }

    private func places() async throws(Problem) -> [InstallationView] {
        let all = try await dialogue.installations(of: skill)
        guard case .listed(let names)? = providers else { return all }
        return all.filter { names.contains($0.provider.rawValue) }
    }

    private func question(_ meant: [InstallationView]) async throws(Problem) -> ChatReply {
        var ids: [RunID] = []
        for place in meant.sorted(by: { $0.installedAt > $1.installedAt }) where !ids.contains(place.runID) {
            ids.append(place.runID)
        }
        var (lines, choices): ([String], [ChatChoice]) = ([], [])
        for id in ids.prefix(ChatQuestion.maximumChoices) {
            let undone = try await undone(by: id)
            let shown = undone.prefix(5).map { "\($0.skill)@\($0.version) → \($0.provider)" }
            let rest = undone.count > shown.count ? ", …" : ""
            let label = "\(id): \(shown.joined(separator: ", "))\(rest)"
            lines.append("- " + label)
            let command = ChatCommand.rollback(.run(.id(id.rawValue)), providers: nil, reason: reason)
            choices.append(ChatChoice(label: label, line: command.text(in: say.language)))
        }
        let head = say(
            "A rollback undoes a whole run. Which of these do you mean? Each would undo what follows it.",
            "롤백은 실행 전체를 되돌립니다. 어느 실행을 되돌릴까요? 각 실행이 되돌리는 것은 다음과 같습니다."
        )
        var reply = ChatReply(([head] + lines).joined(separator: "\n"))
        reply.choices = choices
        return reply
    }
}
