/// What `serve` tells a person once it listens.
package struct FirstSteps: Equatable, Sendable {
    /// How a command in a second terminal, in the same folder, reaches this server.
    package struct Access: Equatable, Sendable {
        /// Flags that every command needs here, such as `--url`; empty where the defaults fit.
        package let flags: String
        /// What to type first, where commands find no token by themselves.
        package let signIn: String?
    }

    package let url: String
    package let access: Access
    /// The token that was just made; nil on every later start.
    package let newToken: String?
    /// Makes the first administrator's account; nil when there is one.
    package let setupLink: String?
    package let tokenPath: String
    /// Ids of the vendors that are simulators.
    package let sandboxes: [String]
    /// Ids of the vendors that are not.
    package let realVendors: [String]
    /// Nil when agent folders are elsewhere, or none are registered.
    package let demoFolder: String?

    package init(
        url: String,
        access: Access,
        newToken: String?,
        setupLink: String? = nil,
        tokenPath: String,
        sandboxes: [String],
        realVendors: [String],
        demoFolder: String?
    ) {
        self.url = url
        self.access = access
        self.newToken = newToken
        self.setupLink = setupLink
        self.tokenPath = tokenPath
        self.sandboxes = sandboxes
        self.realVendors = realVendors
        self.demoFolder = demoFolder
    }

    /// For standard output; `program` is how the person calls this program.
    package func lines(program: String) -> [String] {
        ["", "Skillyard listens on \(url)"] + setupLines + tokenLines + placeLines + commandLines(program) + [
            ""
        ]
    }

    private var setupLines: [String] {
        guard let setupLink else { return [] }
        return [
            "", "  Make the first administrator's account, once, with this link:", "", "    \(setupLink)",
        ]
    }

    private var tokenLines: [String] {
        guard let newToken else { return [] }
        return [
            "", "  Your administrator token, shown this once (also in \(tokenPath)):", "",
            "    \(newToken)",
        ]
    }

    private var placeLines: [String] {
        var lines: [String] = []
        if !sandboxes.isEmpty {
            lines.append("  Sandbox: \(list(sandboxes)); what is sent there stays in this program.")
        }
        if !realVendors.isEmpty {
            lines.append("  Real: \(list(realVendors)); what is installed there leaves this machine.")
        }
        if let demoFolder { lines.append("  Demo: agent folders lie below \(demoFolder), not in your home.") }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

    private func commandLines(_ program: String) -> [String] {
        let commands = [
            "skill add --recursive examples/skills", "install release-notes unit-table --on all --wait",
            "where",
        ]
        let lines = [access.signIn].compactMap(\.self) + commands.map { "\(program) \($0)\(access.flags)" }
        return ["", "  In a second terminal:", ""] + lines.map { "    " + $0 }
    }
}

extension FirstSteps.Access {
    /// - Parameters:
    ///   - url: Where this server is.
    ///   - configuration: Of this server.
    ///   - hasTokenFile: Whether its data folder holds a token.
    ///   - workingFolder: Where the second terminal is taken to be.
    package init(
        to url: String,
        of configuration: Configuration,
        hasTokenFile: Bool,
        from workingFolder: String
    ) {
        let tokenPath = configuration.tokenFile.path
        let usualPath = TokenFile(
            dataFolder: Configuration.absolute(Setting.data.fallback ?? "", from: workingFolder)
        ).path
        let isHere = Configuration.isLoopback(Configuration.reachable(configuration.host))
        var flags = url == Setting.serverURL.fallback ? "" : " --url \(url)"
        if !hasTokenFile {
            signIn = "export SKILLYARD_TOKEN=…  # your token"
        } else if !isHere {
            // Commands read the file for servers on this machine only.
            signIn = "export SKILLYARD_TOKEN=\"$(cat \(shellWord(tokenPath)))\""
        } else {
            signIn = nil
            if tokenPath != usualPath { flags += " --data " + shellWord(configuration.dataFolder) }
        }
        self.flags = flags
    }
}

/// `text` as one word of a shell's command line.
private func shellWord(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "/._-+:@%".contains($0) }
    return isPlain
        ? text
        : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
