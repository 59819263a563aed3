/// A pattern for paths: `*` stands for exactly one part, `**` for any number of parts.
enum RoutePattern {
    static func matches(_ pattern: String, _ path: [String]) -> Bool {
        matches(pattern.split(separator: "/")[...], path[...])
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ path: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        let rest = pattern.dropFirst()
        if first == "**" {
            return (path.startIndex...path.endIndex).contains { matches(rest, path[$0...]) }
        }
        guard let part = path.first, first == "*" || part == first else { return false }
        return matches(rest, path.dropFirst())
    }
}
