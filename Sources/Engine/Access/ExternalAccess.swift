package import Contract
import Domain
import Store

/// Who may come in on the word of an identity provider, and as what.
package struct ExternalAccess: Equatable, Sendable {
    /// A role for whoever the provider names in this way.
    package struct Grant: Equatable, Sendable {
        package let value: String
        package let role: Role

        package init(value: String, role: Role) {
            self.value = value
            self.role = role
        }
    }

    /// The first that fits counts; nobody comes in without one.
    package let grants: [Grant]
    /// Domains of confirmed e-mail addresses, in lower case; nil for everybody, also without an address.
    package let domains: Set<String>?

    /// The provider whose word counts, as it spells itself; nil where none is set up.
    package let issuer: String?
    /// How long its word counts after a sign-in; nil for as long as a session lasts.
    package let vouchLife: Duration?

    package init(
        grants: [Grant],
        domains: Set<String>? = nil,
        issuer: String? = nil,
        vouchLife: Duration? = nil
    ) {
        self.grants = grants
        self.domains = domains
        self.issuer = issuer
        self.vouchLife = vouchLife
    }

    /// What follows from what a provider says of somebody.
    enum Verdict: Equatable, Sendable {
        case role(Role)
        /// Why there is none, in one word for the history.
        case refused(String)
        /// The provider does not say what this depends on: an administrator's mistake rather than somebody's loss.
        case untold(String)
    }

    func verdict(on identity: VouchedIdentity) -> Verdict {
        if let verdict = domainVerdict(on: identity) { return verdict }
        guard let values = identity.roleValues else {
            return .untold("The ID token lacks the claim that roles follow from, or it cannot be read.")
        }
        // By the letter: strings are equal in Swift that are not so at the provider.
        let grant = grants.first { grant in values.contains { $0.utf8.elementsEqual(grant.value.utf8) } }
        guard let grant else { return .refused("no role") }
        return .role(grant.role)
    }

    /// Nil where nothing speaks against it.
    private func domainVerdict(on identity: VouchedIdentity) -> Verdict? {
        guard let domains else { return nil }
        guard let email = identity.email, let isVerified = identity.isEmailVerified else {
            return .untold("The ID token does not tell the e-mail address and whether it is confirmed.")
        }
        guard isVerified, let at = email.lastIndex(of: "@"),
            domains.contains(email[email.index(after: at)...].lowercased())
        else { return .refused("domain") }
        return nil
    }
}

extension VouchedIdentity {
    /// What names begin with that nobody chose.
    private static let standIn = "user-"

    /// Names that an account of this person may have where they are free, the best first.
    var accountNames: [String] {
        let host = issuer.split(separator: "/").dropFirst().first?.prefix { $0 != ":" } ?? ""
        let hash = TokenSecret(text: issuer + "\n" + subject).hash
        // Longer ones, as whoever knows the subject may have made an account of the first.
        let standIns = [12, 24, 48].map { Self.standIn + hash.prefix($0) }
        guard let preferredName, !AccountTable.folded(preferredName).hasPrefix(Self.standIn),
            !preferredName.mixesLookalikes
        else { return standIns }
        return [preferredName, "\(preferredName)@\(host)"] + standIns
    }

    /// For when all of these are taken.
    static func lastResort(at now: Timestamp) -> String { standIn + AccountID.make(at: now).rawValue }

    /// What is shown beside the name, without what turns or hides text; nil where nothing usable came.
    var shownName: String? {
        guard let displayName else { return nil }
        let unseen: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
        let shown = String(
            String.UnicodeScalarView(
                displayName.unicodeScalars.filter { !unseen.contains($0.properties.generalCategory) }
            )
        )
        return AccountRules.faults(displayName: shown).isEmpty ? shown : nil
    }
}

extension String {
    /// Greek, Cyrillic, Armenian, Cherokee, and letters in other widths: these have letters that look Latin.
    private static let lookalikes: [ClosedRange<UInt32>] = [
        0x0370...0x058F, 0x13A0...0x13FF, 0x1C80...0x1C8F, 0x1F00...0x1FFF, 0xA640...0xA69F, 0xAB70...0xABBF,
        0xFF00...0xFF5E,
    ]

    /// Whether Latin letters stand beside letters of a script that look the same (UTS 39, section 5.1).
    fileprivate var mixesLookalikes: Bool {
        unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
            && unicodeScalars.contains { scalar in
                Self.lookalikes.contains { $0.contains(scalar.value) }
            }
    }
}
