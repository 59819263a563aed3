import API
import Contract
import CoreMetrics
import Engine
import Store
import Traces

/// The metrics of a node, brought up to date when somebody reads them.
struct NodeMetrics: Sendable {
    private let registry: PrometheusRegistry
    /// Tells what its connections do, where there are any.
    private let connections: DatabaseMetrics?
    let database: MeasuredDatabase
    private let spans = SpanMetrics()

    /// - Parameters:
    ///   - registry: Where everything is counted.
    ///   - database: Of the node.
    init(_ registry: PrometheusRegistry, _ database: any Database) {
        self.registry = registry
        connections = DatabaseMetrics(database, in: registry)
        self.database = MeasuredDatabase(database, in: registry)
    }

    /// Says what does not change while the process runs.
    ///
    /// And begins what may be counted at 0: the first one of a series that comes with it is no rise to Prometheus.
    func begin(_ configuration: Configuration) {
        Engine.beginCounting()
        RequestMetrics.beginCounting()
        set("skillyard_build_info", 1, [("version", SkillyardVersion.current)])
        set("skillyard_start_timestamp_seconds", Double(Clock.now().microseconds) / 1_000_000)
        guard configuration.role != .api else { return }
        set("skillyard_worker_targets_limit", Double(configuration.workers))
    }

    /// Counts what becomes of these spans from now on.
    func count(_ spans: SpanQueue?) { self.spans.watch(spans) }

    /// Everything as text.
    func text(of engine: Engine) async -> String {
        await engine.recordStanding()
        connections?.record()
        database.record()
        spans.record(in: registry)
        return registry.text
    }

    private func set(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        Meter(label: name, dimensions: labels, factory: registry).set(value)
    }
}
