/// A person who signs in, with a name and a password or at an identity provider; never the password or its hash.
package struct AccountView: Codable, Equatable, Sendable {
    package let id: AccountID
    /// What one signs in with, and what the history shows; upper and lower case do not matter.
    package let name: String
    package let displayName: String?
    package let role: Role
    /// Nil for everything.
    package let scope: Scope?
    /// The identity provider that vouches for the person and gives the role; nil for whoever has a password.
    package let issuer: String?
    /// When it was disabled; nil while it can sign in.
    package let disabledAt: Timestamp?
    /// Rises with every change of the account; a sign-in changes nothing.
    package let revisionNumber: Int
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    package let lastSignedInAt: Timestamp?

    package init(
        id: AccountID,
        name: String,
        displayName: String?,
        role: Role,
        scope: Scope?,
        issuer: String? = nil,
        disabledAt: Timestamp? = nil,
        revisionNumber: Int = 1,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        lastSignedInAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.role = role
        self.scope = scope
        self.issuer = issuer
        self.disabledAt = disabledAt
        self.revisionNumber = revisionNumber
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.lastSignedInAt = lastSignedInAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case displayName = "display_name"
        case role
        case scope
        case issuer
        case disabledAt = "disabled_at"
        case revisionNumber = "revision"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case lastSignedInAt = "last_signed_in_at"
    }
}

package struct AccountRequest: Codable, Equatable, Sendable {
    package let name: String
    package let displayName: String?
    package let role: Role
    package let scope: Scope?
    package let password: String

    package init(
        name: String,
        displayName: String? = nil,
        role: Role,
        scope: Scope? = nil,
        password: String
    ) {
        self.name = name
        self.displayName = displayName
        self.role = role
        self.scope = scope
        self.password = password
    }

    enum CodingKeys: String, CodingKey {
        case name
        case displayName = "display_name"
        case role
        case scope
        case password
    }
}

/// What is to become different; nil leaves it as it is.
package struct AccountChange: Codable, Equatable, Sendable {
    package let displayName: String?
    package let role: Role?
    /// ``Scope/everything`` takes the bounds away.
    package let scope: Scope?
    package let disabled: Bool?
    /// Ends every session of the account.
    package let password: String?

    package init(
        displayName: String? = nil,
        role: Role? = nil,
        scope: Scope? = nil,
        disabled: Bool? = nil,
        password: String? = nil
    ) {
        self.displayName = displayName
        self.role = role
        self.scope = scope
        self.disabled = disabled
        self.password = password
    }

    enum CodingKeys: String, CodingKey {
        case displayName = "display_name"
        case role
        case scope
        case disabled
        case password
    }
}

package struct PasswordChange: Codable, Equatable, Sendable {
    package let current: String
    package let new: String

    package init(current: String, new: String) {
        self.current = current
        self.new = new
    }
}
