import Store

/// How a worker comes to rest.
extension Worker {
    /// Lets running calls finish within the grace time, then gives back what is left without spending a try.
    package func stop() async {
        await stop(grace: settings.grace)
    }

    func stop(grace: Duration) async {
        stopping = true
        desk.giveBackWaiting()
        await settle(within: grace)
        desk.interruptCalls()
        // A call that does not heed its cancellation is left behind: its lease ends, and whoever takes the task
        // over looks what became of it.
        await settle(within: settings.cutOff)
        await cycle()
        let id = id
        try? await database.write { try WorkerTable($0).remove(id) }  // else removed as a dead one later
    }

    /// Saves results until nothing is held or the time is up.
    private func settle(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while desk.held > 0, ContinuousClock.now < deadline {
            let generation = signals.work.generation
            if await cycle() { continue }
            await signals.work.wait(after: generation, upTo: min(settings.poll, deadline - .now))
        }
    }
}
