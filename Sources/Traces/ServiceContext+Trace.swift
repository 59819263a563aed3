package import Contract
package import Tracing

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = TraceParent
        static let nameOverride: String? = "traceparent"
    }

    /// The place in a trace of what happens in this context.
    package var traceParent: TraceParent? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }

    /// A context of a trace that began elsewhere, or of none.
    package static func of(_ place: TraceParent?) -> ServiceContext {
        var context = ServiceContext.topLevel
        context.traceParent = place
        return context
    }
}

extension TraceParent {
    /// Of what the current task is there for.
    package static var current: TraceParent? { ServiceContext.current?.traceParent }
}
