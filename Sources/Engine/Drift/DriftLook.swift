import Contract
import Domain
import Logging
import Store

/// One look at what a provider holds, from the first request to the findings.
struct DriftLook: Sendable {
    struct Limits: Sendable {
        var budget = ContentReader.Budget(contents: 500, bytes: 256 << 20)
        /// For the whole look; a list alone may have many pages.
        var time = Duration.seconds(600)
        /// What the ledger does not know and is looked up in earlier tasks.
        var strays = 200
        /// Copies of ours among them that are read to say which version they are.
        var identified = 50

        /// For how long a look that has not ended may be under way.
        func patience(_ lease: Duration) -> Duration { time + lease }
    }

    /// What is known before the provider is asked.
    struct Beginning: Sendable {
        let provider: Provider
        let sealed: SealedCredential?
        let mark: LedgerMark
        /// What was found before and is open.
        let open: [SkillID: Drift]
        let readTo: String?
    }

    let engine: Engine
    private let limits: Limits

    init(_ engine: Engine, limits: Limits = Limits()) {
        self.engine = engine
        self.limits = limits
    }

    /// Looks, and saves what was found.
    ///
    /// - Parameters:
    ///   - id: The provider.
    ///   - last: When the look before this one began.
    /// - Returns: How it went; nil where another node has begun one since, or the provider may not be asked any more.
    /// - Throws: ``StoreError``; ``TakenOver``; `CancellationError` when the work is being stopped.
    func run(_ id: ProviderID, since last: Timestamp?) async throws -> DriftCheckView.Outcome? {
        let begun = engine.now()
        let begins = try await engine.database.write { connection in
            // It may have been paused since it was found to be due.
            guard let provider = try ProviderTable(connection).find(id), provider.settings.enabled,
                try ClosedGates(connection, at: begun).at([id]) == nil
            else { return false }
            return try DriftCheckTable(connection).begin(id, since: last, at: begun)
        }
        guard begins, let beginning = try await beginning(id, at: begun) else { return nil }
        do {
            let reading = try await limited { try await read(beginning) }
            return try await save(reading, beginning, begun: begun)
        } catch let failure as ProviderFailure {
            try Task.checkCancellation()
            return try await fail(id, failure, begun: begun)
        } catch let error as StoreError {
            try Task.checkCancellation()
            engine.logger.warning(
                "looking for drift failed",
                metadata: ["provider": "\(id)", "error": "\(error)"]
            )
            let failure = ProviderFailure(.internal, "What was found could not be saved.")
            return try await fail(id, failure, begun: begun)
        }
    }

    private func beginning(_ id: ProviderID, at begun: Timestamp) async throws -> Beginning? {
        try await engine.database.read { connection in
            guard let provider = try ProviderTable(connection).find(id) else { return nil }
            return Beginning(
                provider: provider,
                sealed: try CredentialTable(connection).find(id),
                mark: try DriftSources(connection).mark(of: id, since: begun),
                open: try DriftFindingTable(connection).open(on: id).mapValues(\.drift),
                readTo: try DriftCheckTable(connection).find(id)?.readTo
            )
        }
    }

    struct Reading: Sendable {
        let held: [RemoteSkill]
        let contents: ContentReader.Result
        let owners: [String: (id: SkillID, name: String)]
    }

    private func read(_ beginning: Beginning) async throws -> Reading {
        let provider = beginning.provider
        let opened = OpenedProvider(provider, beginning.sealed, engine.vault)
        let adapter = try engine.adapters.adapter(for: provider, secret: try opened.secret.get())
        let held = try await adapter.inventory()
        let reader = ContentReader(database: engine.database, bundles: engine.bundles, adapter: adapter)
        let ledger = beginning.mark.entries.filter { !beginning.mark.busy.contains($0.key) }
        let wanted = DriftComparison.toRead(
            ledger,
            held,
            earlier: Set(beginning.open.keys),
            after: beginning.readTo
        )
        let budget = limits.budget.bounded(by: provider.settings.ratePerMinute)
        var contents = try await reader.read(wanted.urgent, then: wanted.others, budget)
        let listed = Dictionary(held.map { ($0.reference.id, $0) }) { first, _ in first }
        for entry in ledger.values {
            guard let skill = listed[entry.installed.remote.id],
                let meaning = await reader.meaning(ofListed: skill, entry)
            else { continue }
            contents.contents[entry.skillID] = meaning
        }
        let strays = strays(held, beginning)
        let owners = try await engine.database.read { connection in
            try DriftSources(connection).owners(of: strays, on: provider.id)
        }
        let ours = strays.compactMap { stray in owners[stray.reference.id].map { (skill: stray, owner: $0) } }
        let unknown = ours.filter { beginning.mark.entries[$0.owner.id] == nil }
        try await reader.identify(Array(unknown.prefix(limits.identified)), into: &contents)
        return Reading(held: held, contents: contents, owners: owners)
    }

    /// What the ledger does not know and may be ours: as much as is looked up at a time, what was found before first.
    private func strays(_ held: [RemoteSkill], _ beginning: Beginning) -> [RemoteSkill] {
        guard beginning.provider.settings.kind.neverReusesIDs else { return [] }
        let placed = Set(beginning.mark.entries.values.map(\.installed.remote.id))
        let before = Set(beginning.open.values.compactMap(\.found?.remote.id))
        let strays = held.filter { !placed.contains($0.reference.id) }
        // Of more than that each has its chance.
        let others = strays.count > limits.strays ? strays.shuffled() : strays
        let known = others.filter { before.contains($0.reference.id) }
        let marked = others.filter { !before.contains($0.reference.id) && $0.task != nil }
        let rest = others.filter { !before.contains($0.reference.id) && $0.task == nil }
        return Array((known + marked + rest).prefix(limits.strays))
    }

    /// Ends with `timeout` what takes longer than a look may.
    private func limited<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        guard let value = try await TimeLimit.cancelling(after: limits.time, body) else {
            throw ProviderFailure(.timeout, "Reading back what the provider holds took too long.")
        }
        return value
    }
}

extension ProviderKind {
    /// Whether an id once given stands for the same skill for ever.
    ///
    /// A folder's is its path and Google's follows from the name: what stands there now may be somebody's own, in the
    /// place of what we removed.
    fileprivate var neverReusesIDs: Bool {
        switch self {
        case .openai, .claude: true
        case .gemini, .folder, .http: false
        }
    }
}
