import Contract
import Engine
import Store

extension World {
    /// Starts a run in waves, a millisecond after whatever came before.
    func start(
        _ skills: [RunRequest.Selection],
        on providers: [ProviderID],
        in waves: RunWaves,
        at start: Timestamp? = nil
    ) async throws -> RunView {
        clock.advance(by: .milliseconds(1))
        let request = RunRequest(skills: skills, providers: providers, startAt: start, waves: waves)
        return try await admin.startRun(request, idempotencyKey: nil, source: .api)
    }

    /// Lets workers work until nothing of the run may go on, and looks at its waves; so often that nothing follows.
    @discardableResult
    func settleWaves(of run: RunView, by watch: WaveWatch, with worker: Worker? = nil) async throws -> RunView
    {
        let worker = worker ?? self.worker()
        repeat {
            try await work(worker) { try await active() == 0 }
        } while try await watch.look() > 0
        return try await admin.run(run.id)
    }

    /// Tasks that may go on now.
    private func active() async throws -> Int {
        try await count(
            """
            SELECT count(*) AS n FROM install_tasks WHERE status = 'running'
              OR status IN ('queued', 'retry_wait') AND due_at <= \(clock.now)
            """
        )
    }

    func states(of run: RunView) async throws -> [RunWavesView.Wave.State] {
        try await admin.run(run.id).waves?.waves.map(\.state) ?? []
    }
}
