import Store

extension PostgresDatabase {
    /// Asks the server for an answer, whatever it is.
    ///
    /// - Throws: ``StoreError/unavailable(_:)``, also for a server that is too old or whose database does not keep
    ///   text in UTF-8.
    package func ping() async throws {
        _ = try await read { try $0.run("SELECT 1") }
    }

    /// The server's version as it calls itself, such as `15.4`.
    ///
    /// - Throws: ``StoreError``
    package func serverVersion() async throws -> String {
        try await read { connection in
            try connection.run("SELECT current_setting('server_version') AS version").first?.text("version")
                ?? ""
        }
    }
}
