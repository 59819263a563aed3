package import CoreMetrics
import Synchronization

/// Keeps what swift-metrics counts and writes it as Prometheus text.
///
/// Own code because no Prometheus back end can be had: `docs/decisions/`.
package final class PrometheusRegistry: MetricsFactory {
    struct Name: Hashable {
        let metric: String
        /// Rendered, sorted: `code="timeout"`.
        let labels: [String]

        init(_ label: String, _ dimensions: [(String, String)]) {
            metric = Name.cleaned(label)
            labels = dimensions.map { "\(Name.cleaned($0.0))=\"\(Name.escaped($0.1))\"" }.sorted()
        }

        private init(metric: String, labels: [String]) {
            self.metric = metric
            self.labels = labels
        }

        /// The same metric with nothing told apart but classes of statuses: what goes wrong stays apart from what does not.
        var other: Name {
            Name(
                metric: metric,
                labels: labels.map { label in
                    let isClass = label.wholeMatch(of: /status="[1-9]xx"/) != nil
                    return isClass ? label : label.prefix { $0 != "=" } + "=\"other\""
                }
            )
        }

        private static func cleaned(_ text: String) -> String {
            // Every count comes by here, and its own names are clean.
            if text.utf8.allSatisfy(isPartOfName) { return text }
            return String(text.map { $0.utf8.allSatisfy(isPartOfName) ? $0 : "_" })
        }

        private static func isPartOfName(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }

        private static func escaped(_ text: String) -> String {
            var escaped = ""
            // By scalars: to Swift a line end after CR, or a quote with a mark after it, is another character.
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\\": escaped += "\\\\"
                case "\"": escaped += "\\\""
                case "\n": escaped += "\\n"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            return escaped
        }
    }

    struct State {
        var counters: [Name: MetricValue] = [:]
        var gauges: [Name: MetricValue] = [:]
        var histograms: [Name: MetricHistogram] = [:]
        /// Series of each metric.
        private var counts: [String: Int] = [:]

        /// The name itself while its metric has room for it, or else the one that all further ones share.
        mutating func admit(_ name: Name, _ isKnown: (State, Name) -> Bool) -> Name {
            if isKnown(self, name) { return name }
            let other = name.other
            let room = PrometheusRegistry.room[name.metric] ?? PrometheusRegistry.seriesPerMetric
            guard counts[name.metric, default: 0] < room else { return other }
            counts[name.metric, default: 0] += 1
            return name
        }

        /// Makes room again for another one.
        mutating func drop(_ value: MetricValue) {
            guard let name = gauges.first(where: { $0.value === value })?.key else { return }
            gauges[name] = nil
            if let count = counts[name.metric] { counts[name.metric] = max(0, count - 1) }
        }
    }

    /// Series of one metric; whatever comes beyond shares one, whose labels all say `other`.
    ///
    /// Labels are kinds, codes, routes and providers, of which there are few; this holds if there are not.
    static let seriesPerMetric = 250
    /// Metrics with more of them: some 320 routes with five classes of statuses each, which anybody can ask for, must not
    /// fill what one that fails is seen by.
    static let room = ["skillyard_http_requests_total": 2000]

    let state = Mutex(State())

    /// By the name of the metric.
    let descriptions: [String: String]

    package init(describing descriptions: [String: String] = [:]) {
        self.descriptions = descriptions
    }

    private func counter(_ name: Name) -> MetricValue {
        state.withLock { state in
            let name = state.admit(name) { $0.counters[$1] != nil }
            let value = state.counters[name] ?? MetricValue()
            state.counters[name] = value
            return value
        }
    }

    private func histogram(_ name: Name) -> MetricHistogram {
        state.withLock { state in
            let name = state.admit(name) { $0.histograms[$1] != nil }
            let histogram =
                state.histograms[name] ?? MetricHistogram(bounds: MetricHistogram.bounds(of: name.metric))
            state.histograms[name] = histogram
            return histogram
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(Name(label, dimensions))
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(Name(label, dimensions))
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        state.withLock { state in
            let name = state.admit(Name(label, dimensions)) { $0.gauges[$1] != nil }
            let value = state.gauges[name] ?? MetricValue()
            state.gauges[name] = value
            return value
        }
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        histogram(Name(label, dimensions))
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(Name(label, dimensions))
    }

    /// A gauge goes with what it measured: its last value would pass for a present one.
    package func destroyMeter(_ handler: any MeterHandler) {
        guard let value = handler as? MetricValue else { return }
        state.withLock { $0.drop(value) }
    }

    // Prometheus wants what was once counted to stay, so nothing else is ever destroyed.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
