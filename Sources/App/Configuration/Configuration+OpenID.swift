import Contract
package import Engine
import OpenID

extension Configuration {
    /// Where people sign in besides here.
    package struct IdentityProviderSettings: Equatable, Sendable {
        package let name: String
        package let issuer: String
        package let clientID: String
        /// The secret itself, or `file:` and where it is.
        package let clientSecret: String
        package let scopes: String
        package let roleClaim: String
        package let access: ExternalAccess
        /// Where the provider sends browsers back to.
        package let publicURL: String

        /// Nil where the secret itself was given.
        var secretFile: String? {
            clientSecret.hasPrefix("file:") ? String(clientSecret.dropFirst("file:".count)) : nil
        }

        package var redirectURL: String { publicURL + "/sign-in/oidc/callback" }
    }

    /// An address without a path; what browsers reach from elsewhere is reached by HTTPS.
    static func publicURL(_ values: inout SettingValues) -> String? {
        guard let text = values.text(.publicURL) else { return nil }
        let address = text.hasSuffix("/") ? String(text.dropLast()) : text
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        if Endpoint.isIssuer(address), parts.count == 3 { return address }
        values.complain(
            .publicURL,
            "It is no address of a server, or one without HTTPS that is not on this machine.",
            fix:
                "Give the scheme and the host, and the port where it is an unusual one: https://skills.example.com."
        )
        return nil
    }

    static func identityProvider(_ values: inout SettingValues, publicURL: String?)
        -> IdentityProviderSettings?
    {
        guard let issuer = values.text(.oidcIssuer) else {
            checkNothingWithoutIssuer(&values)
            return nil
        }
        if !Endpoint.isIssuer(issuer) {
            let fix =
                "Give its https:// address as the provider spells it; http:// will do on this machine only."
            values.complain(.oidcIssuer, "It is no issuer.", fix: fix)
        }
        for setting in [Setting.oidcClientID, .oidcClientSecret, .oidcRoleMap]
        where values.text(setting) == nil {
            values.complain(setting, "The identity provider is not usable without it.", fix: setting.summary)
        }
        let grants = grants(&values)
        let place = publicURL ?? ownURL(values)
        if place == nil {
            let fix = "Give the address that browsers use."
            values.complain(
                .publicURL,
                "The identity provider has to know where browsers come back to.",
                fix: fix
            )
        }
        if !(values.text(.oidcScopes) ?? "").split(separator: " ").contains("openid") {
            values.complain(.oidcScopes, "The scope openid is missing.", fix: "Begin with it.")
        }
        return IdentityProviderSettings(
            name: values.text(.oidcName) ?? "",
            issuer: issuer,
            clientID: values.text(.oidcClientID) ?? "",
            clientSecret: values.text(.oidcClientSecret) ?? "",
            scopes: values.text(.oidcScopes) ?? "",
            roleClaim: values.text(.oidcRoleClaim) ?? "",
            access: access(values, issuer, grants),
            publicURL: place ?? ""
        )
    }

    private static func access(_ values: SettingValues, _ issuer: String, _ grants: [ExternalAccess.Grant])
        -> ExternalAccess
    {
        let days = values.text(.oidcVouchDays).map { _ in values.number(.oidcVouchDays) }
        return ExternalAccess(
            grants: grants,
            domains: domains(values),
            issuer: issuer,
            vouchLife: days.map { .seconds($0 * 24 * 3600) }
        )
    }

    /// Half a setting would look like one that works.
    private static func checkNothingWithoutIssuer(_ values: inout SettingValues) {
        for setting in [
            Setting.oidcClientID, .oidcClientSecret, .oidcRoleMap, .oidcAllowedDomains, .oidcVouchDays,
        ] where values.text(setting) != nil {
            let fix = "Set \(Setting.oidcIssuer.name), too."
            values.complain(setting, "It is of no use without an issuer.", fix: fix)
        }
    }

    /// Known before it listens, and only for a server that nobody else reaches.
    private static func ownURL(_ values: SettingValues) -> String? {
        let (host, port) = (values.text(.host) ?? "", values.number(.port))
        guard isLoopback(host), port != 0 else { return nil }
        let scheme = values.text(.tlsCertificate) == nil ? "http" : "https"
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    private static func grants(_ values: inout SettingValues) -> [ExternalAccess.Grant] {
        guard let text = values.text(.oidcRoleMap) else { return [] }
        let entries = text.split(separator: text.contains(";") ? ";" : ",").map { trimmed($0) }
        let grants = entries.compactMap { entry -> ExternalAccess.Grant? in
            guard let equals = entry.lastIndex(of: "="),
                let role = Contract.Role(rawValue: trimmed(entry[entry.index(after: equals)...]))
            else { return nil }
            let value = trimmed(entry[..<equals])
            return value.isEmpty ? nil : .init(value: value, role: role)
        }
        // Two parts of a name (DC=corp,DC=com) look like two values: only semicolons tell what belongs together.
        let isUnclear = !text.contains(";") && grants.count > 1 && grants.contains { $0.value.contains("=") }
        if grants.isEmpty || grants.count != entries.count || isUnclear {
            let roles = Contract.Role.allCases.map(\.rawValue).joined(separator: ", ")
            let fix = """
                Write value=role with commas in between, or semicolons where a value holds a comma or =; \
                the roles are \(roles).
                """
            values.complain(.oidcRoleMap, "It holds something that is no value with a role.", fix: fix)
        }
        return grants
    }

    private static func domains(_ values: SettingValues) -> Set<String>? {
        values.text(.oidcAllowedDomains).map { text in
            Set(text.split { $0 == "," || $0 == " " }.map { $0.lowercased() })
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
