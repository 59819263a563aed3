package import Contract

extension ChatDialogue {
    /// Carries a change out that somebody confirmed.
    ///
    /// - Parameter order: What it is.
    /// - Returns: What came of it.
    /// - Throws: ``Problem``
    package func carryOut(_ order: ChatOrder) async throws(Problem) -> ChatDeed {
        let line = order.line
        switch order.command {
        case .install, .uninstall:
            guard let request = order.request else { throw Problem(.conflict, "Nothing was planned.") }
            return deed(try await plane.startRun(request, idempotencyKey: order.key, source: .chat))
        case .retry(let run): return deed(try await plane.retryRun(run.id, exactly: order.tasks))
        case .cancel(let run): return deed(try await plane.cancelRun(run.id))
        case .approve(let run, let reason):
            return deed(
                try await plane.approveRun(run.id, comment: reason?.asReason, requestedAt: order.askedAt)
            )
        case .refuse(let run, let reason):
            let why = (reason ?? "").asReason
            return deed(try await plane.refuseRun(run.id, comment: why, requestedAt: order.askedAt))
        case .rollback(_, _, let reason):
            guard let run = order.undoes else { throw Problem(.conflict, "Nothing was planned.") }
            let why = (reason ?? "").asReason
            return deed(try await plane.rollbackRun(run, exactly: order.tasks, reason: why))
        case .acknowledge(let alert, let reason):
            let why = AlertAcknowledgement(reason: (reason ?? line).asReason)
            return deed(try await plane.acknowledgeAlert(AlertID(rawValue: alert), why))
        case .pauseProvider(let provider):
            return deed(try await plane.pauseProvider(ProviderID(rawValue: provider), reason: line.asReason))
        case .resumeProvider(let provider):
            return deed(try await plane.resumeProvider(ProviderID(rawValue: provider)))
        case .plan, .preflight, .status, .listRuns, .listSkills, .showSkill, .whereInstalled,
            .providersStatus,
            .alerts, .audit, .why, .help:
            throw Problem(.conflict, "It changes nothing.")
        }
    }

    /// Says of a change that it was carried out already: by whoever was interrupted before that could be noted.
    ///
    /// - Parameters:
    ///   - command: What was carried out.
    ///   - run: The run that the history says it began.
    /// - Returns: The answer.
    /// - Throws: ``Problem``
    package func found(_ command: ChatCommand, began run: RunID?) async throws(Problem) -> ChatDeed {
        if let id = run ?? command.run?.id { return deed(try await plane.run(id)) }
        return ChatDeed(reply: ChatReply(say.done), runID: nil)
    }

    private func deed(_ run: RunView) -> ChatDeed {
        var reply = ChatReply(([say.done] + say.standing(of: run, at: now)).joined(separator: "\n"))
        reply.runs = [run.shortened]
        return ChatDeed(reply: reply, runID: run.id)
    }

    private func deed(_ alert: AlertView) -> ChatDeed {
        var reply = ChatReply("\(say.done) \(alert.title)")
        reply.alerts = [alert]
        return ChatDeed(reply: reply, runID: nil)
    }

    private func deed(_ provider: ProviderView) -> ChatDeed {
        var reply = ChatReply("\(say.done) \(provider.id)")
        reply.providers = [provider]
        return ChatDeed(reply: reply, runID: nil)
    }
}

extension ChatOrder {
    /// What carrying it out is called in the history, and on what; nil for runs, which are started once by their key.
    package var trace: (operation: Operation, subject: String)? {
        switch command {
        case .retry(let run): (.retryRun, "run:\(run.text)")
        case .cancel(let run): (.cancelRun, "run:\(run.text)")
        case .approve(let run, _): (.approveRun, "run:\(run.text)")
        case .refuse(let run, _): (.refuseRun, "run:\(run.text)")
        case .rollback: undoes.map { (.rollbackRun, "run:\($0)") }
        case .acknowledge(let alert, _): (.acknowledgeAlert, "alert:\(alert)")
        case .pauseProvider(let provider): (.pauseProvider, "provider:\(provider)")
        case .resumeProvider(let provider): (.resumeProvider, "provider:\(provider)")
        case .install, .uninstall, .plan, .preflight, .status, .listRuns, .listSkills, .showSkill,
            .whereInstalled, .providersStatus, .alerts, .audit, .why, .help:
            nil
        }
    }
}
