package import Contract
import Domain
import Store

extension EngineSession {
    package func providers() async throws(Problem) -> Page<ProviderView> {
        try await permit(.readProviders)
        let now = engine.now()
        return try await answer {
            try await engine.database.read { connection in
                let table = ProviderTable(connection)
                let checks = try table.checks()
                let sealed = try CredentialTable(connection).all()
                let pauses = try PauseTable(connection).lasting()
                let breakers = try BreakerTable(connection).all()
                let backOffs = try BackOffTable(connection).lasting(at: now)
                let views = try table.all().map {
                    ProviderView(
                        $0,
                        sealed: sealed[$0.id],
                        lastCheck: checks[$0.id],
                        pause: pauses[.provider($0.id)],
                        breaker: breakers[$0.id]?.view,
                        backOff: backOffs[$0.id]
                    )
                }
                return Page(items: views, nextCursor: nil)
            }
        }
    }

    package func provider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try await permit(.readProviders)
        let now = engine.now()
        return try await found(.missing(provider: id)) { connection in
            try ProviderView.find(id, connection, at: now)
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
        let registration = try await answer {
            try await engine.database.write { connection in
                // Whom it is asked with, or where, may be another now, and with that the wait was not asked for.
                try BackOffTable(connection).end(id, at: now)
                let table = ProviderTable(connection)
                let present = try table.lock(id)
                try precondition.require(of: present, id, for: settings)
                let forgot = try Self.settleCredential(of: id, present?.settings, settings, connection)
                let (_, created) = try table.put(id, settings, at: now)
                try EventTable(connection).append([NewEvent(.providerChanged, provider: id)], at: now)
                try AuditTable(connection).append(
                    entries(id, from: present?.settings, to: settings, forgot: forgot),
                    at: now
                )
                guard let view = try ProviderView.find(id, connection, at: now) else {
                    throw StoreError.corrupt("the provider that was just written")
                }
                return ProviderRegistration(created: created, provider: view)
            }
        }
        engine.signals.announce(.events)
        engine.signals.announce(.work)
        return registration
    }

    /// Where keys and skills are sent is worth a word: whoever changes it for a moment leaves a trace.
    private func entries(
        _ id: ProviderID,
        from old: ProviderSettings?,
        to new: ProviderSettings,
        forgot: Bool
    ) -> [NewAuditEntry] {
        var detail = ["kind": new.kind.rawValue]
        if let old, old.origin != new.origin {
            detail["address_before"] = old.origin.isEmpty ? "default" : old.origin
            detail["address"] = new.origin.isEmpty ? "default" : new.origin
        } else if old == nil, !new.origin.isEmpty {
            detail["address"] = new.origin
        }
        if old?.approval ?? .none != new.approval { detail["approval"] = new.approval.rawValue }
        if old?.fourEyes ?? false != new.fourEyes { detail["four_eyes"] = "\(new.fourEyes)" }
        let put = entry(Operation.putProvider.rawValue, on: "provider:\(id)", detail: detail)
        guard forgot else { return [put] }
        return [put, entry(Operation.clearCredential.rawValue, on: "provider:\(id)")]
    }

    package func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try await carryOut(.checkProvider, on: "provider:\(id)") { try await check(id) }
    }

    private func check(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try await permit(.checkProvider, on: id)
        let (provider, sealed) = try await found(.missing(provider: id)) { connection in
            try ProviderTable(connection).find(id).map { ($0, try CredentialTable(connection).find(id)) }
        }
        let begun = ContinuousClock.now
        var failure: ProviderFailure?
        do throws(ProviderFailure) {
            let opened = OpenedProvider(provider, sealed, engine.vault)
            try await engine.adapters.adapter(for: provider, secret: try opened.secret.get()).check()
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
                try EventTable(connection).append([.checked(id, check)], at: now)
                try AuditTable(connection).append([audited], at: now)
            }
        }
        engine.signals.announce(.events)
        return check
    }
}

extension NewEvent {
    fileprivate static func checked(_ id: ProviderID, _ check: ProviderCheck) -> NewEvent {
        let status = check.healthy ? ProviderCheck.healthyStatus : ProviderCheck.unhealthyStatus
        return NewEvent(.providerChecked, provider: id, status: status, code: check.error?.code)
    }
}

extension ProviderCheck {
    /// What events say of checks.
    static let healthyStatus = "healthy"
    static let unhealthyStatus = "unhealthy"
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

extension EngineSession {
    /// Forgets what is sealed when the credential lies elsewhere from now on.
    ///
    /// - Returns: Whether it forgot something.
    /// - Throws: ``Problem`` when settings name a sealed credential that there is not, or that was given for elsewhere.
    private static func settleCredential(
        of id: ProviderID,
        _ old: ProviderSettings?,
        _ settings: ProviderSettings,
        _ connection: any Connection
    ) throws -> Bool {
        let credentials = CredentialTable(connection)
        let isStored = try credentials.find(id) != nil
        guard settings.credential == ProviderSettings.sealed else {
            if isStored { try credentials.remove(id) }
            return isStored
        }
        if isStored, old?.origin == settings.origin { return false }
        let fault: Problem.Fault
        if isStored {
            let detail: Phrase =
                "The stored key was given for another address: forget it, change the address, and enter the key anew."
            fault = .init("/base_url", .outOfScope, as: "stored_address", detail)
        } else {
            let detail: Phrase = "Nothing is stored for this provider yet: enter the key itself."
            fault = .init("/credential", .required, as: "stored_credential", detail)
        }
        throw Problem(.validationFailed, "The provider has 1 invalid setting.", errors: [fault])
    }
}

extension ProviderView {
    static func find(_ id: ProviderID, _ connection: any Connection, at now: Timestamp) throws
        -> ProviderView?
    {
        let table = ProviderTable(connection)
        guard let provider = try table.find(id) else { return nil }
        return ProviderView(
            provider,
            sealed: try CredentialTable(connection).find(id),
            lastCheck: try table.checks()[id],
            pause: try PauseTable(connection).find(.provider(id)),
            breaker: try BreakerTable(connection).all()[id]?.view,
            backOff: try BackOffTable(connection).lasting(at: now)[id]
        )
    }

    init(
        _ provider: Provider,
        sealed: SealedCredential?,
        lastCheck: ProviderCheck?,
        pause: PauseView?,
        breaker: BreakerView?,
        backOff: BackOffView?
    ) {
        self.init(
            id: provider.id,
            settings: provider.settings,
            capabilities: provider.settings.kind.capabilities,
            credential: CredentialView(provider.settings, sealed: sealed),
            lastCheck: lastCheck,
            pause: pause,
            breaker: breaker,
            backOff: backOff,
            createdAt: provider.createdAt,
            updatedAt: provider.updatedAt
        )
    }
}
