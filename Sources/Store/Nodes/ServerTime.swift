package import Contract

extension Connection {
    /// The time by the clock of the database's machine; nil where that is this one.
    ///
    /// - Throws: ``StoreError``
    package func serverTime() throws(StoreError) -> Timestamp? {
        guard dialect == .postgres else { return nil }
        return try run("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) AS now")
            .first?.time("now")
    }
}
