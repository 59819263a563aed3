import Contract
import Store

/// How sign-in works on this node.
package struct AccessSettings: Sendable {
    /// A session that nobody used for so long has ended.
    package var sessionIdle: Duration
    /// A session ends then, however much it is used.
    package var sessionLife: Duration
    package var passwordCost: PasswordCost
    /// Whom an identity provider may let in, where there is one.
    package var external: ExternalAccess

    /// Half a day unused and a week at most, unless told.
    package init(
        sessionIdle: Duration = .seconds(12 * 3600),
        sessionLife: Duration = .seconds(7 * 24 * 3600),
        passwordCost: PasswordCost = .recommended,
        external: ExternalAccess = ExternalAccess(grants: [])
    ) {
        self.sessionIdle = sessionIdle
        self.sessionLife = sessionLife
        self.passwordCost = passwordCost
        self.external = external
    }

    /// Until when the word of an identity provider counts for an account; nil for one that needs none.
    ///
    /// Of a provider that is not asked any more it does not count at all, nor that of one nobody signed in at since.
    func vouchedUntil(_ account: AccountView) -> Timestamp? {
        guard let issuer = account.issuer else { return nil }
        guard issuer == external.issuer, let spokenAt = account.lastSignedInAt else { return .never }
        return spokenAt + (external.vouchLife ?? sessionLife)
    }
}

/// How much work one guess at a password takes (RFC 7914).
package struct PasswordCost: Equatable, Sendable {
    /// N is two to the power of this; memory is 128 · N · r bytes.
    package let logN: Int
    package let blockSize: Int
    package let parallelism: Int

    package init(logN: Int, blockSize: Int = 8, parallelism: Int = 1) {
        self.logN = logN
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// The least that OWASP's Password Storage Cheat Sheet advises: 128 MiB for each guess.
    package static let recommended = PasswordCost(logN: 17)
}
