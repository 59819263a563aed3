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
        var counts = [UInt64](repeating: 0, count: MetricHistogram.bounds.count)
        var sum = 0.0
        var count: UInt64 = 0
    }

    static let bounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private let state = Mutex(State())

    var current: State { state.withLock(\.self) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.sum += value
            state.count += 1
            if let bucket = Self.bounds.firstIndex(where: { value <= $0 }) { state.counts[bucket] += 1 }
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
}
