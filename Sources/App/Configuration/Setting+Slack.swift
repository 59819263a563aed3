extension Setting {
    static let slackSecret = Setting(
        variable: "SKILLYARD_SLACK_SIGNING_SECRET",
        secret: true,
        "What Slack signs slash commands with, or `file:` and the absolute path of a file that holds it. Whoever knows it can "
            + "act as every account of SKILLYARD_SLACK_USERS. Without it nothing is taken from Slack."
    )
    static let slackUsers = Setting(
        variable: "SKILLYARD_SLACK_USERS",
        .text,
        "Whose account is whose: `U012AB=mina,T9/U345CD=jun`, the workspace before the user where it matters; or `file:` and "
            + "the absolute path of a file with one a line."
    )
    static let slackHosts = Setting(
        variable: "SKILLYARD_SLACK_HOSTS",
        .text,
        fallback: "hooks.slack.com",
        "Hosts that take later answers, with commas between them; only by HTTPS."
    )

    static let slack = [slackSecret, slackUsers, slackHosts]
}
