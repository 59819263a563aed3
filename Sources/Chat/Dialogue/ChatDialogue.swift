package import Contract

/// Answers commands with what the control plane says, and carries changes out by its operations.
///
/// It has no way to anything but the control plane: what chat can do, its caller can do without chat, too (CH-01).
package struct ChatDialogue: Sendable {
    let plane: any ShownRunChanges
    let say: Tongue
    let now: Timestamp
    /// Runs that "last" can mean, the one spoken of last first.
    let runs: [RunID]

    /// - Parameters:
    ///   - plane: As the speaker may use it.
    ///   - language: Of the answers.
    ///   - runs: Those that the thread is about, the one it was about last first.
    ///   - now: When.
    package init(
        _ plane: any ShownRunChanges,
        in language: ChatLanguage,
        about runs: [RunID] = [],
        at now: Timestamp
    ) {
        self.plane = plane
        say = Tongue(language)
        self.runs = runs
        self.now = now
    }

    /// Reads what the command asks for, or works out what it would change; changes nothing itself.
    ///
    /// - Parameters:
    ///   - command: As the line was understood.
    ///   - line: The line itself.
    /// - Returns: The answer; a refusal is one, too.
    /// - Throws: ``Problem`` when the command cannot be answered now, or the caller may not ask for it.
    package func answer(to command: ChatCommand, saidAs line: String) async throws(Problem) -> ChatResponse {
        let resolved: ChatCommand
        switch try await RunResolution(self).resolve(command) {
        case .command(let found): resolved = found
        case .question(let reply): return ChatResponse(.asked, command, reply)
        }
        guard resolved.effect == .change else {
            return ChatResponse(.answered, resolved, try await read(resolved))
        }
        switch try await plan(resolved, saidAs: line) {
        case .settled(let outcome, let reply): return ChatResponse(outcome, resolved, reply)
        case .planned(let plan, let reply): return ChatResponse(.proposed, resolved, reply, plan: plan)
        }
    }

    enum Planned {
        case planned(ChatPlan, ChatReply)
        /// There is nothing to confirm.
        case settled(ChatOutcome, ChatReply)
    }

    /// What a change would do as things are now.
    ///
    /// - Parameters:
    ///   - command: With its run named.
    ///   - line: The line that asked for it.
    /// - Returns: Nil when there is nothing to confirm any more.
    /// - Throws: ``Problem``
    package func currentPlan(_ command: ChatCommand, saidAs line: String) async throws(Problem) -> ChatPlan? {
        if case .planned(let plan, _) = try await plan(command, saidAs: line) { plan } else { nil }
    }

    private func read(_ command: ChatCommand) async throws(Problem) -> ChatReply {
        switch command {
        case .plan(let placement): try await PlacementAnswer(self, .install, placement).plan()
        case .preflight(let placement): try await preflight(placement)
        case .status(.run(let run)): try await status(of: run.id)
        case .status(.skill(let skill)): try await status(of: skill)
        case .why(let run): try await why(run.id)
        case .listRuns(let filter): try await runs(filter)
        case .listSkills(let filter): try await skills(filter)
        case .showSkill(let skill): try await show(skill)
        case .whereInstalled(let skill): try await places(of: skill)
        case .providersStatus: try await providers()
        case .alerts: try await alerts()
        case .audit(let actor, let since): try await audit(of: actor, since: since)
        case .help(let topic): try await help(topic)
        case .install, .uninstall, .retry, .cancel, .approve, .refuse, .rollback, .acknowledge,
            .pauseProvider,
            .resumeProvider:
            // Not reached: only reads come here.
            ChatReply("")
        }
    }

    private func plan(_ command: ChatCommand, saidAs line: String) async throws(Problem) -> Planned {
        switch command {
        case .install(let placement): try await PlacementAnswer(self, .install, placement).change()
        case .uninstall(let placement): try await PlacementAnswer(self, .uninstall, placement).change()
        case .retry(let run): try await retry(run.id)
        case .cancel(let run): try await cancel(run.id)
        case .approve(let run, _): try await decide(run.id, isApproved: true)
        case .refuse(let run, let reason):
            reason == nil
                ? .settled(.asked, askForReason(command)) : try await decide(run.id, isApproved: false)
        case .rollback(.run(let run), _, let reason):
            reason == nil ? .settled(.asked, askForReason(command)) : try await rollBack(run.id)
        case .rollback(.skill(let skill), let providers, let reason):
            try await SkillRollback(self, skill, providers, reason).answer()
        case .acknowledge(let alert, let reason):
            try await acknowledge(AlertID(rawValue: alert), for: reason ?? line)
        case .pauseProvider(let provider): try await pause(ProviderID(rawValue: provider), for: line)
        case .resumeProvider(let provider): try await resume(ProviderID(rawValue: provider))
        case .plan, .preflight, .status, .listRuns, .listSkills, .showSkill, .whereInstalled,
            .providersStatus,
            .alerts, .audit, .why, .help:
            // Not reached: only changes come here.
            .settled(.notUnderstood, ChatReply(""))
        }
    }

    /// What refuses or undoes says why; nobody else can say it.
    func askForReason(_ command: ChatCommand) -> ChatReply {
        let line = command.text(in: say.language)
        return ChatReply(
            say(
                "Why? Say it again with its reason: \(line) because …",
                "이유가 필요합니다. 이유를 붙여 다시 말해 주세요: \(line) 이유: …"
            )
        )
    }
}

extension ChatRunChoice {
    /// Of a run that is named; whatever is not has been resolved before.
    var id: RunID { RunID(rawValue: text) }
}
