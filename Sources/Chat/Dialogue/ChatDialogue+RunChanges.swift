import Contract

/// What would be done to a run.
extension ChatDialogue {
    func retry(_ id: RunID) async throws(Problem) -> Planned {
        let run = try await plane.run(id)
        let again = (run.tasks ?? []).filter { $0.status == .failed || $0.status == .canceled }
        guard !again.isEmpty else {
            let detail: Phrase = "No target of run \(id, as: "run") failed or was canceled."
            return refused(Problem(.nothingToRetry, as: "run", detail), run)
        }
        let effect = say(
            "Tries \(counted(again.count, "target")) of run \(id) again.",
            "실행 \(id)의 대상 \(again.count)개를 다시 시도합니다."
        )
        // Tries count on with every one, so what failed anew since is another state.
        let state = again.map { "\($0.id) \($0.status.rawValue) \($0.attempt)" }.sorted()
        let plan = ChatPlan(
            [effect],
            .state((["retry \(id)"] + state).joined(separator: "\n")),
            places: again.places
        )
        return proposed(plan, run, again.map(line))
    }

    func cancel(_ id: RunID) async throws(Problem) -> Planned {
        let run = try await plane.run(id)
        let open = (run.tasks ?? []).filter { !$0.status.isFinal }
        guard !open.isEmpty else {
            let detail: Phrase = "Every target of run \(id, as: "run") has ended."
            return refused(Problem(.nothingToCancel, as: "run", detail), run)
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
            return refused(Problem(.conflict, as: "no_approval", detail), run)
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
            return refused(Problem(.conflict, as: "run_at_work", detail), run)
        }
        let standing = try await standing(of: run)
        guard !standing.isEmpty else {
            let detail: Phrase = "Whatever run \(id, as: "run") did has been changed again since."
            return refused(Problem(.nothingToRollBack, as: "changed_since", detail), run)
        }
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
        return proposed(plan, run, standing.map(line))
    }

    /// The successful targets that are still as the run left them, as far as the ledger tells.
    func standing(of run: RunView) async throws(Problem) -> [TaskView] {
        let done = (run.tasks ?? []).filter { $0.status == .success }
        var found: [TaskView] = []
        for (skill, tasks) in Dictionary(grouping: done, by: \.skill).sorted(by: { $0.key < $1.key }) {
            let places = try await installations(of: skill)
            found += tasks.filter { task in
                let place = places.first { $0.provider == task.provider }
                guard let place else { return run.kind != .install }
                return place.runID == run.id
            }
        }
        return found
    }

    // MARK: Answers

    private func proposed(_ plan: ChatPlan, _ run: RunView, _ targets: [String]) -> Planned {
        let shown =
            targets.prefix(ChatReply.maximumItems) + say.more(targets.count - ChatReply.maximumItems)[...]
        var reply = ChatReply((plan.effects + shown + [say.confirm]).joined(separator: "\n"))
        reply.runs = [run.shortened]
        return .planned(plan, reply)
    }

    private func refused(_ problem: Problem, _ run: RunView) -> Planned {
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
