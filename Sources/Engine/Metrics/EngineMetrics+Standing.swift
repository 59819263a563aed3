import Contract
import CoreMetrics
import Domain
import Store

extension Engine {
    /// Brings up to date what metrics say of the whole system and of this node; what cannot be read stays as it was.
    package func recordStanding() async {
        if let standing = await standings.standing() { EngineMetrics.record(standing) }
        EngineMetrics.set("skillyard_event_followers", Double(feed.followers))
    }
}

extension EngineMetrics {
    static func record(_ standing: Standing) {
        for place in standing.places {
            let label = [("provider", place.label)]
            set("skillyard_queue_targets", Double(place.queued), label)
            set("skillyard_queue_oldest_wait_seconds", place.oldestWait / .seconds(1), label)
            set("skillyard_provider_down", place.isDown ? 1 : 0, label)
            set("skillyard_provider_paused", place.isPaused ? 1 : 0, label)
        }
        set("skillyard_work_paused", standing.isPaused ? 1 : 0)
        record(standing.alerts.map { (severity: $0.severity, state: $0.state, count: $0.count) })
        set("skillyard_open_failures", Double(standing.openFailures))
        set("skillyard_workers", Double(standing.workers))
        set("skillyard_event_position", Double(standing.eventPosition))
        set("skillyard_standing_timestamp_seconds", standing.at.seconds)
        guard let audit = standing.audit else { return }
        set("skillyard_audit_verified_timestamp_seconds", audit.verified.seconds)
        set("skillyard_audit_intact", audit.intact ? 1 : 0)
    }

    /// Also where there are none: a series that stays away says nothing.
    private static func record(_ alerts: [(severity: AlertSeverity, state: AlertState, count: Int)]) {
        for severity in AlertSeverity.allCases {
            for state in AlertState.allCases where state != .recovered {
                let count = alerts.filter { $0.severity == severity && $0.state == state }.map(\.count)
                set(
                    "skillyard_alerts",
                    Double(count.reduce(0, +)),
                    [("severity", severity.rawValue), ("state", state.rawValue)]
                )
            }
        }
    }

    static func set(_ label: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        Meter(label: label, dimensions: dimensions).set(value)
    }
}

extension Timestamp {
    /// Since the beginning of 1970, as Prometheus has times.
    fileprivate var seconds: Double { Double(microseconds) / 1_000_000 }
}
