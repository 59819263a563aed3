package import API
import Contract
import FoundationEssentials

extension Configuration {
    /// How commands come from Slack.
    package struct SlackOptions: Equatable, Sendable {
        package let settings: SlackSettings
        /// Who takes later answers.
        package let hosts: Set<String>
        /// Where the signing secret lies; nil where it was given itself.
        package let secretFile: String?
    }

    /// Nil where nothing is taken from Slack.
    static func slack(_ values: inout SettingValues) -> SlackOptions? {
        guard let given = values.text(.slackSecret) else {
            if values.text(.slackUsers) != nil {
                let fix = "Set \(Setting.slackSecret.name), too."
                values.complain(.slackUsers, "Nothing comes from Slack without its secret.", fix: fix)
            }
            return nil
        }
        let secret = content(of: given, .slackSecret, &values)
        if let secret, secret.utf8.count < 16 {
            let fix = "Take the signing secret of the app's page at Slack."
            values.complain(.slackSecret, "It is shorter than 16 characters.", fix: fix)
        }
        let list = values.text(.slackUsers).flatMap { content(of: $0, .slackUsers, &values) } ?? ""
        let accounts = SlackSettings.accounts(in: list)
        if accounts?.isEmpty ?? true {
            let fix = "Give users as in U012AB=mina,T9/U345CD=jun, each of them once."
            values.complain(.slackUsers, "It says of nobody whose account is whose.", fix: fix)
        }
        let hosts = hosts(&values)
        guard let secret, let accounts else { return nil }
        return SlackOptions(
            settings: SlackSettings(signingSecret: Secret(secret), accounts: accounts),
            hosts: hosts,
            secretFile: file(given)
        )
    }

    private static func hosts(_ values: inout SettingValues) -> Set<String> {
        let list = values.text(.slackHosts) ?? ""
        let hosts = list.lowercased().split(separator: ",").map(\.trimmed)
        let isList =
            !hosts.isEmpty
            && hosts.allSatisfy { host in
                host.contains(".")
                    && host.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"/:@?#".utf8.contains($0) }
            }
        if !isList {
            let fix = "Name hosts as in hooks.slack.com,hooks.example.com."
            values.complain(.slackHosts, "It is no list of host names.", fix: fix)
        }
        return Set(hosts)
    }

    /// What was given, or what the file holds that was named instead.
    static func content(of given: String, _ setting: Setting, _ values: inout SettingValues)
        -> String?
    {
        guard let path = file(given) else { return given }
        guard path.hasPrefix("/"), let data = try? Data(contentsOf: URL(filePath: path)) else {
            let fix = "Name a file that the server can read, by its absolute path."
            values.complain(setting, "The file cannot be read.", fix: fix)
            return nil
        }
        return String(decoding: data, as: UTF8.self).trimmed
    }
}
