/// The words that a context may have for how a run is, where they are not the product's own.
enum RunStatusNames {
    private static let others: [String: Set<String>] = [
        "queued": ["pending", "waiting"], "running": ["in_progress", "in-progress"],
        "success": ["succeeded", "successful"], "failed": ["failure", "errored"],
        "partial_failed": ["partially_failed", "partly_failed", "partial_failure", "partially-failed"],
    ]

    /// - Parameters:
    ///   - own: The product's word.
    ///   - known: Those of the context.
    /// - Returns: The context's word for the same, else the product's.
    static func spelling(of own: String, in known: [String]) -> String {
        guard !known.contains(own), let same = others[own] else { return own }
        return known.first(where: same.contains) ?? own
    }

    /// - Parameter status: As a context has it.
    /// - Returns: The product's word for it; the same where there is none.
    static func own(_ status: String) -> String { others.first { $1.contains(status) }?.key ?? status }
}
