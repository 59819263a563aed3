import Contract
import Logging
import Store

/// What comes after saving results, whether it went well or not.
extension Worker {
    /// Counts and logs results that are saved, and lets go of their tasks.
    ///
    /// - Parameters:
    ///   - reports: What was saved.
    ///   - late: Those of their tasks that changed nothing.
    ///   - tally: What ended with them.
    func note(_ reports: [TaskReport], late: [TaskID], _ tally: RunTally) {
        log(reports, late: late)
        desk.saved(reports)
        EngineMetrics.count(tally)
        EngineMetrics.holding(desk.held, running: desk.running)
    }

    /// Keeps results that could not be saved; one that can never be saved must not hold up the others.
    func recover(_ reports: [TaskReport], after error: any Error) async {
        if case StoreError.unavailable = error {
            logger.warning("results wait for the database", metadata: ["count": "\(reports.count)"])
            return desk.putBack(reports)
        }
        guard !reports.isEmpty else {
            // Another worker claimed out of the same queue at the same moment; the next look shows who was first.
            if case StoreError.conflict = error { return }
            return logger.error("claiming failed", metadata: ["error": "\(error)"])
        }
        for report in reports {
            do {
                let (late, tally) = try await save(report)
                note([report], late: late, tally)
            } catch StoreError.unavailable {
                desk.putBack([report])
            } catch {
                logUnsaved(report, error)
                // The watchdog takes the task back when its lease ends.
                desk.saved([report])
            }
        }
        signals.announce(.events)
    }

    /// Saves one result by itself.
    private func save(_ report: TaskReport) async throws -> (late: [TaskID], tally: RunTally) {
        let (retries, moment) = (settings.retries, now())
        return try await database.write { connection in
            var changes = RunChanges()
            let recorder = TaskRecorder(connection, retries: retries)
            let late = try recorder.record([report], into: &changes, at: moment)
            try changes.apply(connection, at: moment)
            return (late, changes.tally)
        }
    }
}
