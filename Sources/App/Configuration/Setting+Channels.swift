extension Setting {
    static let privateChannels = Setting(
        variable: "SKILLYARD_PRIVATE_CHANNELS",
        .toggle,
        fallback: "false",
        "Channels may send to this machine and to private networks (RFC 1918, RFC 4193), and there by plain HTTP. Without "
            + "it: to the public Internet only, by HTTPS."
    )
    static let smtpHost = Setting(
        variable: "SKILLYARD_SMTP_HOST",
        .text,
        "Mail server that mail of channels is handed to. Without it there is no mail."
    )
    static let smtpPort = Setting(
        variable: "SKILLYARD_SMTP_PORT",
        .integer(1...65_535),
        "Its port. Without it: 587, or 465 for `tls`, or 25 for `none`."
    )
    static let smtpSecurity = Setting(
        variable: "SKILLYARD_SMTP_SECURITY",
        .choice(["starttls", "tls", "none"]),
        fallback: "starttls",
        "`starttls` sends nothing where the server has none of it, `tls` begins with it, and `none` is for a mail server on "
            + "this machine."
    )
    static let smtpUser = Setting(
        variable: "SKILLYARD_SMTP_USER",
        .text,
        "Who signs in there. Without it nobody does."
    )
    static let smtpPassword = Setting(
        variable: "SKILLYARD_SMTP_PASSWORD",
        secret: true,
        "The password, or `file:` and the absolute path of a file that holds it."
    )
    static let smtpFrom = Setting(
        variable: "SKILLYARD_SMTP_FROM",
        .text,
        "The address that mail is from."
    )

    static let channels = [
        privateChannels, smtpHost, smtpPort, smtpSecurity, smtpUser, smtpPassword, smtpFrom,
    ]
}
