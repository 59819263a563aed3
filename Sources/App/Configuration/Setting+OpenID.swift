extension Setting {
    static let publicURL = Setting(
        flag: "public-url",
        variable: "SKILLYARD_PUBLIC_URL",
        .text,
        "Where browsers reach this server, such as `https://skills.example.com`; the identity provider sends them back "
            + "there. Without it: the address that a server on this machine alone listens on."
    )
    static let oidcIssuer = Setting(
        variable: "SKILLYARD_OIDC_ISSUER",
        .text,
        "Issuer of the OpenID provider where people sign in, too, spelt as the provider does. Without it nobody does."
    )
    static let oidcClientID = Setting(
        variable: "SKILLYARD_OIDC_CLIENT_ID",
        .text,
        "What the provider calls this installation."
    )
    static let oidcClientSecret = Setting(
        variable: "SKILLYARD_OIDC_CLIENT_SECRET",
        secret: true,
        "The client's secret, or `file:` and the absolute path of a file that holds it."
    )
    static let oidcName = Setting(
        variable: "SKILLYARD_OIDC_NAME",
        fallback: "SSO",
        "What people call the provider; the page says “Sign in with” it."
    )
    static let oidcScopes = Setting(
        variable: "SKILLYARD_OIDC_SCOPES",
        fallback: "openid profile email",
        "Scopes that are asked for, with blanks in between; some providers put groups into the token only for one of "
            + "their own."
    )
    static let oidcRoleClaim = Setting(
        variable: "SKILLYARD_OIDC_ROLE_CLAIM",
        fallback: "groups",
        "The claim of the ID token that roles follow from: a text or a list. Where no claim has that name, dots lead into "
            + "objects (`realm_access.roles`)."
    )
    static let oidcRoleMap = Setting(
        variable: "SKILLYARD_OIDC_ROLE_MAP",
        .text,
        "Values of that claim and the roles they give, such as `yard-admins=admin,developers=operator`; semicolons go in "
            + "between where a value holds a comma. The first that fits counts, and nobody gets in without one."
    )
    static let oidcAllowedDomains = Setting(
        variable: "SKILLYARD_OIDC_ALLOWED_DOMAINS",
        .text,
        "Domains, separated by commas: only people with a confirmed e-mail address in one of them get in. Without it the "
            + "address does not matter."
    )

    static let oidcVouchDays = Setting(
        variable: "SKILLYARD_OIDC_VOUCH_DAYS",
        .integer(1...365),
        unit: "days",
        "How long the provider's word counts: sessions and tokens of whoever has not signed in there for so long stop, "
            + "until the next sign-in. Without it: as long as a session (`--session-days`)."
    )

    static let openID = [
        publicURL, oidcIssuer, oidcClientID, oidcClientSecret, oidcName, oidcScopes, oidcRoleClaim,
        oidcRoleMap,
        oidcAllowedDomains, oidcVouchDays,
    ]
}
