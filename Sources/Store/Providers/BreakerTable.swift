package import Contract
package import Domain

/// The breakers of providers that answered last with a failure; the others have no row.
package struct BreakerTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    package func all() throws(StoreError) -> [ProviderID: ProviderBreaker] {
        try breakers("SELECT * FROM provider_breakers")
    }

    /// Those of these providers, locked until the transaction ends; a provider without a row has one at rest.
    ///
    /// - Parameters:
    ///   - providers: Which.
    ///   - failing: Those of them that are about to be noted as failing: of two who count the first failure, the second
    ///     waits for the first.
    /// - Returns: The breakers that are not at rest.
    /// - Throws: ``StoreError``
    package func lock(_ providers: Set<ProviderID>, failing: Set<ProviderID>) throws(StoreError)
        -> [ProviderID: ProviderBreaker]
    {
        guard !providers.isEmpty else { return [:] }
        for provider in failing.sorted() {
            try connection.run(
                """
                INSERT INTO provider_breakers (provider_id, failures, openings) VALUES (\(provider), 0, 0)
                ON CONFLICT (provider_id) DO NOTHING
                """
            )
        }
        return try breakers(
            """
            SELECT * FROM provider_breakers WHERE provider_id \(among: providers.sorted())
            ORDER BY provider_id \(.forUpdate)
            """
        )
    }

    /// The breaker, locked; nil when it is at rest or somebody else holds it.
    package func lockFree(_ provider: ProviderID) throws(StoreError) -> ProviderBreaker? {
        try breakers("SELECT * FROM provider_breakers WHERE provider_id = \(provider) \(.skipLocked)")[
            provider
        ]
    }

    package func save(_ breaker: ProviderBreaker, of provider: ProviderID) throws(StoreError) {
        guard !breaker.isAtRest else {
            try connection.run("DELETE FROM provider_breakers WHERE provider_id = \(provider)")
            return
        }
        let columns = Columns(breaker.state)
        try connection.run(
            """
            INSERT INTO provider_breakers (provider_id, failures, openings, opened_at, probe_at, probe_task,
                                           probe_token, error)
            VALUES (\(provider), \(breaker.failures), \(breaker.openings), \(columns.openedAt), \(columns.probeAt),
                    \(columns.probe?.task), \(columns.probe?.token), \(try breaker.error?.columnText()))
            ON CONFLICT (provider_id) DO UPDATE SET failures = excluded.failures, openings = excluded.openings,
                opened_at = excluded.opened_at, probe_at = excluded.probe_at, probe_task = excluded.probe_task,
                probe_token = excluded.probe_token, error = excluded.error
            """
        )
    }

    private func breakers(_ query: Query) throws(StoreError) -> [ProviderID: ProviderBreaker] {
        var breakers: [ProviderID: ProviderBreaker] = [:]
        for row in try connection.run(query) {
            breakers[try row.identifier("provider_id")] = ProviderBreaker(
                state: try ProviderBreaker.State(row: row),
                failures: try row.int("failures"),
                openings: try row.int("openings"),
                error: try row.optionalJSON("error")
            )
        }
        return breakers
    }

    private struct Columns {
        var openedAt: Timestamp?
        var probeAt: Timestamp?
        var probe: ProviderBreaker.Probe?

        init(_ state: ProviderBreaker.State) {
            switch state {
            case .closed: break
            case .open(let since, let probeAt): (openedAt, self.probeAt) = (since, probeAt)
            case .halfOpen(let since, let probe): (openedAt, self.probe) = (since, probe)
            }
        }
    }
}

extension ProviderBreaker.State {
    fileprivate init(row: Row) throws(StoreError) {
        guard let since = row.optionalTime("opened_at") else {
            self = .closed
            return
        }
        if let task = row.optionalText("probe_task"), let token = row.optionalText("probe_token") {
            self = .halfOpen(since: since, .init(task: TaskID(rawValue: task), token: token))
        } else {
            self = .open(since: since, probeAt: try row.time("probe_at"))
        }
    }
}
