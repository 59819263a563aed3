/// One sign-in of an account, until it is ended or its time is over; never the secret.
package struct SessionView: Codable, Equatable, Sendable {
    package let id: SessionID
    package let createdAt: Timestamp
    /// To within a minute.
    package let lastSeenAt: Timestamp
    /// When it ends, however much it is used; it ends earlier when it is not used for too long.
    package let expiresAt: Timestamp
    /// Where it was signed in from, as far as that is known.
    package let address: String?
    /// Whether it is the one that asks.
    package let current: Bool

    package init(
        id: SessionID,
        createdAt: Timestamp,
        lastSeenAt: Timestamp,
        expiresAt: Timestamp,
        address: String?,
        current: Bool = false
    ) {
        self.id = id
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.address = address
        self.current = current
    }

    enum CodingKeys: String, CodingKey {
        case id
        case createdAt = "created_at"
        case lastSeenAt = "last_seen_at"
        case expiresAt = "expires_at"
        case address
        case current
    }
}

/// A new session with its secret, which is shown this once and is sent like a token.
package struct IssuedSession: Codable, Equatable, Sendable {
    package let session: SessionView
    package let account: AccountView
    package let secret: String

    package init(session: SessionView, account: AccountView, secret: String) {
        self.session = session
        self.account = account
        self.secret = secret
    }
}

/// How many sessions were ended.
package struct SignedOut: Codable, Equatable, Sendable {
    package let sessions: Int

    package init(sessions: Int) {
        self.sessions = sessions
    }
}

/// A name and a password, and where they came from.
package struct SignInRequest: Equatable, Sendable {
    package let name: String
    package let password: String
    /// The client's network address; nil when the front end cannot tell.
    package let address: String?

    package init(name: String, password: String, address: String?) {
        self.name = name
        self.password = password
        self.address = address
    }
}

/// How the first administrator's account is made.
package struct SetUpRequest: Equatable, Sendable {
    /// From the link that the start printed.
    package let code: String
    package let signIn: SignInRequest

    package init(code: String, signIn: SignInRequest) {
        self.code = code
        self.signIn = signIn
    }
}
