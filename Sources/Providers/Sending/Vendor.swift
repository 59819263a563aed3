import NIOHTTP1

/// Whose replies are being read: each has its own error format.
enum Vendor: String, CaseIterable, Sendable {
    case openai
    case claude
    case google
    /// An in-house registry.
    case registry

    /// As people know it.
    var title: String {
        switch self {
        case .openai: "OpenAI"
        case .claude: "Claude"
        case .google: "Google"
        case .registry: "The registry"
        }
    }

    /// The reply's header that names the request, for the provider's support.
    var requestIDHeader: String {
        switch self {
        case .openai, .registry: "x-request-id"
        case .claude: "request-id"
        case .google: "x-goog-request-id"
        }
    }
}
