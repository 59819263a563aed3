/// An API token as lists show it: never the secret itself.
package struct TokenView: Codable, Equatable, Sendable {
    package let id: TokenID
    package let name: String
    package let role: Role
    /// Nil for everything.
    package let scope: Scope?
    /// Whose it is; nil for one that belongs to nobody.
    package let accountID: AccountID?
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
        scope: Scope? = nil,
        accountID: AccountID? = nil,
        prefix: String,
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        lastUsedAt: Timestamp?,
        revokedAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.scope = scope
        self.accountID = accountID
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
        case scope
        case accountID = "account_id"
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
    /// Nil for all that its maker may change.
    package let scope: Scope?
    package let expiresAt: Timestamp?

    package init(name: String, role: Role, scope: Scope? = nil, expiresAt: Timestamp? = nil) {
        self.name = name
        self.role = role
        self.scope = scope
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case name
        case role
        case scope
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
