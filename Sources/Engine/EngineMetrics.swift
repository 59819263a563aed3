import Contract
import CoreMetrics
import Domain

/// What the engine counts.
///
/// Labels are kinds, codes and providers, never ids of runs, skills or people. What a transaction did is counted after
/// its commit.
enum EngineMetrics {
    static func accepted(_ run: RunView) {
        Counter(label: "skillyard_runs_total", dimensions: [("kind", run.kind.rawValue)]).increment()
        // One that has nothing to do ends as it is accepted.
        if run.status.isFinal { count(RunTally(runs: [.init(kind: run.kind, status: run.status)])) }
    }

    static func count(_ tally: RunTally) {
        for run in tally.runs {
            Counter(
                label: "skillyard_runs_ended_total",
                dimensions: [("kind", run.kind.rawValue), ("status", run.status.rawValue)]
            )
            .increment()
        }
        for target in tally.targets { count(target) }
        for outcome in tally.tries {
            Counter(label: "skillyard_tries_total", dimensions: [("outcome", outcome)]).increment()
        }
        for state in tally.breakers {
            Counter(label: "skillyard_breaker_changes_total", dimensions: [("state", state.rawValue)])
                .increment()
        }
    }

    private static func count(_ target: RunTally.Target) {
        Counter(
            label: "skillyard_targets_ended_total",
            dimensions: [("provider", target.provider.rawValue), ("outcome", target.status.rawValue)]
        )
        .increment()
        guard let code = target.code else { return }
        Counter(label: "skillyard_target_failures_total", dimensions: [("code", code.rawValue)]).increment()
    }

    /// How long a try took at its provider.
    static func took(_ duration: Duration, at kind: ProviderKind) {
        Timer(label: "skillyard_try_duration_seconds", dimensions: [("kind", kind.rawValue)])
            .recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }

    static func lostLease() { Counter(label: "skillyard_leases_lost_total").increment() }

    static func rescued(_ count: Int) {
        Counter(label: "skillyard_targets_rescued_total").increment(by: count)
    }

    /// What this process's worker has in its hands.
    static func holding(_ held: Int, running: Int) {
        Meter(label: "skillyard_worker_targets", dimensions: [("state", "held")]).set(held)
        Meter(label: "skillyard_worker_targets", dimensions: [("state", "running")]).set(running)
    }
}
