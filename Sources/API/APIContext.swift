package import Contract
package import Hummingbird
import NIOCore
package import Requests

/// What is known of a request besides itself.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Ties the answer, the log and the audit entry together; echoed as `X-Request-Id`.
    package var requestID = ""
    /// The place of this request in its trace; told in `traceresponse`.
    package var trace: TraceParent?
    /// How the caller stands with its quota; nil where nothing is counted.
    package var standing: RequestStanding?
    /// The IP address at the other end of the connection.
    package let peer: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }
}
