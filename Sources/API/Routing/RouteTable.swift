import HTTPTypes

/// Knows which methods a path takes, so that a wrong method is told from a wrong path.
struct RouteTable: Sendable {
    private struct Entry: Sendable {
        let segments: [Substring]
        let method: HTTPRequest.Method
    }

    private let entries: [Entry]

    init(_ endpoints: [Endpoint]) {
        entries = endpoints.map { Entry(segments: $0.path.split(separator: "/"), method: $0.method) }
    }

    /// For the `Allow` header; empty when nothing stands at `path`.
    func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/")
        let found = entries.filter { entry in
            entry.segments.count == segments.count
                && zip(entry.segments, segments).allSatisfy { $0.first == "{" || $0 == $1 }
        }
        var names = Set(found.map(\.method.rawValue))
        if names.contains("GET") { names.insert("HEAD") }
        return names.sorted()
    }
}
