package import Contract
import Domain
import Store

extension EngineSession {
    package func providers() async throws(Problem) -> Page<ProviderView> {
        try await permit(.readProviders)
        return try await answer {
            try await engine.database.read { connection in
                let table = ProviderTable(connection)
                let checks = try table.checks()
                let views = try table.all().map { ProviderView($0, lastCheck: checks[$0.id]) }
                return Page(items: views, nextCursor: nil)
            }
        }
    }

    package func provider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try await permit(.readProviders)
        return try await found(.missing(provider: id)) { connection in
            let table = ProviderTable(connection)
            let checks = try table.checks()
            return try table.find(id).map { ProviderView($0, lastCheck: checks[id]) }
        }
    }

    package func putProvider(
        _ id: ProviderID,
        _ settings: ProviderSettings,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderRegistration {
        try await carryOut(.putProvider, on: "provider:\(id)") {
            try await put(id, settings, if: precondition)
        }
    }

    private func put(
        _ id: ProviderID,
        _ settings: ProviderSettings,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderRegistration {
        try await permit(.putProvider, on: id)
        let faults = ProviderRules.faults(id, settings) + engine.adapters.faults(in: settings)
        guard faults.isEmpty else {
            throw Problem(
                .validationFailed,
                "The provider has \(counted(faults.count, "invalid setting")).",
                errors: faults
            )
        }
        let now = engine.now()
        let audited = entry(
            Operation.putProvider.rawValue,
            on: "provider:\(id)",
            detail: ["kind": settings.kind.rawValue]
        )
        let registration = try await answer {
            try await engine.database.write { connection in
                let table = ProviderTable(connection)
                try precondition.require(of: try table.lock(id), id, for: settings)
                let (provider, created) = try table.put(id, settings, at: now)
                try EventTable(connection).append([NewEvent(.providerChanged, provider: id)], at: now)
                try AuditTable(connection).append([audited], at: now)
                let check = try table.checks()[id]
                return ProviderRegistration(
                    created: created,
                    provider: ProviderView(provider, lastCheck: check)
                )
            }
        }
        engine.signals.announce(.events)
        engine.signals.announce(.work)
        return registration
    }

    package func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try await carryOut(.checkProvider, on: "provider:\(id)") { try await check(id) }
    }

    private func check(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try await permit(.checkProvider, on: id)
        let provider = try await found(.missing(provider: id)) { try ProviderTable($0).find(id) }
        let begun = ContinuousClock.now
        var failure: ProviderFailure?
        do throws(ProviderFailure) {
            try await engine.adapters.adapter(for: provider).check()
        } catch {
            failure = error
        }
        let elapsed = ContinuousClock.now - begun
        let now = engine.now()
        let check = ProviderCheck(
            healthy: failure == nil,
            checkedAt: now,
            latencyMilliseconds: Int(elapsed.wholeMicroseconds / 1000),
            error: failure?.taskError
        )
        let audited = entry(
            Operation.checkProvider.rawValue,
            on: "provider:\(id)",
            detail: ["healthy": "\(check.healthy)"]
        )
        try await answer {
            try await engine.database.write { connection in
                try ProviderTable(connection).saveCheck(check, of: id)
                try EventTable(connection).append([NewEvent(.providerChecked, provider: id)], at: now)
                try AuditTable(connection).append([audited], at: now)
            }
        }
        engine.signals.announce(.events)
        return check
    }
}

extension Precondition {
    /// - Throws: ``Problem`` with `precondition_failed`, or `conflict` for another kind.
    fileprivate func require(
        of present: Provider?,
        _ id: ProviderID,
        for settings: ProviderSettings
    ) throws(Problem) {
        // The same again undoes nothing, and may be the repetition of a request whose answer got lost.
        if self != .absent, present?.settings == settings { return }
        try require(at: present.map { Revision($0.updatedAt) }, "provider \(id)")
        if let present, present.settings.kind != settings.kind {
            let kind = present.settings.kind.rawValue
            let detail: Phrase =
                "A provider's kind cannot change: \(id, as: "provider") is \(kind, as: "kind")."
            throw Problem(.conflict, as: "provider_kind", detail)
        }
    }
}

extension ProviderView {
    init(_ provider: Provider, lastCheck: ProviderCheck?) {
        self.init(
            id: provider.id,
            settings: provider.settings,
            capabilities: provider.settings.kind.capabilities,
            lastCheck: lastCheck,
            createdAt: provider.createdAt,
            updatedAt: provider.updatedAt
        )
    }
}
