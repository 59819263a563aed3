import Contract
import CoreMetrics
import Domain

/// What the engine counts.
///
/// Labels are kinds and codes, never ids of runs, skills or people.
enum EngineMetrics {
    static func accepted(_ run: RunView) {
        Counter(label: "skillyard_runs_total", dimensions: [("kind", run.kind.rawValue)]).increment()
    }

    static func turned(_ breakers: [BreakerView.State]) {
        for state in breakers {
            Counter(label: "skillyard_breaker_changes_total", dimensions: [("state", state.rawValue)])
                .increment()
        }
    }

    static func ended(_ reports: [TaskReport]) {
        for report in reports {
            Counter(label: "skillyard_tries_total", dimensions: [("outcome", report.action.outcome)])
                .increment()
        }
    }
}
