/// What `serve` tells a person once it listens.
package struct FirstSteps: Equatable, Sendable {
    package let url: String
    /// The token that was just made; nil on every later start.
    package let newToken: String?
    package let tokenPath: String
    /// Names of the providers that are simulators.
    package let sandboxes: [String]
    package let hasDemoFolders: Bool

    package init(url: String, newToken: String?, tokenPath: String, sandboxes: [String], hasDemoFolders: Bool)
    {
        self.url = url
        self.newToken = newToken
        self.tokenPath = tokenPath
        self.sandboxes = sandboxes
        self.hasDemoFolders = hasDemoFolders
    }

    /// For standard output; `program` is how the person calls this program.
    package func lines(program: String) -> [String] {
        var lines = ["", "Skillyard listens on \(url)"]
        if let newToken {
            lines += [
                "", "  Your administrator token, shown this once (also in \(tokenPath)):", "",
                "    \(newToken)",
            ]
        }
        if !sandboxes.isEmpty {
            lines += [
                "",
                "  Sandbox: \(sandboxes.joined(separator: ", ")) are simulators; nothing leaves this machine.",
            ]
        }
        if hasDemoFolders {
            lines.append(
                "  Demo: agent folders lie below \(tokenPath.dropLast("/token".count))/home, not in your home."
            )
        }
        lines += [
            "", "  In a second terminal:", "",
            "    \(program) skill add --recursive examples/skills",
            "    \(program) install release-notes unit-table --on all --wait",
            "    \(program) where", "",
        ]
        return lines
    }
}
