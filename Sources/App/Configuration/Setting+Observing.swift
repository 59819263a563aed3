extension Setting {
    static let healthPort = Setting(
        flag: "health-port",
        variable: "SKILLYARD_HEALTH_PORT",
        .integer(0...65_535),
        "Port where this node answers `/healthz`, `/readyz` and `/metrics` and nothing else; 0 takes any free one. For "
            + "nodes that only work. Without it, none."
    )
    static let runbookURL = Setting(
        variable: "SKILLYARD_RUNBOOK_URL",
        .text,
        "Where your people read `docs/operations.md`; alerts of the rules that come with the program link to their part "
            + "of it. Without it, they name it."
    )

    static let otlpEndpoint = Setting(
        variable: "SKILLYARD_OTLP_ENDPOINT",
        .text,
        "Where traces are sent by OTLP/HTTP, such as `http://127.0.0.1:4318`; `/v1/traces` is added. Without it, nowhere."
    )
    static let otlpHeaders = Setting(
        variable: "SKILLYARD_OTLP_HEADERS",
        secret: true,
        "Header fields that are sent with them, as `name=value` with commas between; by HTTPS, or to this machine."
    )
    static let tracePercent = Setting(
        variable: "SKILLYARD_TRACE_PERCENT",
        .integer(0...100),
        fallback: "100",
        unit: "percent",
        "How many of the traces that begin here are sent. One that a caller began is sent if the caller records it; of callers who have not signed in, as many."
    )
    static let traceVendors = Setting(
        variable: "SKILLYARD_TRACE_VENDORS",
        .toggle,
        fallback: "false",
        "Send `traceparent` to vendors, too, for those of your own that record it."
    )

    static let observing = [
        healthPort, runbookURL, otlpEndpoint, otlpHeaders, tracePercent, traceVendors,
    ]
}
