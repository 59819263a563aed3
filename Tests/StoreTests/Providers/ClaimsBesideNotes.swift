import Contract
import Store
import StorePostgres
import Synchronization
import Testing

/// A claim holds the bucket of one provider while another worker notes something of that one, and the other way round:
/// neither waits for the other.
func expectNoWaitForClaims(
    _ note: @escaping @Sendable (any Connection, ProviderID) throws -> Void
) async throws {
    try await withPostgres(migrated: true) { database, _ in
        try await database.prepare(skills: ["a"], providers: [.alpha, .beta])
        let bothHoldOne = Rendezvous()
        let tries = Tries()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (noted, claimed) in [(ProviderID.alpha, ProviderID.beta), (.beta, .alpha)] {
                group.addTask {
                    try await database.write { connection in
                        try note(connection, noted)
                        if tries.begin() <= 2 { bothHoldOne.meet() }
                        _ = try DemandTable(connection).bucket(of: claimed)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(database.counts.retries == 0)
    }
}

/// How often something was tried.
private final class Tries: Sendable {
    private let count = Mutex(0)

    func begin() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
