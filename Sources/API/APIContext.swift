package import Hummingbird

/// What is known of a request besides itself.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Ties the answer, the log and the audit entry together; echoed as `X-Request-Id`.
    package var requestID = ""

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}
