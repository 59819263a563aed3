import Contract

/// What would be done to a run.
extension ChatDialogue {
    func retry(_ id: RunID) async throws(Problem) -> Planned {
        let run = try await plane.run(id)
        let retried: RetriedTargets
        do throws(Problem) { retried = try await plane.targets(retrying: id) } catch {
            return try refused(error, run)
        }
        let again = (run.tasks ?? []).filter { retried.all.contains($0.id) }
        let ended = (run.tasks ?? []).count { $0.status == .failed || $0.status == .canceled }
        let effects = retryEffects(id, retried, leaving: ended - again.count)
        // Tries count on with every one, so what failed anew since is another state.
        let state = again.map { task in
            let waits = retried.awaitingApproval.contains(task.id) ? " waits" : ""
            return "\(task.id) \(task.status.rawValue) \(task.attempt)\(waits)"
        }
        var plan = ChatPlan(
            effects,
            .state((["retry \(id)"] + state.sorted()).joined(separator: "\n")),
            places: again.places
        )
        plan.tasks = retried.all
        return proposed(plan, run, again.map(line))
    }

    private func retryEffects(_ id: RunID, _ retried: RetriedTargets, leaving left: Int) -> [String] {
        var effects = [
            say(
                "Tries \(counted(retried.all.count, "target")) of run \(id) again.",
                "실행 \(id)의 대상 \(retried.all.count)개를 다시 시도합니다."
            )
        ]
        let waiting = retried.awaitingApproval.count
        if waiting > 0 {
            effects.append(
                say(
                    "\(counted(waiting, "target")) of them will wait for an approval first.",
                    "그중 \(waiting)개는 먼저 승인을 기다립니다."
                )
            )
        }
        if left > 0 {
            effects.append(
                say(
                    "\(counted(left, "target")) may not begin again by what holds now and will stay as they are.",
                    "\(left)개는 지금 조건에서 다시 시작할 수 없어 그대로 둡니다."
                )
            )
        }
        return effects
    }

    func cancel(_ id: RunID) async throws(Problem) -> Planned {
        let run = try await plane.run(id)
        let open = (run.tasks ?? []).filter { !$0.status.isFinal }
        guard !open.isEmpty else {
            let detail: Phrase = "Every target of run \(id, as: "run") has ended."
            return try refused(Problem(.nothingToCancel, as: "run", detail), run)
        }
        let effect = say(
            "Ends what has not ended of run \(id): \(counted(open.count, "target")) now. What is begun is finished.",
            "실행 \(id)에서 끝나지 않은 대상을 멈춥니다: 지금 \(open.count)개. 쓰는 중인 것은 마저 끝냅니다."
        )
        // Which targets are open changes all the time, and whoever cancels means all of them.
        let plan = ChatPlan([effect], .state("cancel \(id)"), places: open.places)
        return proposed(plan, run, open.map(line))
    }

    func decide(_ id: RunID, isApproved: Bool) async throws(Problem) -> Planned {
        let run = try await plane.run(id)
        guard let approval = run.approval, approval.state == .pending else {
            let detail: Phrase = "Run \(id, as: "run") waits for no approval."
            return try refused(Problem(.conflict, as: "no_approval", detail), run)
        }
        let waiting = (run.tasks ?? []).filter { $0.awaitsApproval ?? false }
        var effects = [
            isApproved
                ? say(
                    "Lets \(counted(approval.targets, "target")) of run \(id) begin.",
                    "실행 \(id)의 대상 \(approval.targets)개를 시작하게 합니다."
                )
                : say(
                    "Ends \(counted(approval.targets, "target")) of run \(id) that wait for an approval.",
                    "실행 \(id)에서 승인을 기다리는 대상 \(approval.targets)개를 끝냅니다."
                )
        ]
        effects += approval.reasons.prefix(5).map { "- \($0.message)" } + say.more(approval.reasons.count - 5)
        let verb = isApproved ? "approve" : "refuse"
        var plan = ChatPlan(
            effects,
            .state("\(verb) \(id) \(approval.requestedAt) \(approval.targets)"),
            places: waiting.places
        )
        plan.askedAt = approval.requestedAt
        return proposed(plan, run, waiting.map(line))
    }

    func rollBack(_ id: RunID) async throws(Problem) -> Planned {
        let run = try await plane.run(id)
        guard run.status.isFinal else {
            let detail: Phrase = "Run \(id, as: "run") is still at work; cancel it or wait for its end."
            return try refused(Problem(.conflict, as: "run_at_work", detail), run)
        }
        let undone: Set<TaskID>
        do throws(Problem) { undone = try await plane.targets(undoing: id) } catch {
            return try refused(error, run)
        }
        let standing = (run.tasks ?? []).filter { undone.contains($0.id) }
        let effect = say(
            "Undoes what run \(id) did on \(counted(standing.count, "target")).",
            "실행 \(id)이(가) 한 일을 대상 \(standing.count)개에서 되돌립니다."
        )
        let state = standing.map { "\($0.id) \($0.finishedAt?.description ?? "")" }.sorted()
        var plan = ChatPlan(
            [effect],
            .state((["rollback \(id)"] + state).joined(separator: "\n")),
            places: standing.places
        )
        plan.undoes = id
        plan.tasks = undone
        return proposed(plan, run, standing.map(line))
    }

    // MARK: Answers

    private func proposed(_ plan: ChatPlan, _ run: RunView, _ targets: [String]) -> Planned {
        let shown =
            targets.prefix(ChatReply.maximumItems) + say.more(targets.count - ChatReply.maximumItems)[...]
        var reply = ChatReply((plan.effects + shown + [say.confirm]).joined(separator: "\n"))
        reply.runs = [run.shortened]
        return .planned(plan, reply)
    }

    /// - Throws: The problem, where it says nothing of the run.
    private func refused(_ problem: Problem, _ run: RunView) throws(Problem) -> Planned {
        guard [.conflict, .nothingToRetry, .nothingToRollBack, .nothingToCancel].contains(problem.code) else {
            throw problem
        }
        var reply = ChatReplies(in: say.language).refusal(problem)
        reply.runs = [run.shortened]
        return .settled(.refused, reply)
    }

    private func line(_ task: TaskView) -> String {
        "- \(task.skill)@\(task.version) → \(task.provider): \(say.word(task.status))"
    }
}

extension [TaskView] {
    fileprivate var places: Set<ChatPlan.Place> { Set(map { ChatPlan.Place($0.skill, $0.provider) }) }
}
