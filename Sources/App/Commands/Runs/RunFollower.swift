import Contract

/// Follows one run until it ends: looks when an event says so, and every few seconds in any case.
struct RunFollower: Sendable {
    enum State: Sendable {
        case run(RunView)
        /// The server did not answer; it is asked again.
        case unreachable(Problem)
    }

    let plane: any ControlPlane
    let pollInterval: Duration
    /// Looks in a row that may fail before it gives up.
    var patience = 60

    /// Tells `report` every state seen and returns the run as it ended.
    ///
    /// - Throws: ``Problem`` when the run cannot be read, or the server stays away.
    func follow(_ id: RunID, report: (State) -> Void) async throws -> RunView {
        let (looks, trigger) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let listening = Task { await listen(for: id, trigger) }
        let ticking = Task { await tick(trigger) }
        defer {
            listening.cancel()
            ticking.cancel()
        }
        trigger.yield()
        var failures = 0
        for await _ in looks {
            do throws(Problem) {
                let run = try await plane.run(id)
                failures = 0
                report(.run(run))
                if run.status.isFinal { return run }
            } catch {
                failures += 1
                guard error.isTransient, failures < patience else { throw error }
                report(.unreachable(error))
            }
        }
        throw CancellationError()
    }

    /// Events only say "look now"; without them the ticking is enough.
    private func listen(for id: RunID, _ trigger: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            do throws(Problem) {
                for await item in try await plane.events(after: nil) {
                    switch item {
                    case .event(let event) where event.runID != id: break
                    case .event, .resync: trigger.yield()
                    }
                }
            } catch {
                guard error.isTransient else { return }
            }
            // A cancelled sleep ends the loop by its condition.
            try? await Task.sleep(for: pollInterval)
        }
    }

    private func tick(_ trigger: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: pollInterval)
            trigger.yield()
        }
        trigger.finish()
    }
}

extension Problem {
    /// Whether asking again shortly can help.
    var isTransient: Bool {
        switch code {
        case .unavailable, .internal: true
        default: false
        }
    }
}
