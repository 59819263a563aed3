extension Configuration {
    /// Reads where the database is, and nothing else: for commands that need no server's settings.
    ///
    /// - Throws: ``ConfigurationError``
    package static func databaseLocation(
        flags: [String: String],
        environment: [String: String],
        workingFolder: String
    ) throws(ConfigurationError) -> DatabaseLocation {
        var values = SettingValues(flags: flags, environment: environment, among: [.data, .databaseURL])
        let dataFolder = absolute(values.text(.data) ?? "", from: workingFolder)
        let location = databaseLocation(&values, dataFolder, workingFolder)
        guard values.faults.isEmpty else { throw ConfigurationError(faults: values.faults) }
        return location
    }

    static func databaseLocation(
        _ values: inout SettingValues,
        _ dataFolder: String,
        _ workingFolder: String
    ) -> DatabaseLocation {
        let fallback = DatabaseLocation.sqlite(path: dataFolder + "/skillyard.db")
        guard let url = values.text(.databaseURL) else { return fallback }
        if let location = DatabaseLocation(url: url, workingFolder: workingFolder) { return location }
        values.complain(
            .databaseURL,
            "This kind of database is not known.",
            fix: DatabaseLocation.forms
        )
        return fallback
    }
}

extension Configuration.DatabaseLocation {
    static let forms = "Use sqlite:PATH or postgres://USER@HOST/NAME."

    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`; nil for anything else.
    package init?(url: String, workingFolder: String) {
        if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            self = .postgres(url: url)
        } else if url.hasPrefix("sqlite:"), url != "sqlite:" {
            let path = url.dropFirst("sqlite:".count)
            let plain = String(path.hasPrefix("///") ? path.dropFirst(2) : path)
            self = .sqlite(path: Configuration.absolute(plain, from: workingFolder))
        } else {
            return nil
        }
    }
}
