package import Contract

/// Says what somebody may have meant with a line that nothing understood.
///
/// A suggestion decides nothing: it is read like a line that a person typed, shown, and carried out only when somebody
/// picks it and then confirms its plan.
package protocol LineSuggester: Sendable {
    /// - Parameters:
    ///   - line: What was said, without anything that looks like a key.
    ///   - commands: What may be suggested.
    /// - Returns: A line, whatever it is worth; nil where there is none, or none in time.
    func suggestion(for line: String, among commands: [ChatCommandHelp]) async -> String?
}
