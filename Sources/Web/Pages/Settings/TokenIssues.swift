import Contract
import Synchronization

/// Answers a form that makes a token as before when it comes again: by a second click, or because its page was loaded
/// anew.
///
/// Without that the second answer, which is the one the browser shows, would have no secret in it. Each form carries a
/// key of its own; what it made is kept for a minute and on this node alone. Later, or at another node, the engine still
/// refuses a second token of that name.
final class TokenIssues: Sendable {
    private struct Issue {
        let at: Timestamp
        let token: Task<IssuedToken, any Error>
    }

    private let issues = Mutex<[String: Issue]>([:])

    static let kept: Duration = .seconds(60)
    private static let most = 100

    /// - Parameters:
    ///   - key: The form's; nil makes a token each time.
    ///   - caller: Who sent it: nobody is answered with somebody else's secret.
    ///   - now: When it came.
    ///   - make: Makes the token.
    /// - Returns: The token of the first time.
    /// - Throws: What `make` throws; then the form may be sent again.
    func token(
        _ key: String?,
        for caller: CallerView?,
        at now: Timestamp,
        _ make: @escaping @Sendable () async throws -> IssuedToken
    ) async throws -> IssuedToken {
        guard let key, let caller else { return try await make() }
        let name = "\(caller.name)\n\(key)"
        let issue = issues.withLock { issues in
            issues = issues.filter { now - $0.value.at < Self.kept }
            if let issue = issues[name] { return issue }
            let issue = Issue(at: now, token: Task { try await make() })
            if issues.count < Self.most { issues[name] = issue }
            return issue
        }
        do {
            return try await issue.token.value
        } catch {
            issues.withLock { $0[name] = nil }
            throw error
        }
    }
}
