package import Contract
import Domain
package import Logging
import ServiceLifecycle
package import Store

/// Verifies the whole audit log from time to time, and writes down for alerts whether it is whole.
///
/// That may take minutes, so it is a duty apart: one node at a time has it, renews its claim before every batch, and
/// nothing else waits for it.
package struct AuditWatch: Service {
    package struct Settings: Sendable {
        /// How often to see whether it is due.
        package var interval: Duration
        package var every: Duration
        /// How long a node that fell silent in the middle of it is waited for.
        package var lease: Duration

        package init(
            interval: Duration = .seconds(60),
            every: Duration = .seconds(6 * 3600),
            lease: Duration = .seconds(60)
        ) {
            self.interval = interval
            self.every = every
            self.lease = lease
        }
    }

    /// After a verification that did not come to its end, for each of them in a row.
    private static let pause = Duration.seconds(300)
    private static let longestPause = Duration.seconds(3600)

    private let database: any Database
    private let trustedKeys: Set<String>?
    private let settings: Settings
    private let leadership: Leadership
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database,
        process: ProcessIdentity = .current,
        trustedKeys: Set<String>? = nil,
        settings: Settings = Settings(),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.trustedKeys = trustedKeys
        self.settings = settings
        self.logger = logger
        self.now = now
        leadership = Leadership(
            .auditCheck,
            database: database,
            process: process,
            lease: settings.lease,
            now: now
        )
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                let rest = min(Self.pause * failures, Self.longestPause)
                do { try await Task.sleep(for: settings.interval + rest) } catch { return }
                do {
                    try await look()
                    failures = 0
                } catch {
                    guard !Task.isCancelled else { break }
                    failures += 1
                    logger.warning("verifying the audit log failed", metadata: ["error": "\(error)"])
                }
            }
        }
        try? await leadership.leave()  // else it passes on when the lease ends
    }

    /// Verifies the log if that is due and nobody else does.
    ///
    /// - Returns: Whether it was verified.
    /// - Throws: ``StoreError``; `CancellationError` when the task ends, or another node has taken over.
    @discardableResult
    package func look() async throws -> Bool {
        guard let last = try await database.read({ try AlertProgressTable($0).auditChecked() }),
            now() >= last + settings.every, try await leadership.holds()
        else { return false }
        let verification = try await database.verifyAudit(trusting: trustedKeys) {
            try Task.checkCancellation()
            guard try await leadership.holds() else { throw CancellationError() }
        }
        let fact = AlertFact(verification, at: now())
        return try await database.write { connection in
            guard try AlertProgressTable(connection).saveAuditChecked(at: fact.at, since: last) else {
                return false
            }
            _ = try AlertStep(rates: nil).take([fact], connection, at: fact.at)
            return true
        }
    }
}
