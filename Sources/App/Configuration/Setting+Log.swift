extension Setting {
    static let logLevel = Setting(
        flag: "log-level",
        variable: "SKILLYARD_LOG_LEVEL",
        .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
        fallback: "info",
        "Least severe message that is logged."
    )
    static let logFormat = Setting(
        flag: "log-format",
        variable: "SKILLYARD_LOG_FORMAT",
        .choice(["text", "json"]),
        fallback: "text",
        "Form of the log: lines for people, or one JSON object a line for programs that collect logs."
    )
}
