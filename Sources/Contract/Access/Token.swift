/// What a caller may do; each role may also do what the ones before it may.
package enum Role: String, Codable, CaseIterable, Comparable, Sendable {
    case viewer
    case `operator`
    case admin

    package static func < (left: Role, right: Role) -> Bool {
        guard let first = allCases.firstIndex(of: left), let second = allCases.firstIndex(of: right) else {
            return false
        }
        return first < second
    }
}

/// An API token as lists show it: never the secret itself.
package struct TokenView: Codable, Equatable, Sendable {
    package let id: TokenID
    package let name: String
    package let role: Role
    /// The first characters, to tell tokens apart.
    package let prefix: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package let lastUsedAt: Timestamp?
    package let revokedAt: Timestamp?

    package init(
        id: TokenID,
        name: String,
        role: Role,
        prefix: String,
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        lastUsedAt: Timestamp?,
        revokedAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.prefix = prefix
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case role
        case prefix
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case lastUsedAt = "last_used_at"
        case revokedAt = "revoked_at"
    }
}

package struct TokenRequest: Codable, Equatable, Sendable {
    package let name: String
    package let role: Role
    package let expiresAt: Timestamp?

    package init(name: String, role: Role, expiresAt: Timestamp? = nil) {
        self.name = name
        self.role = role
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case name
        case role
        case expiresAt = "expires_at"
    }
}

/// A new token with its secret, which is shown this once.
package struct IssuedToken: Codable, Equatable, Sendable {
    package let token: TokenView
    package let secret: String

    package init(token: TokenView, secret: String) {
        self.token = token
        self.secret = secret
    }
}
