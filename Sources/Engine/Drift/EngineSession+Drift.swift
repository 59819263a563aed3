package import Contract
import Domain
import Store

extension EngineSession {
    package func driftFindings(_ query: DriftQuery) async throws(Problem) -> Page<DriftFindingView> {
        try await permit(.readDrift)
        return try await answer {
            try await engine.database.read { try DriftFindingTable($0).list(query) }
        }
    }

    package func driftChecks() async throws(Problem) -> Page<DriftCheckView> {
        try await permit(.readDrift)
        return try await answer {
            try await engine.database.read { connection in
                let checks = try DriftCheckTable(connection).all()
                let open = try DriftFindingTable(connection).counts()
                let views = try ProviderTable(connection).all().map {
                    DriftCheckView($0, checks[$0.id], open: open[$0.id] ?? 0)
                }
                return Page(items: views, nextCursor: nil)
            }
        }
    }

    package func checkDrift(_ request: DriftCheckRequest) async throws(Problem) -> DriftCheckView {
        let id = request.provider
        return try await carryOut(.checkDrift, on: "provider:\(id)") {
            try await permit(.checkDrift, on: id)
            let (now, person) = (engine.now(), signedIn.name)
            let audited = entry(Operation.checkDrift.rawValue, on: "provider:\(id)")
            let view = try await engine.database.write { connection in
                guard let provider = try ProviderTable(connection).find(id) else {
                    throw Problem.missing(provider: id)
                }
                try requireReadable(provider, connection, at: now)
                let table = DriftCheckTable(connection)
                try table.ask(id, by: person, at: now)
                let open = try DriftFindingTable(connection).counts()[id] ?? 0
                // Without a number: nothing was looked at yet.
                try EventTable(connection).append([NewEvent(.driftChanged, provider: id)], at: now)
                try AuditTable(connection).append([audited], at: now)
                return DriftCheckView(provider, try table.find(id), open: open)
            }
            engine.signals.announce(.events)
            return view
        }
    }

    /// - Throws: ``Problem`` where a look would not begin.
    private func requireReadable(_ provider: Provider, _ connection: any Connection, at now: Timestamp) throws
    {
        let id = provider.id
        guard provider.settings.kind.capabilities.driftDetection != .none else {
            let detail: Phrase = "\(id, as: "provider") cannot be asked what it holds."
            throw Problem(.conflict, as: "drift_unreadable", detail)
        }
        guard provider.settings.enabled else {
            let detail: Phrase = "\(id, as: "provider") is disabled: enable it first."
            throw Problem(.conflict, as: "drift_disabled", detail)
        }
        // A wait that the vendor asked for is over soon, and the look comes then.
        let gates = try ClosedGates(connection, at: now).at([id]) ?? []
        guard gates.allSatisfy({ $0.cause == .rateLimited }) else {
            let detail: Phrase =
                "Nothing begins at \(id, as: "provider") now: it is paused or taken to be down."
            throw Problem(.conflict, as: "drift_shut", detail)
        }
    }

    package func acceptDrift(
        _ id: DriftFindingID,
        _ acceptance: DriftAcceptance
    ) async throws(Problem) -> DriftFindingView {
        try await carryOut(.acceptDrift, on: "drift:\(id)") {
            try AlertRequestRules.check(reason: acceptance.reason)
            let now = engine.now()
            let view = try await engine.withVerdicts {
                try await engine.database.write { try accept(id, acceptance, $0, at: now) }
            }
            engine.signals.announce(.events)
            return view
        }
    }

    private func accept(
        _ id: DriftFindingID,
        _ acceptance: DriftAcceptance,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> DriftFindingView {
        let table = DriftFindingTable(connection)
        guard let found = try table.find(id) else { throw Problem.missing(drift: id) }
        try DriftCheckTable(connection).lock([found.provider])
        guard let finding = try table.lock(id) else { throw Problem.missing(drift: id) }
        try requireScope(of: finding, connection)
        let accepted = try require(finding, connection)
        if let accepted { try requireInstallable(accepted, finding.drift, connection, at: now) }
        try takeOver(accepted, finding, connection, at: now)
        try table.resolve([id], as: .accepted, at: now)
        let open = try table.counts()[finding.provider] ?? 0
        let event = NewEvent(.driftChanged, provider: finding.provider, status: "\(open)")
        try EventTable(connection).append([event], at: now)
        try AuditTable(connection).append([entry(finding, accepted, acceptance)], at: now)
        guard let saved = try table.find(id) else { throw Problem.missing(drift: id) }
        return DriftFindingView(saved)
    }

    /// What no run would be let put there is not taken over either.
    ///
    /// - Throws: ``Problem``; ``RunPlanner/MissingVerdicts``; ``StoreError``
    private func requireInstallable(
        _ accepted: InstallTask.Installed,
        _ drift: Drift,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let selection = RunRequest.Selection(name: drift.skill, version: accepted.version)
        guard let version = try SkillTable(connection).targets(for: [selection])[selection] else { return }
        guard !version.yanked else {
            let detail: Phrase = """
                Version \(version.version, as: "version") of \(drift.skill, as: "skill") is yanked: repair it.
                """
            throw Problem(.conflict, as: "drift_yanked", detail)
        }
        guard engine.scans.known(version.digest) != nil else {
            throw RunPlanner.MissingVerdicts(pairs: [], unscanned: [version])
        }
        guard try engine.scans.blocking(version.digest, connection, at: now).isEmpty else {
            let detail: Phrase = """
                The safety scan blocks version \(version.version, as: "version") of \(drift.skill, as: "skill"): \
                repair it, or waive the findings.
                """
            throw Problem(.conflict, as: "drift_blocked", detail)
        }
    }

    private func requireScope(
        of finding: DriftFindingTable.Finding,
        _ connection: any Connection
    ) throws {
        guard !signedIn.scope.isEverything else { return }
        let owner = try SkillTable(connection).owners(of: [finding.drift.skillID])[finding.drift.skillID]
        try requireScope(
            .acceptDrift,
            [Touched("", .provider(finding.provider))]
                + [owner.map { Touched("", .namespace($0)) }].compactMap(\.self)
        )
    }

    /// - Returns: What the ledger says from then on; nil for nothing.
    /// - Throws: ``Problem`` unless the finding is open, of something known, and still what the ledger differs by.
    private func require(
        _ finding: DriftFindingTable.Finding,
        _ connection: any Connection
    ) throws -> InstallTask.Installed? {
        guard finding.resolvedAt == nil else {
            throw Problem(.conflict, as: "drift_resolved", "The finding is over already.")
        }
        guard let accepted = finding.drift.accepted else {
            let detail: Phrase = """
                What stands there is no version of \(finding.drift.skill, as: "skill"): register it first, or repair it.
                """
            throw Problem(.conflict, as: "drift_unknown", detail)
        }
        let drift = finding.drift
        let current = try InstallationTable(connection).current(drift.skillID, on: finding.provider)
        let isBusy = try TaskTable(connection).hasOpenTask(
            for: drift.skillID,
            on: finding.provider,
            orHeld: true
        )
        guard current == drift.expected, !isBusy else {
            let detail: Phrase = "A run is about to change \(drift.skill, as: "skill") there, or just has."
            throw Problem(.conflict, as: "drift_overtaken", detail)
        }
        return accepted
    }

    private func takeOver(
        _ accepted: InstallTask.Installed?,
        _ finding: DriftFindingTable.Finding,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let drift = finding.drift
        let ledger = InstallationTable(connection)
        guard let accepted else { return try ledger.forget(drift.skillID, on: finding.provider) }
        guard try ledger.takeOver(accepted, of: drift.skillID, drift.skill, on: finding.provider, at: now)
        else {
            let detail: Phrase = "No run is kept that put \(drift.skill, as: "skill") there: install it anew."
            throw Problem(.conflict, as: "drift_untraced", detail)
        }
    }

    private func entry(
        _ finding: DriftFindingTable.Finding,
        _ accepted: InstallTask.Installed?,
        _ acceptance: DriftAcceptance
    ) -> NewAuditEntry {
        var detail = [
            "provider": finding.provider.rawValue, "skill": finding.drift.skill,
            "kind": finding.drift.kind.rawValue, "reason": acceptance.reason,
        ]
        detail["version_before"] = finding.drift.expected.map { "\($0.version)" }
        detail["version"] = accepted.map { "\($0.version)" }
        return entry(Operation.acceptDrift.rawValue, on: "drift:\(finding.id)", detail: detail)
    }
}
