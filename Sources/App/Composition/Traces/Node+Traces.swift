import AsyncHTTPClient
import Contract
import Providers
import Traces
import Tracing

/// Where a node's spans go.
struct NodeTraces: Sendable {
    /// Nil where nothing is sent.
    let queue: SpanQueue?
    /// For what this node does.
    let tracer: SpanTracer
    /// For what it asks of vendors.
    private let vendors: SpanTracer

    init(_ settings: Configuration.Observing) {
        queue = settings.traces.map { _ in SpanQueue() }
        tracer = SpanTracer(into: queue, percent: settings.tracePercent)
        vendors = SpanTracer(into: queue, percent: settings.tracePercent, tellsOthers: settings.tellsVendors)
    }

    /// How vendors are called: each call is a span below what it is made for.
    var clientSettings: HTTPClient.Configuration {
        var settings = HTTPClient.Configuration.providers
        settings.tracing.tracer = vendors
        return settings
    }
}

extension Node {
    /// Runs `body`, and sends spans meanwhile where somebody collects them.
    func sendingTraces(_ traces: NodeTraces, while body: () async throws -> Void) async throws {
        guard let queue = traces.queue, let receiver = configuration.observing.traces else {
            return try await body()
        }
        let resource = [
            "service.name": "skillyard", "service.version": SkillyardVersion.current,
            "service.instance.id": UUIDv7.make(at: Clock.now()),
            "skillyard.role": configuration.role.rawValue,
        ]
        var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
        settings.tracing.tracer = nil
        settings.connectionPool.retryConnectionEstablishment = false
        try await HTTPClient.withHTTPClient(configuration: settings) { client in
            let exporter = SpanExporter(queue, to: receiver, by: resource, client: client, logger: logger)
            try await exporter.sending(while: body)
        }
    }
}
