import Synchronization

extension PrometheusRegistry {
    /// Everything counted so far, in the text format 0.0.4 that Prometheus reads.
    package var text: String {
        let state = state.withLock(\.self)
        var lines: [String] = []
        for (type, values) in [("counter", state.counters), ("gauge", state.gauges)] {
            for (metric, names) in Self.grouped(values.keys) {
                lines += heading(of: metric, type)
                for name in names { lines.append(Self.line(metric, name.labels, values[name]?.current ?? 0)) }
            }
        }
        for (metric, names) in Self.grouped(state.histograms.keys) {
            lines += heading(of: metric, "histogram")
            for name in names {
                guard let histogram = state.histograms[name]?.current else { continue }
                lines += Self.lines(metric, name.labels, histogram)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func heading(of metric: String, _ type: String) -> [String] {
        let help = descriptions[metric].map { ["# HELP \(metric) \($0)"] } ?? []
        return help + ["# TYPE \(metric) \(type)"]
    }

    private static func lines(_ metric: String, _ labels: [String], _ histogram: MetricHistogram.State)
        -> [String]
    {
        var lines: [String] = []
        var total: UInt64 = 0
        for (bound, count) in zip(histogram.bounds, histogram.counts) {
            total += count
            lines.append(line(metric + "_bucket", labels + ["le=\"\(bound)\""], Double(total)))
        }
        lines.append(line(metric + "_bucket", labels + ["le=\"+Inf\""], Double(histogram.count)))
        lines.append(line(metric + "_sum", labels, histogram.sum))
        lines.append(line(metric + "_count", labels, Double(histogram.count)))
        return lines
    }

    private static func line(_ metric: String, _ labels: [String], _ value: Double) -> String {
        let braces = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        let whole = value == value.rounded() && abs(value) < 1e15
        return "\(metric)\(braces) \(whole ? String(Int64(value)) : String(value))"
    }

    private static func grouped(_ names: some Sequence<Name>) -> [(String, [Name])] {
        Dictionary(grouping: names, by: \.metric).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value.sorted { $0.labels.joined() < $1.labels.joined() }) }
    }
}
