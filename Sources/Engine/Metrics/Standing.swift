import Contract
import Domain
import Store

/// How the whole system stands, seen in one transaction; the same at whichever node it is looked at.
struct Standing: Equatable, Sendable {
    /// How one provider stands.
    struct Place: Equatable, Sendable {
        /// Its id, or ``Standing/others``.
        let label: String
        var queued = 0
        var oldestWait = Duration.zero
        var isDown = false
        var isPaused = false
        /// Because it asked for a wait.
        var isHeldBack = false

        mutating func add(_ other: Place) {
            queued += other.queued
            oldestWait = max(oldestWait, other.oldestWait)
            isDown = isDown || other.isDown
            isPaused = isPaused || other.isPaused
            isHeldBack = isHeldBack || other.isHeldBack
        }
    }

    /// Providers with series of their own; what there is beyond is one more.
    static let namedPlaces = 100
    /// No provider's id has an underscore at its beginning.
    static let others = "_other"
    /// Failed targets looked at, the newest first.
    static let failuresLookedAt = 1000
    /// A worker gives signs of life every few seconds.
    private static let silence = Duration.seconds(60)

    let at: Timestamp
    let places: [Place]
    let isPaused: Bool
    let alerts: [StandingTable.Alerts]
    let openFailures: Int
    let workers: Int
    let eventPosition: Int64
    let audit: Audit?

    struct Audit: Equatable, Sendable {
        let verified: Timestamp
        let intact: Bool
    }

    /// - Throws: ``StoreError``
    init(_ connection: any Connection, at now: Timestamp) throws {
        at = now
        let table = StandingTable(connection)
        let pauses = try PauseTable(connection).lasting()
        let breakers = try BreakerTable(connection).all()
        let backOffs = try BackOffTable(connection).lasting(at: now)
        isPaused = pauses[.everything] != nil
        let all = try table.queues(at: now).map { queue in
            Place(
                label: queue.provider.rawValue,
                queued: queue.targets,
                oldestWait: queue.since.map { max(.zero, now - $0) } ?? .zero,
                isDown: breakers[queue.provider].map { $0.view.state != .closed } ?? false,
                isPaused: pauses[.everything] != nil || pauses[.provider(queue.provider)] != nil,
                isHeldBack: backOffs[queue.provider] != nil
            )
        }
        places = Self.bounded(all)
        alerts = try table.alerts(at: now)
        openFailures = try FailureTable(connection).openCount(among: Self.failuresLookedAt)
        workers = Int(try AlertSources(connection).workers(since: now - Self.silence))
        eventPosition = try EventTable(connection).latestPosition()
        audit = try table.auditVerified().map { Audit(verified: $0.at, intact: $0.intact) }
    }

    /// However many providers there are, they have a bounded number of series.
    static func bounded(_ places: [Place]) -> [Place] {
        guard places.count > namedPlaces else { return places }
        var rest = Place(label: others)
        for place in places.dropFirst(namedPlaces) { rest.add(place) }
        return places.prefix(namedPlaces) + [rest]
    }
}
