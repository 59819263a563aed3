import Contract
import Logging
import ServiceLifecycle
import Store

/// One node's part in a duty that one node at a time has.
///
/// The duty is held by a lease in the database, renewed at every look, and passes to another node when the holder
/// falls silent or is known to be dead. An advisory lock would do on PostgreSQL alone, and would pass on unseen
/// behind a pooler.
struct Leadership: Sendable {
    enum Duty: String, Sendable {
        case watchdog
        case janitor
        case alerts
        case auditCheck = "audit_check"
        case drift
        case notices
        case waves
    }

    /// However often it is woken.
    private static let shortestRest = Duration.milliseconds(200)

    private let duty: Duty
    private let database: any Database
    private let process: ProcessIdentity
    private let lease: Duration
    private let now: @Sendable () -> Timestamp
    private let holder: String

    /// - Parameters:
    ///   - duty: What is led.
    ///   - database: Where all nodes meet.
    ///   - process: This node's.
    ///   - lease: How long a silent holder is waited for.
    ///   - now: The time.
    init(
        _ duty: Duty,
        database: any Database,
        process: ProcessIdentity,
        lease: Duration,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.duty = duty
        self.database = database
        self.process = process
        self.lease = lease
        self.now = now
        holder = UUIDv7.make(at: now())
    }

    /// Whether this node has the duty now; takes it when nobody does.
    func holds() async throws -> Bool {
        let moment = now()
        let found = try await database.read { [duty] in try LeadershipTable($0).find(duty.rawValue) }
        if let found, found.holder == holder {
            // Renewed in its second half.
            if found.expires > moment + lease / 2 { return true }
        } else if let found, found.expires > moment, !process.knowsDead(found.process) {
            return false
        }
        let entry = LeadershipTable.Entry(holder: holder, process: process.text, expires: moment + lease)
        return try await database.write { [duty] connection in
            try LeadershipTable(connection).take(duty.rawValue, entry, from: found)
        }
    }

    /// Looks, rests, and looks again until the service is to stop; another node may then have the duty at once.
    ///
    /// - Parameters:
    ///   - interval: How long to rest.
    ///   - signal: Ends the rest, if anything does.
    ///   - logger: Told of a look that failed; the next one comes all the same.
    ///   - failure: What it is told.
    ///   - look: As much as there is to do now.
    func attend(
        every interval: Duration,
        wokenBy signal: Signal? = nil,
        _ logger: Logger,
        _ failure: Logger.Message,
        _ look: @escaping @Sendable () async throws -> Void
    ) async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let seen = signal?.generation ?? 0
                do { try await look() } catch {
                    // A look that was to end has not failed.
                    guard !Task.isCancelled else { break }
                    logger.warning(failure, metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: signal == nil ? interval : Self.shortestRest) } catch {
                    return
                }
                await signal?.wait(after: seen, upTo: interval)
            }
        }
        try? await leave()  // else it passes on when the lease ends
    }

    /// Lets another node have the duty at once.
    func leave() async throws {
        try await database.write { [duty, holder] in
            try LeadershipTable($0).leave(duty.rawValue, holder: holder)
        }
    }
}
