import Contract
import Domain
import Logging
import Store

/// How a worker keeps what it holds, and lets go of what it does not.
extension Worker {
    func register() async throws {
        let (id, process, moment) = (id, process.text, now())
        try await database.write { try WorkerTable($0).see(id, process: process, at: moment) }
    }

    func keepLeases() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: settings.renewal) } catch { return }
            await renewLeases()
        }
    }

    /// Looks by itself, since a renewal may hang for as long as the database does.
    func watchLeases() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: settings.renewal / 4) } catch { return }
            stopOverdueCalls()
        }
    }

    /// Extends all leases; stops every call whose lease is gone or about to end (JOB-05).
    package func renewLeases() async {
        let held = desk.leases
        let (id, process, moment) = (id, process.text, now())
        let expires = moment + settings.lease
        do {
            let renewed = try await database.write { connection in
                try WorkerTable(connection).see(id, process: process, at: moment)
                return try TaskTable(connection).renew(Array(held.keys), of: id, until: expires)
            }
            for task in desk.renewed(renewed, of: held, until: expires) { logLost(task) }
        } catch {
            logger.warning("leases could not be renewed", metadata: ["count": "\(held.count)"])
        }
        stopOverdueCalls()
    }

    private func stopOverdueCalls() {
        let lost = desk.stopOverdue(at: now() + settings.renewal)
        for task in lost { logLost(task) }
        if !lost.isEmpty { signals.work.notify() }
    }
}
