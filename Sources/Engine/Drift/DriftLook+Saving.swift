import Contract
import Domain
import Store

/// What becomes of what was read.
extension DriftLook {
    /// - Returns: How it went.
    /// - Throws: ``TakenOver``; ``StoreError``
    func save(_ reading: Reading, _ beginning: Beginning, begun: Timestamp) async throws
        -> DriftCheckView.Outcome?
    {
        let (id, now) = (beginning.provider.id, engine.now())
        let outcome = try await engine.database.write { connection -> DriftCheckView.Outcome? in
            let table = DriftFindingTable(connection)
            try DriftCheckTable(connection).lock([id])
            let open = try table.lockOpen(on: id)
            let later = try DriftSources(connection).mark(of: id, since: begun)
            let unsettled = beginning.mark.unsettled(by: later)
            let found = DriftComparison(
                later.entries,
                leavingOut: unsettled,
                .init(held: reading.held, contents: reading.contents.contents, known: reading.owners)
            )
            var entry = DriftCheckTable.Entry()
            entry.finishedAt = now
            entry.compared = found.sound.count + found.drifts.count { $0.expected != nil }
            entry.verified =
                found.verified.count + found.drifts.count { $0.expected != nil && $0.found?.digest != nil }
            entry.leftOut = later.entries.count - entry.compared
            entry.others = found.others
            entry.readTo = reading.contents.readTo
            let seen = Seen(
                found: found,
                unsettled: unsettled,
                ledger: later.entries,
                held: Set(reading.held.map(\.reference.id))
            )
            let stays = try Self.settle(seen, open, table, on: id, at: now)
            entry.outcome = stays == 0 ? .sound : .drifted
            guard try DriftCheckTable(connection).finish(id, entry, begun: begun) else {
                throw TakenOver()
            }
            let event = NewEvent(.driftChanged, provider: id, status: "\(stays)")
            try EventTable(connection).append([event], at: now)
            return entry.outcome
        }
        engine.signals.announce(.events)
        return outcome
    }

    private struct Seen {
        let found: DriftComparison
        let unsettled: Set<SkillID>
        let ledger: [SkillID: LedgerEntry]
        /// The ids of all that the provider lists.
        let held: Set<String>
    }

    /// Opens, sees again and ends findings.
    ///
    /// - Returns: How many are open afterwards.
    private static func settle(
        _ seen: Seen,
        _ open: [SkillID: DriftFindingTable.Finding],
        _ table: DriftFindingTable,
        on provider: ProviderID,
        at now: Timestamp
    ) throws -> Int {
        let drifts = Dictionary(seen.found.drifts.map { ($0.skillID, $0) }) { first, _ in first }
        var (again, over): ([DriftFindingID], [DriftFindingID]) = ([], [])
        var known: Set<SkillID> = []
        for (skill, finding) in open {
            if let drift = drifts[skill] {
                guard drift.continues(finding.drift) else {
                    over.append(finding.id)
                    continue
                }
                again.append(finding.id)
                known.insert(skill)
            } else if seen.unsettled.contains(skill) || Self.isUndecided(finding.drift, seen) {
                known.insert(skill)
            } else {
                over.append(finding.id)
            }
        }
        try table.see(again, at: now)
        try table.resolve(over, as: .gone, at: now)
        let new = seen.found.drifts.filter { !known.contains($0.skillID) }
        try table.open(new, on: provider, at: now)
        return known.count + new.count
    }

    /// Whether this look says too little to end a finding: what was about content ends only once that was read.
    private static func isUndecided(_ drift: Drift, _ seen: Seen) -> Bool {
        let isInLedger = seen.ledger[drift.skillID] != nil
        switch drift.kind {
        case .contentChanged, .missing: return isInLedger && !seen.found.verified.contains(drift.skillID)
        case .versionChanged: return isInLedger && !seen.found.sound.contains(drift.skillID)
        // Not all that is listed is looked up each time.
        case .unexpected: return !isInLedger && drift.found.map { seen.held.contains($0.remote.id) } ?? false
        }
    }

    func fail(_ id: ProviderID, _ failure: ProviderFailure, begun: Timestamp) async throws
        -> DriftCheckView.Outcome?
    {
        let now = engine.now()
        var entry = DriftCheckTable.Entry()
        entry.finishedAt = now
        entry.outcome = .failed
        entry.error = failure.taskError
        let failed = entry
        let isSaved = try await engine.database.write { connection in
            guard try DriftCheckTable(connection).finish(id, failed, begun: begun) else { return false }
            let open = try DriftFindingTable(connection).counts()[id] ?? 0
            // How it stands has not changed, so alerts are not asked to think again.
            let event = NewEvent(.driftChanged, provider: id, status: "\(open)", code: failure.code)
            try EventTable(connection).append([event], at: now)
            return true
        }
        engine.signals.announce(.events)
        return isSaved ? .failed : nil
    }

    /// Another node has begun a look since: what this one found is not saved.
    struct TakenOver: Error {}
}
