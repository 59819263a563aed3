import CoreMetrics
import Testing

@testable import App

@Suite struct PrometheusTextTests {
    /// Lines are lines of bytes to Prometheus, whatever characters they make.
    @Test(arguments: [
        ("a\r\nb", "a\r\\nb"), ("\"\u{301}", "\\\"\u{301}"), ("\\\u{301}", "\\\\\u{301}"),
        ("\n\u{301}", "\\n\u{301}"),
        ("한", "한"),
    ])
    func labelsAreEscapedByScalars(_ value: String, _ written: String) {
        let registry = PrometheusRegistry()
        _ = registry.makeCounter(label: "seen", dimensions: [("what", value)])
        let expected = "# TYPE seen counter\nseen{what=\"\(written)\"} 0\n"
        #expect(Array(registry.text.utf8) == Array(expected.utf8))
    }

    /// OP-03: whatever somebody once makes a label of, a metric never has more series than this.
    @Test func aMetricHasABoundedNumberOfSeries() throws {
        let registry = PrometheusRegistry()
        for number in 0..<10_000 {
            registry.makeCounter(label: "seen_total", dimensions: [("what", "\(number)")]).increment(by: 1)
        }
        let lines = registry.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == PrometheusRegistry.seriesPerMetric + 1)
        let rest = 10_000 - PrometheusRegistry.seriesPerMetric
        #expect(lines.contains("seen_total{what=\"other\"} \(rest)"))
    }

    /// OP-03: names as Prometheus asks for (https://prometheus.io/docs/practices/naming/).
    @Test(arguments: MetricDescriptions.all.keys.sorted()) func namesAreGood(_ name: String) {
        #expect(name.wholeMatch(of: /skillyard_[a-z][a-z0-9_]*[a-z0-9]/) != nil)
        #expect(
            name.firstMatch(of: /_(milliseconds|micros|minutes|hours|kilobytes|megabytes|percent)(_|$)/)
                == nil
        )
        let words = MetricDescriptions.all[name] ?? ""
        #expect(words.hasSuffix(".") && words.count > 20, "\(words)")
    }
}
