import CoreMetrics
import Synchronization

/// A number that counts or measures.
final class MetricValue: CounterHandler, FloatingPointCounterHandler, MeterHandler {
    private let number = Mutex(0.0)

    var current: Double { number.withLock(\.self) }

    func increment(by amount: Int64) { number.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { number.withLock { $0 += amount } }
    func decrement(by amount: Double) { number.withLock { $0 -= amount } }
    func set(_ value: Int64) { number.withLock { $0 = Double(value) } }
    func set(_ value: Double) { number.withLock { $0 = value } }
    func reset() { number.withLock { $0 = 0 } }
}

/// How often values fell below each bound; times are in seconds.
final class MetricHistogram: RecorderHandler, TimerHandler {
    struct State {
        let bounds: [Double]
        var counts: [UInt64]
        var sum = 0.0
        var count: UInt64 = 0

        init(bounds: [Double]) {
            self.bounds = bounds
            counts = [UInt64](repeating: 0, count: bounds.count)
        }
    }

    private static let usual = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    /// Of tries, which wait for a vendor and may take an hour.
    private static let long = [
        0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600,
    ]

    /// - Returns: The bounds for what a metric measures.
    static func bounds(of metric: String) -> [Double] {
        metric == "skillyard_try_duration_seconds" ? long : usual
    }

    private let state: Mutex<State>

    init(bounds: [Double]) {
        state = Mutex(State(bounds: bounds))
    }

    var current: State { state.withLock(\.self) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.sum += value
            state.count += 1
            if let bucket = state.bounds.firstIndex(where: { value <= $0 }) { state.counts[bucket] += 1 }
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
}
