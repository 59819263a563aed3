package import Contract

/// What providers have to do, and how much of it each worker may take on.
///
/// A provider's concurrency is dealt out to the workers as slots, and a worker never has more calls open than it
/// holds slots. So claiming takes no lock that workers share: only dealing anew locks the provider's row, which
/// happens when a worker comes, goes or finds the limit changed.
package struct DemandTable {
    /// How much a provider has to do and may take on.
    package struct Demand: Equatable, Sendable {
        package let provider: ProviderID
        package let concurrency: Int
        package let ratePerMinute: Int?
        /// When its settings last changed.
        package let updatedAt: Timestamp
        /// Whether there are tasks that could begin now.
        package let isDue: Bool
        /// How many providers are enabled in all.
        package let enabledProviders: Int
        /// Whether nothing begins there but what is to end: it is disabled or paused.
        package let isShut: Bool
        /// Whether nothing at all begins there, since it asked for a wait.
        package let isHeldBack: Bool
        /// Whether its breaker is open: one task may try at a time.
        package let isDown: Bool
        /// When the next task may try; nil while it is not down, or one tries.
        package let probeAt: Timestamp?
        /// Slots of every worker that has some or wants some.
        package let slots: [String: Int]
    }

    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The providers with tasks that are due, and those where the worker holds slots.
    package func demands(of worker: String, at now: Timestamp) throws(StoreError) -> [Demand] {
        let rows = try connection.run(
            """
            WITH p AS MATERIALIZED (
                SELECT id, concurrency, rate_per_minute, updated_at, is_shut, CASE WHEN is_shut = 0 THEN (
                    SELECT t.due_at FROM install_tasks AS t
                    WHERE t.provider_id = q.id AND t.status IN ('queued', 'retry_wait')
                      AND t.blocked_by IS NULL AND t.due_at <= \(now)
                    ORDER BY t.due_at LIMIT 1) ELSE (
                    SELECT t.due_at FROM install_tasks AS t
                    WHERE t.provider_id = q.id AND t.status IN ('queued', 'retry_wait')
                      AND t.cancel_requested = 1 AND t.blocked_by IS NULL AND t.due_at <= \(now)
                    ORDER BY t.due_at LIMIT 1) END AS due_since
                FROM (
                    SELECT id, concurrency, rate_per_minute, updated_at, CASE WHEN enabled = 1 AND NOT EXISTS (
                        SELECT 1 FROM pauses AS h WHERE h.place IN (providers.id, '*') AND h.resumed_at IS NULL)
                        THEN 0 ELSE 1 END AS is_shut
                    FROM providers) AS q)
            SELECT id, concurrency, rate_per_minute, updated_at, is_shut, worker_id, slots, b.opened_at, b.probe_at,
                CASE WHEN due_since IS NULL THEN 0 ELSE 1 END AS is_due,
                CASE WHEN o.ends_at > \(now) THEN 1 ELSE 0 END AS is_held_back,
                (SELECT count(*) FROM providers WHERE enabled = 1) AS enabled_providers
            FROM p LEFT JOIN provider_slots AS s ON s.provider_id = p.id
            LEFT JOIN provider_breakers AS b ON b.provider_id = p.id
            LEFT JOIN provider_back_offs AS o ON o.provider_id = p.id
            WHERE due_since IS NOT NULL OR EXISTS (
                SELECT 1 FROM provider_slots AS m WHERE m.provider_id = p.id AND m.worker_id = \(worker))
            ORDER BY id
            """
        )
        var demands: [Demand] = []
        for row in rows {
            let found = try Demand(row: row)
            if let last = demands.last, last.provider == found.provider {
                demands[demands.count - 1] = found.adding(last.slots)
            } else {
                demands.append(found)
            }
        }
        return demands
    }

    /// Locks a provider for dealing its slots; nil while somebody else does.
    package func lock(_ provider: ProviderID) throws(StoreError) -> (concurrency: Int, slots: [String: Int])?
    {
        let locked = try connection.run(
            "SELECT concurrency FROM providers WHERE id = \(provider) \(.skipLocked)"
        ).first
        guard let locked else { return nil }
        var slots: [String: Int] = [:]
        for row in try connection.run(
            "SELECT worker_id, slots FROM provider_slots WHERE provider_id = \(provider)"
        ) {
            slots[try row.text("worker_id")] = try row.int("slots")
        }
        return (try locked.int("concurrency"), slots)
    }

    /// Gives a worker so many slots; 0 says that it would like some.
    package func deal(_ slots: Int, of provider: ProviderID, to worker: String) throws(StoreError) {
        try connection.send(
            """
            INSERT INTO provider_slots (provider_id, worker_id, slots) VALUES (\(provider), \(worker), \(slots))
            ON CONFLICT (provider_id, worker_id) DO UPDATE SET slots = excluded.slots
            """
        )
    }

    /// Takes back what a worker holds of a provider.
    package func release(_ provider: ProviderID, by worker: String) throws(StoreError) {
        try connection.send(
            "DELETE FROM provider_slots WHERE provider_id = \(provider) AND worker_id = \(worker)"
        )
    }

    /// How many tasks may begin, as the token bucket was left; locked until the transaction ends.
    package func bucket(of provider: ProviderID) throws(StoreError) -> (tokens: Int64, at: Timestamp)? {
        let row = try connection.run(
            "SELECT bucket_tokens, bucket_at FROM providers WHERE id = \(provider) \(.forUpdate)"
        ).first
        return try row.map { row throws(StoreError) in
            (try row.integer("bucket_tokens"), try row.time("bucket_at"))
        }
    }

    package func saveBucket(_ tokens: Int64, of provider: ProviderID, at now: Timestamp) throws(StoreError) {
        try connection.send(
            "UPDATE providers SET bucket_tokens = \(tokens), bucket_at = \(now) WHERE id = \(provider)"
        )
    }
}

extension DemandTable.Demand {
    fileprivate init(row: Row) throws(StoreError) {
        provider = try row.identifier("id")
        concurrency = try row.int("concurrency")
        ratePerMinute = row.optionalInteger("rate_per_minute").map(Int.init)
        updatedAt = try row.time("updated_at")
        isDue = try row.flag("is_due")
        enabledProviders = try row.int("enabled_providers")
        isShut = try row.flag("is_shut")
        isHeldBack = try row.flag("is_held_back")
        isDown = row.optionalTime("opened_at") != nil
        probeAt = row.optionalTime("probe_at")
        slots = row.optionalText("worker_id").map { [$0: Int(row.optionalInteger("slots") ?? 0)] } ?? [:]
    }

    fileprivate func adding(_ more: [String: Int]) -> DemandTable.Demand {
        DemandTable.Demand(
            provider: provider,
            concurrency: concurrency,
            ratePerMinute: ratePerMinute,
            updatedAt: updatedAt,
            isDue: isDue,
            enabledProviders: enabledProviders,
            isShut: isShut,
            isHeldBack: isHeldBack,
            isDown: isDown,
            probeAt: probeAt,
            slots: slots.merging(more) { $1 }
        )
    }
}
