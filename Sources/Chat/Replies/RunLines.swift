import Contract

extension Tongue {
    /// One line for a run in a list.
    func line(of run: RunView, at now: Timestamp) -> String {
        "\(run.id) · \(word(run.kind)) · \(word(run.status)) · \(counts(run.counts)) · \(run.requestedBy) · "
            + age(of: run.createdAt, at: now)
    }

    /// Such as `3 success, 1 failed`.
    func counts(_ counts: TaskCounts) -> String {
        let parts = TaskStatus.allCases.filter { counts[$0] > 0 }.map {
            self("\(counts[$0]) \(word($0))", "\(word($0)) \(counts[$0])")
        }
        return parts.isEmpty ? targets(0) : parts.joined(separator: ", ")
    }

    /// How a run stands, with what keeps it.
    func standing(of run: RunView, at now: Timestamp) -> [String] {
        var lines = [line(of: run, at: now)]
        if let approval = run.approval, approval.state == .pending {
            lines.append(
                self(
                    "\(targets(approval.targets)) waits for an approval.",
                    "\(targets(approval.targets))가 승인을 기다립니다."
                )
            )
        }
        if let start = run.startAt, !run.status.isFinal, start > now {
            lines.append(self("Begins at \(start).", "\(start)에 시작합니다."))
        }
        lines += (run.gates ?? []).prefix(5).map { gate($0) }
        return lines
    }

    /// Why a target is not a success, and what to do about it.
    func failure(_ task: TaskView) -> [String] {
        guard let error = task.error else { return [] }
        let place = "\(task.skill)@\(task.version) → \(task.provider)"
        // What a provider says is somebody else's text, and shown as such.
        return [
            "- \(place): \(self(error.code.sentence)) (\(error.code.rawValue)) — \"\(error.message)\"",
            "  \(self(error.code.nextAction))",
        ]
    }
}

extension RunView {
    var withoutTasks: RunView { with(tasks: nil) }

    /// With the first targets, those that failed before all others.
    var shortened: RunView {
        guard let tasks else { return self }
        let ordered = tasks.filter { $0.status == .failed } + tasks.filter { $0.status != .failed }
        return with(tasks: Array(ordered.prefix(ChatReply.maximumItems)))
    }
}
