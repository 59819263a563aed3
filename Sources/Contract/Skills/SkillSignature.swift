/// A signature over the content of a skill, as a file or a request holds it.
///
/// What is signed is a text made of the skill's name, its digest and the list of its files; `docs/audit.md` describes it.
package struct SkillSignature: Codable, Equatable, Sendable {
    package static let format = "skillyard skill signature 1"

    package let format: String
    /// The skill's name.
    package let name: String
    /// Of the content, as versions have it.
    package let digest: String
    /// The 32 bytes of an Ed25519 key, in base64.
    package let publicKey: String
    /// In base64.
    package let signature: String

    package init(name: String, digest: String, publicKey: String, signature: String) {
        format = Self.format
        self.name = name
        self.digest = digest
        self.publicKey = publicKey
        self.signature = signature
    }

    enum CodingKeys: String, CodingKey {
        case format
        case name
        case digest
        case publicKey = "public_key"
        case signature
    }
}

/// Who vouches for a version.
package struct SkillSignatureView: Codable, Equatable, Sendable {
    /// Hex SHA-256 of the public key.
    package let keyID: String
    package let publicKey: String
    package let signature: String
    /// What the signer is called; nil for a key that nobody has accepted for this skill.
    package let signer: String?
    package let addedBy: String
    package let addedAt: Timestamp

    package init(
        keyID: String,
        publicKey: String,
        signature: String,
        signer: String?,
        addedBy: String,
        addedAt: Timestamp
    ) {
        self.keyID = keyID
        self.publicKey = publicKey
        self.signature = signature
        self.signer = signer
        self.addedBy = addedBy
        self.addedAt = addedAt
    }

    enum CodingKeys: String, CodingKey {
        case keyID = "key_id"
        case publicKey = "public_key"
        case signature
        case signer
        case addedBy = "added_by"
        case addedAt = "added_at"
    }
}

/// A key whose signature a skill may have, or one version that is accepted without a signature.
package struct SkillSignerView: Codable, Equatable, Sendable {
    /// Hex SHA-256 of the key; nil for a version without a signature.
    package let keyID: String?
    /// The version without a signature; nil for a key.
    package let version: Int?
    package let name: String
    package let reason: String
    package let acceptedBy: String
    package let acceptedAt: Timestamp

    package init(
        keyID: String?,
        version: Int?,
        name: String,
        reason: String,
        acceptedBy: String,
        acceptedAt: Timestamp
    ) {
        self.keyID = keyID
        self.version = version
        self.name = name
        self.reason = reason
        self.acceptedBy = acceptedBy
        self.acceptedAt = acceptedAt
    }

    enum CodingKeys: String, CodingKey {
        case keyID = "key_id"
        case version
        case name
        case reason
        case acceptedBy = "accepted_by"
        case acceptedAt = "accepted_at"
    }
}

/// The wish that whoever signed a version may sign this skill from now on.
package struct SignerAcceptance: Codable, Equatable, Sendable {
    /// Its key is accepted; a version without a signature is accepted alone.
    package let version: Int
    /// What the signer is to be called.
    package let name: String
    /// Why, for the history.
    package let reason: String

    package init(version: Int, name: String, reason: String) {
        self.version = version
        self.name = name
        self.reason = reason
    }
}
