/// Where a provider's credential lies, and what may be known of one that is stored; never the credential.
package struct CredentialView: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// In a variable of the server's environment.
        case environment
        /// In a file on the server.
        case file
        /// In the database, sealed with a key that is not in there.
        case sealed
    }

    package let kind: Kind
    /// Of a sealed one: tells one secret from another, and cannot be worked out without the key.
    package let fingerprint: String?
    /// Names the key that it is sealed with.
    package let keyID: String?
    package let setAt: Timestamp?
    package let setBy: String?
    /// When it ceases to hold, as whoever stored it said; nil where nobody did.
    package let expiresAt: Timestamp?

    package init(
        kind: Kind,
        fingerprint: String? = nil,
        keyID: String? = nil,
        setAt: Timestamp? = nil,
        setBy: String? = nil,
        expiresAt: Timestamp? = nil
    ) {
        self.kind = kind
        self.fingerprint = fingerprint
        self.keyID = keyID
        self.setAt = setAt
        self.setBy = setBy
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case fingerprint
        case keyID = "key_id"
        case setAt = "set_at"
        case setBy = "set_by"
        case expiresAt = "expires_at"
    }
}

/// A secret on its way to where it is sealed.
package struct CredentialRequest: Codable, Equatable, Sendable {
    package let secret: Secret
    /// When it ceases to hold, later than now; nil where that is not known, or never.
    package let expiresAt: Timestamp?

    package init(_ secret: Secret, expiresAt: Timestamp? = nil) {
        self.secret = secret
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case secret
        case expiresAt = "expires_at"
    }
}
