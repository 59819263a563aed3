import Contract
import Store
import Synchronization

/// The overview of each range, worked out once for everybody who wants it within two seconds.
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
    private let entries = Mutex<[OverviewRange: Entry]>([:])

    init(_ database: any Database, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// - Throws: ``StoreError``; then nothing is remembered.
    func overview(_ range: OverviewRange) async throws -> Overview {
        let moment = now()
        let entry = entries.withLock { entries -> Entry in
            switch entries[range] {
            case .underWay(let task): return .underWay(task)
            case .known(let overview) where Self.isFresh(overview, at: moment): return .known(overview)
            case .known, nil:
                let new = Entry.underWay(Task { [self] in try await remembering(range, until: moment) })
                entries[range] = new
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

    private func remembering(_ range: OverviewRange, until moment: Timestamp) async throws -> Overview {
        do {
            let overview = try await database.read { try Overview(range, until: moment, connection: $0) }
            entries.withLock { $0[range] = .known(overview) }
            return overview
        } catch {
            entries.withLock { $0[range] = nil }
            throw error
        }
    }
}

extension Overview {
    fileprivate init(
        _ range: OverviewRange,
        until: Timestamp,
        connection: any Connection
    ) throws(StoreError) {
        let table = OverviewTable(connection)
        let from = until - range.length
        let span = OverviewSpan(from: from, until: until, partCount: range.partCount)
        let ended = try table.ended(in: span)
        let before = OverviewSpan(from: from - range.length, until: from)
        self.init(
            range: range,
            from: from,
            until: until,
            open: try table.open(at: until),
            current: ended.whole,
            previous: try table.ended(in: before).whole,
            parts: zip(span.beginnings, ended.parts).map { OverviewPart(from: $0, totals: $1) },
            providers: try table.providers(in: span)
        )
    }
}
