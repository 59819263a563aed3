import FoundationEssentials

/// Where a command finds the server, and as whom.
package struct ServerAddress: Equatable, Sendable {
    /// Without a slash at the end.
    package let url: String
    package let token: String?

    package init(url: String, token: String?) {
        self.url = url
        self.token = token
    }

    /// Reads the connection settings.
    ///
    /// The token file is only used for servers on this machine: an administrator's token must not travel to
    /// whatever address a variable names.
    ///
    /// - Parameters:
    ///   - flags: What was typed: `url`, `token`, `data`.
    ///   - environment: The process's variables.
    ///   - workingFolder: What a relative data folder starts from.
    ///   - readToken: Reads the token file; nil where there is none.
    /// - Returns: An address that can be tried.
    /// - Throws: ``ConfigurationError`` when the URL is none.
    package static func read(
        flags: [String: String],
        environment: [String: String],
        workingFolder: String,
        readToken: (TokenFile) -> String? = { $0.read() }
    ) throws(ConfigurationError) -> ServerAddress {
        var values = SettingValues(
            flags: flags,
            environment: environment,
            among: Setting.command + [.data]
        )
        var url = values.text(.serverURL) ?? ""
        while url.hasSuffix("/") { url.removeLast() }
        let parts = URL(string: url)
        let host = parts?.host ?? ""
        if !["http", "https"].contains(parts?.scheme ?? "") || host.isEmpty {
            values.complain(
                .serverURL,
                "\"\(url)\" is no web address.",
                fix: "Give one like http://127.0.0.1:8080."
            )
        }
        guard values.faults.isEmpty else { throw ConfigurationError(faults: values.faults) }
        if let token = values.text(.token) { return ServerAddress(url: url, token: token) }
        guard Configuration.isLoopback(host) else { return ServerAddress(url: url, token: nil) }
        let folder = Configuration.absolute(values.text(.data) ?? "", from: workingFolder)
        return ServerAddress(url: url, token: readToken(TokenFile(dataFolder: folder)))
    }
}
