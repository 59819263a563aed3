package import Contract

/// Who asks, as signed in.
package struct Caller: Equatable, Sendable {
    /// The token's name; what the history shows.
    package let name: String
    package let role: Role
    package let requestID: String
    /// The front door this request came through.
    package let source: CommandSource

    package init(name: String, role: Role, requestID: String, source: CommandSource = .api) {
        self.name = name
        self.role = role
        self.requestID = requestID
        self.source = source
    }
}
