import HTTPTypes

extension HTTPFields {
    /// Adds what keeps an answer from being sniffed, framed, cached or leaked, where the route has not
    /// decided otherwise.
    mutating func addSafeDefaults(strictTransport: Bool) {
        set(.xContentTypeOptions, "nosniff")
        set(.cacheControl, "no-store")
        set(.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")
        set(.referrerPolicy, "no-referrer")
        set(.crossOriginResourcePolicy, "same-origin")
        // A year, as browsers' preload lists ask for; other hosts of the domain are not ours to speak for.
        if strictTransport { set(.strictTransportSecurity, "max-age=31536000") }
    }

    private mutating func set(_ name: HTTPField.Name, _ value: String) {
        if !contains(name) { self[name] = value }
    }
}

extension HTTPField.Name {
    static let requestID = named("X-Request-Id")
    static let traceParent = named("traceparent")
    static let traceResponse = named("traceresponse")
    static let idempotencyKey = named("Idempotency-Key")
    static let lastEventID = named("Last-Event-ID")
    static let source = named("X-Skillyard-Source")
    static let executable = named("X-Skillyard-Executable")
    static let accelBuffering = named("X-Accel-Buffering")
    static let referrerPolicy = named("Referrer-Policy")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}
