import Contract
import Store
import Synchronization

/// Each overview that is asked for, worked out once for everybody who wants the same within two seconds.
///
/// Pages ask for it again whenever something ends; a busy server must not count its history for each of them.
final class OverviewShelf: Sendable {
    private static let remembered = Duration.seconds(2)

    private enum Entry {
        case underWay(Task<Overview, any Error>)
        case known(Overview)
    }

    private let database: any Database
    private let now: @Sendable () -> Timestamp
    private let entries = Mutex<[OverviewQuery: Entry]>([:])

    init(_ database: any Database, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// - Throws: ``StoreError``; then nothing is remembered.
    func overview(_ query: OverviewQuery) async throws -> Overview {
        let moment = now()
        let entry = entries.withLock { entries -> Entry in
            switch entries[query] {
            case .underWay(let task): return .underWay(task)
            case .known(let overview) where Self.isFresh(overview, at: moment): return .known(overview)
            case .known, nil:
                Self.forget(from: &entries, staleAt: moment)
                let new = Entry.underWay(Task { [self] in try await remembering(query, until: moment) })
                entries[query] = new
                return new
            }
        }
        switch entry {
        case .underWay(let task): return try await task.value
        case .known(let overview): return overview
        }
    }

    /// A clock that was set back makes nothing fresh for longer.
    private static func isFresh(_ overview: Overview, at moment: Timestamp) -> Bool {
        overview.until <= moment && moment < overview.until + remembered
    }

    /// There are as many questions as ways to narrow them down: what is stale makes room.
    private static func forget(from entries: inout [OverviewQuery: Entry], staleAt moment: Timestamp) {
        entries = entries.filter { _, entry in
            switch entry {
            case .underWay: true
            case .known(let overview): isFresh(overview, at: moment)
            }
        }
    }

    private func remembering(_ query: OverviewQuery, until moment: Timestamp) async throws -> Overview {
        do {
            let overview = try await database.read { try Overview(query, until: moment, connection: $0) }
            entries.withLock { $0[query] = .known(overview) }
            return overview
        } catch {
            entries.withLock { $0[query] = nil }
            throw error
        }
    }
}
