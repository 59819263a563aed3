/// Lets one node at a time do what every node does when it starts: bring the schema up to date, make the first
/// token, register providers, sign the audit log.
package enum StartLock {
    /// Held until the transaction ends; SQLite lets one writer in at a time anyway.
    ///
    /// - Throws: ``StoreError``
    package static func take(_ connection: any Connection) throws(StoreError) {
        guard connection.dialect == .postgres else { return }
        try connection.run("SELECT pg_advisory_xact_lock(5138)")
    }
}
