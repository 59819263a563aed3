/// The text of `docs/configuration.md`; a test keeps the file equal to it.
package enum ConfigurationDocument {
    package static var markdown: String {
        let sections = Setting.Audience.allCases.map { audience in
            "## \(audience.title)\n\n\(audience.introduction)\n\n"
                + table(Setting.all.filter { $0.audience == audience })
        }
        return """
            # Configuration

            A flag goes before its environment variable, and that before the default. Everything wrong is said at \
            once, and the program then ends with status 2. This page is written from the code \
            (`make docs` after a change); a test compares them.

            \(sections.joined(separator: "\n"))
            """
    }

    private static func table(_ settings: [Setting]) -> String {
        let head = "| flag | variable | values | default | what it does |\n| --- | --- | --- | --- | --- |\n"
        return head + settings.map { row($0) + "\n" }.joined()
    }

    private static func row(_ setting: Setting) -> String {
        let values = setting.kind.words + (setting.unit.map { ", \($0)" } ?? "")
        let cells = [
            setting.flag.map { "`--\($0)`" } ?? "–",
            "`\(setting.variable)`",
            setting.isSecret ? "secret " + values : values,
            setting.fallback.map { "`\($0)`" } ?? "–",
            setting.summary,
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}

extension Setting.Audience {
    fileprivate var title: String {
        switch self {
        case .server: "Server"
        case .vendor: "Vendors"
        case .command: "Commands"
        }
    }

    fileprivate var introduction: String {
        switch self {
        case .server:
            "For `skillyard serve`, `worker` and `migrate`; `backup` and `copy` take where the database is. Secrets are "
                + "never logged or shown."
        case .vendor:
            "Read once, by `serve`, to register a vendor that is not registered yet. The database keeps the name of "
                + "the variable or file, never the secret; after that `skillyard providers set` changes a vendor."
        case .command: "For every command that talks to a server."
        }
    }
}
