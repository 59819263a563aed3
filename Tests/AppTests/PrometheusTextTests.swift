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
}
