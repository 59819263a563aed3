import Contract
import CoreMetrics
import Domain

extension Engine {
    /// Has everything that can be named beforehand counted from 0.
    package static func beginCounting() { EngineMetrics.begin() }
}

extension EngineMetrics {
    fileprivate static func begin() {
        for name in ["skillyard_targets_rescued_total", "skillyard_leases_lost_total"] { begin(name) }
        for state in BreakerView.State.allCases {
            begin("skillyard_breaker_changes_total", [("state", state.rawValue)])
        }
        for kind in RunKind.allCases {
            begin("skillyard_runs_total", [("kind", kind.rawValue)])
            for status in RunStatus.allCases where status.isFinal {
                begin("skillyard_runs_ended_total", [("kind", kind.rawValue), ("status", status.rawValue)])
            }
        }
        for code in FailureCode.allCases {
            begin("skillyard_target_failures_total", [("code", code.rawValue)])
        }
        for outcome in InstallTask.Action.outcomes { begin("skillyard_tries_total", [("outcome", outcome)]) }
    }

    private static func begin(_ label: String, _ dimensions: [(String, String)] = []) {
        Counter(label: label, dimensions: dimensions).increment(by: 0)
    }
}
