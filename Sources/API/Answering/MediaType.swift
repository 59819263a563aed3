import Contract
import HTTPTypes
import Hummingbird

/// What an endpoint answers with when it succeeds.
enum MediaType: String, Sendable {
    case json = "application/json"
    case zip = "application/zip"
    case bytes = "application/octet-stream"
    /// One JSON document on each line.
    case lines = "application/x-ndjson"
    case eventStream = "text/event-stream"
    case text = "text/plain"

    var header: String {
        self == .text ? "text/plain; version=0.0.4; charset=utf-8" : rawValue
    }

    /// - Throws: ``Problem`` with `not_acceptable` when `Accept` (RFC 9110, section 12.5.1) leaves no room.
    func require(acceptedBy request: Request) throws(Problem) {
        guard let accept = request.headers[.accept], !isAccepted(by: accept) else { return }
        throw Problem(.notAcceptable, "This address answers \(rawValue); the Accept header excludes that.")
    }

    private func isAccepted(by accept: String) -> Bool {
        if accept.contains("*/*") || accept.contains(rawValue) || accept.allSatisfy(\.isWhitespace) {
            return true
        }
        let family = rawValue.prefix { $0 != "/" } + "/*"
        return accept.split(separator: ",").contains { range in
            let name = range.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
            return name == rawValue || name == family || name == "*/*"
                || self == .json && name.hasSuffix("+json")
        }
    }
}
