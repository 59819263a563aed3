import Contract

extension SampleRuns {
    /// Three targets in two waves, of which the first is done and the second waits.
    static func waved() -> RunView {
        let begun = Timestamp("2026-11-22T09:50:00Z") ?? Timestamp(microseconds: 0)
        return RunView(
            id: wavedID,
            kind: .install,
            status: .running,
            requestedBy: "mina",
            source: .cli,
            reason: "Version 2 for everybody, one provider first",
            parentRunID: nil,
            createdAt: begun,
            startedAt: begun + .seconds(1),
            finishedAt: nil,
            counts: TaskCounts(),
            waves: RunWavesView(
                plan: RunWaves(
                    steps: [.percent(10)],
                    soakSeconds: 3600,
                    stopAt: .failures(2),
                    onStop: .rollback
                ),
                waves: [
                    .init(
                        wave: 1,
                        targets: 1,
                        state: .soaking,
                        releasedAt: begun,
                        endedAt: begun + .seconds(5),
                        soakUntil: begun + .seconds(3605)
                    ),
                    .init(wave: 2, targets: 2, state: .waiting),
                ]
            ),
            tasks: nil
        ).with(targets: [
            target("claude", 1, 1, begun), target("gemini", 2, 2, begun), target("openai", 3, 2, begun),
        ])
    }

    private static func target(_ provider: String, _ number: Int, _ wave: Int, _ begun: Timestamp) -> TaskView
    {
        TaskView(
            id: TaskID(rawValue: "019abcde-f012-7a3c-8d5e-00000000007\(number)"),
            skill: "release-notes",
            version: 2,
            provider: ProviderID(rawValue: provider),
            status: wave == 1 ? .success : .queued,
            attempt: wave == 1 ? 1 : 0,
            maxAttempts: 5,
            nextAttemptAt: nil,
            startedAt: wave == 1 ? begun + .seconds(1) : nil,
            finishedAt: wave == 1 ? begun + .seconds(5) : nil,
            error: nil,
            remote: nil,
            step: nil,
            wave: wave,
            awaitsWave: wave == 1 ? nil : true,
            attempts: []
        )
    }

    /// Begins the next wave; nil when it is not that one.
    func release(_ wave: Int, of id: RunID) -> RunView? {
        guard let run = find(id), let known = run.waves,
            known.waves.first(where: { $0.releasedAt == nil })?.wave == wave
        else { return nil }
        let waves = known.waves.map { one in
            let isNext = one.wave == wave
            return RunWavesView.Wave(
                wave: one.wave,
                targets: one.targets,
                state: isNext ? .running : .done,
                releasedAt: isNext ? run.createdAt + .seconds(600) : one.releasedAt,
                endedAt: one.endedAt
            )
        }
        return changed(run, RunWavesView(plan: known.plan, waves: waves)) { $0.released(wave) }
    }

    /// Ends what is open; nil when nothing is.
    func stop(_ id: RunID, _ reason: String) -> RunView? {
        guard let run = find(id), let known = run.waves, known.stopped == nil, !run.status.isFinal else {
            return nil
        }
        let waves = known.waves.map { one in
            RunWavesView.Wave(
                wave: one.wave,
                targets: one.targets,
                state: .stopped,
                releasedAt: one.releasedAt,
                endedAt: one.endedAt
            )
        }
        let stop = RunWavesView.Stop(
            at: run.createdAt + .seconds(600),
            by: "mina",
            reason: reason,
            failed: 0,
            begun: 1,
            rollbackRunID: Self.id(.rollback)
        )
        return changed(run, RunWavesView(plan: known.plan, waves: waves, stopped: stop)) {
            $0.status.isFinal ? $0 : $0.with(status: .canceled)
        }
    }

    private func changed(_ run: RunView, _ waves: RunWavesView, _ change: (TaskView) -> TaskView) -> RunView {
        let next = RunView(
            id: run.id,
            kind: run.kind,
            status: run.status,
            requestedBy: run.requestedBy,
            source: run.source,
            reason: run.reason,
            parentRunID: run.parentRunID,
            createdAt: run.createdAt,
            startedAt: run.startedAt,
            finishedAt: run.finishedAt,
            counts: run.counts,
            waves: waves,
            tasks: nil
        ).with(targets: (run.tasks ?? []).map(change))
        add(next)
        return next
    }
}

extension TaskView {
    fileprivate func released(_ wave: Int) -> TaskView {
        guard self.wave == wave, awaitsWave == true else { return self }
        return TaskView(
            id: id,
            skill: skill,
            version: version,
            provider: provider,
            status: .queued,
            attempt: 0,
            maxAttempts: maxAttempts,
            nextAttemptAt: nil,
            startedAt: nil,
            finishedAt: nil,
            error: nil,
            remote: nil,
            step: nil,
            wave: wave,
            attempts: []
        )
    }
}
