/// Tells the clients of different tokens and sessions apart, without keeping their secrets.
struct CallerKey: Hashable, Sendable {
    private let value: Int

    init(_ secret: String?, _ session: MCPSession?) {
        var hasher = Hasher()
        hasher.combine(secret)
        hasher.combine(session)
        value = hasher.finalize()
    }
}
