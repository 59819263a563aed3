import CoreMetrics
import HTTPTypes
import Testing

@testable import API
@testable import App
@testable import Web

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

    /// Whatever is asked for, and by whom, an error of ours is seen by its own route.
    @Test func aFailureIsSeenAmongAllRoutes() {
        let registry = PrometheusRegistry()
        func count(_ method: String, _ route: String, _ status: String) {
            let labels = [("method", method), ("route", route), ("status", status)]
            registry.makeCounter(label: "skillyard_http_requests_total", dimensions: labels).increment(by: 1)
        }
        var routes: [(method: String, path: String)] = []
        for route in APISite.routes {
            let words = route.split(separator: " ").map(String.init)
            routes.append((words[0], words[1]))
        }
        for route in WebSite.routes { routes.append((route.method.rawValue, route.path)) }
        #expect(routes.count > 200)
        for route in routes {
            for status in ["2xx", "3xx", "4xx"] { count(route.method, route.path, status) }
        }
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "other"] {
            count(method, "none", "4xx")
        }
        for route in routes { count(route.method, route.path, "5xx") }
        let text = registry.text
        for route in routes {
            let series = "{method=\"\(route.method)\",route=\"\(route.path)\",status=\"5xx\"} 1\n"
            #expect(text.contains("skillyard_http_requests_total" + series), "\(series)")
        }
    }

    /// And beyond the room what goes wrong stays apart from what does not.
    @Test func whatFindsNoRoomKeepsItsClass() throws {
        let registry = PrometheusRegistry()
        for number in 0..<PrometheusRegistry.seriesPerMetric + 10 {
            let labels = [("route", "\(number)"), ("status", number % 2 == 0 ? "2xx" : "5xx")]
            registry.makeCounter(label: "seen_total", dimensions: labels).increment(by: 1)
        }
        for status in ["2xx", "5xx"] {
            #expect(registry.text.contains("seen_total{route=\"other\",status=\"\(status)\"} 5\n"))
        }
        // Only a class is few enough to be kept.
        for number in 0..<1000 {
            registry.makeCounter(label: "kept_total", dimensions: [("status", "s\(number)")]).increment(by: 1)
        }
        let kept = registry.text.split(separator: "\n").filter { $0.hasPrefix("kept_total{") }
        #expect(kept.count == PrometheusRegistry.seriesPerMetric + 1)
    }

    /// A gauge goes with what it measured, and leaves its room to another.
    @Test func aGaugeThatIsDestroyedIsNotShown() {
        let registry = PrometheusRegistry()
        for number in 0..<1000 {
            let meter = Meter(label: "queue", dimensions: [("place", "\(number)")], factory: registry)
            meter.set(number)
            #expect(registry.text.contains("queue{place=\"\(number)\"} \(number)\n"))
            meter.destroy()
        }
        #expect(!registry.text.contains("queue{"))
        let counter = Counter(label: "seen_total", dimensions: [], factory: registry)
        counter.increment()
        counter.destroy()
        #expect(registry.text.contains("seen_total 1\n"))
    }

    /// A try may take an hour; what answers requests does not.
    @Test func triesHaveLongerBounds() {
        let registry = PrometheusRegistry()
        for metric in ["skillyard_try_duration_seconds", "skillyard_database_write_duration_seconds"] {
            registry.makeTimer(label: metric, dimensions: []).recordNanoseconds(2000 * 1_000_000_000)
        }
        #expect(registry.text.contains("skillyard_try_duration_seconds_bucket{le=\"1800.0\"} 0\n"))
        #expect(registry.text.contains("skillyard_try_duration_seconds_bucket{le=\"3600.0\"} 1\n"))
        #expect(registry.text.contains("skillyard_database_write_duration_seconds_bucket{le=\"60.0\"} 0\n"))
        #expect(!registry.text.contains("skillyard_database_write_duration_seconds_bucket{le=\"3600.0\"}"))
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
