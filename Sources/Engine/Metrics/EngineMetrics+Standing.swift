import Contract
import CoreMetrics
import Domain
import Store
import Synchronization

extension Engine {
    /// Brings up to date what metrics say of the whole system and of this node.
    ///
    /// What has not been read for half a minute is left out: one node that is cut off from the database would hide with
    /// its last look what all others see.
    package func recordStanding() async {
        let standing = await standings.standing()
        let isFresh = standing.map { now() - $0.at <= StandingMetrics.believed } ?? false
        standingMetrics.show(isFresh ? standing : nil)
        if let standing { EngineMetrics.set("skillyard_standing_timestamp_seconds", standing.at.seconds) }
        EngineMetrics.set("skillyard_event_followers", Double(feed.followers))
    }
}

/// The series that say how the system stands, of which those go that a standing does not have any more.
final class StandingMetrics: Sendable {
    /// How long a standing counts.
    static let believed = Duration.seconds(30)

    private struct Series: Hashable {
        let metric: String
        var label: Label?
        var second: Label?

        struct Label: Hashable {
            let name: String
            let value: String
        }

        var meter: Meter {
            Meter(label: metric, dimensions: [label, second].compactMap(\.self).map { ($0.name, $0.value) })
        }
    }

    private let shown = Mutex<Set<Series>>([])

    /// Shows a standing, and nothing else of the system.
    ///
    /// - Parameter standing: Nil for one that nobody knows.
    func show(_ standing: Standing?) {
        let values = standing.map(Self.values) ?? [:]
        // Under the lock: of two that are shown at once, one would take away what the other has brought.
        shown.withLock { shown in
            for series in shown where values[series] == nil { series.meter.destroy() }
            for (series, value) in values { series.meter.set(value) }
            shown = Set(values.keys)
        }
    }

    private static func values(_ standing: Standing) -> [Series: Double] {
        var values: [Series: Double] = [:]
        for place in standing.places {
            let label = Series.Label(name: "provider", value: place.label)
            values[Series(metric: "skillyard_queue_targets", label: label)] = Double(place.queued)
            values[Series(metric: "skillyard_queue_oldest_wait_seconds", label: label)] =
                place.oldestWait / .seconds(1)
            values[Series(metric: "skillyard_provider_down", label: label)] = place.isDown ? 1 : 0
            values[Series(metric: "skillyard_provider_paused", label: label)] = place.isPaused ? 1 : 0
            values[Series(metric: "skillyard_provider_held_back", label: label)] = place.isHeldBack ? 1 : 0
        }
        values[Series(metric: "skillyard_work_paused")] = standing.isPaused ? 1 : 0
        values[Series(metric: "skillyard_open_failures")] = Double(standing.openFailures)
        values[Series(metric: "skillyard_workers")] = Double(standing.workers)
        values[Series(metric: "skillyard_event_position")] = Double(standing.eventPosition)
        if let audit = standing.audit {
            values[Series(metric: "skillyard_audit_verified_timestamp_seconds")] = audit.verified.seconds
            values[Series(metric: "skillyard_audit_intact")] = audit.intact ? 1 : 0
        }
        return values.merging(alerts(standing)) { $1 }
    }

    /// Also where there are none: a series that stays away says nothing.
    private static func alerts(_ standing: Standing) -> [Series: Double] {
        var values: [Series: Double] = [:]
        for severity in AlertSeverity.allCases {
            for state in AlertState.allCases where state != .recovered {
                let series = Series(
                    metric: "skillyard_alerts",
                    label: .init(name: "severity", value: severity.rawValue),
                    second: .init(name: "state", value: state.rawValue)
                )
                values[series] = 0
                for found in standing.alerts where found.severity == severity && found.state == state {
                    values[series, default: 0] += Double(found.count)
                }
            }
        }
        return values
    }
}

extension EngineMetrics {
    static func set(_ label: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        Meter(label: label, dimensions: dimensions).set(value)
    }
}

extension Timestamp {
    /// Since the beginning of 1970, as Prometheus has times.
    fileprivate var seconds: Double { Double(microseconds) / 1_000_000 }
}
