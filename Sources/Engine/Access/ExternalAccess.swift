package import Contract
import Domain

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

    package init(grants: [Grant], domains: Set<String>? = nil) {
        self.grants = grants
        self.domains = domains
    }

    /// Why somebody gets no role, in one word for the history.
    enum Verdict: Equatable, Sendable {
        case role(Role)
        case refused(String)
    }

    func verdict(on identity: VouchedIdentity) -> Verdict {
        if let domains {
            guard identity.isEmailVerified, let email = identity.email, let at = email.lastIndex(of: "@"),
                domains.contains(email[email.index(after: at)...].lowercased())
            else { return .refused("domain") }
        }
        let values = Set(identity.roleValues)
        guard let grant = grants.first(where: { values.contains($0.value) }) else {
            return .refused("no role")
        }
        return .role(grant.role)
    }
}

extension VouchedIdentity {
    /// Names that an account of this person may have, the best first; the last one is always possible.
    var accountNames: [String] {
        let host = issuer.split(separator: "/").dropFirst().first?.prefix { $0 != ":" } ?? ""
        let preferred = preferredName.map { name in
            [name, "\(name)@\(host)"]
        }
        let hash = TokenSecret(text: issuer + "\n" + subject).hash
        return (preferred ?? []) + ["user-\(hash.prefix(12))"]
    }

    /// What is shown beside the name; nil where nothing usable came.
    var shownName: String? {
        guard let displayName else { return nil }
        let shown = String(
            String.UnicodeScalarView(
                displayName.unicodeScalars.filter { $0.properties.generalCategory != .control }
            )
        )
        return AccountRules.faults(displayName: shown).isEmpty ? shown : nil
    }
}
