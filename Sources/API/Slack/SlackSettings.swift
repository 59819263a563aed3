package import Contract

/// Who may speak to Skillyard from Slack, or from anything that sends slash commands in its form.
package struct SlackSettings: Equatable, Sendable {
    /// Somebody in a workspace.
    package struct User: Hashable, Sendable {
        /// Of the workspace; nil for any.
        package let team: String?
        package let id: String

        package init(team: String? = nil, id: String) {
            self.team = team
            self.id = id
        }
    }

    /// Every request is signed with it.
    package let signingSecret: Secret
    /// Whose account is whose, by name.
    package let accounts: [User: String]

    package init(signingSecret: Secret, accounts: [User: String]) {
        self.signingSecret = signingSecret
        self.accounts = accounts
    }

    /// Reads `U012AB=mina,T9/U345CD=jun`.
    ///
    /// - Returns: Nil when it is no such list, or names somebody twice.
    package static func accounts(in list: String) -> [User: String]? {
        var accounts: [User: String] = [:]
        for entry in list.split(whereSeparator: { $0 == "," || $0.isNewline }) {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
            guard parts.count == 2, !parts[1].isEmpty, let user = User(parts[0]),
                accounts.updateValue(parts[1], forKey: user) == nil
            else { return nil }
        }
        return accounts
    }

    func account(of user: User) -> String? { accounts[user] ?? accounts[User(id: user.id)] }
}

extension SlackSettings.User {
    /// `T9/U345CD` or `U345CD`.
    fileprivate init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy(Self.isID) else { return nil }
        self.init(team: parts.count == 2 ? String(parts[0]) : nil, id: String(parts[parts.count - 1]))
    }

    private static func isID(_ text: Substring) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}
