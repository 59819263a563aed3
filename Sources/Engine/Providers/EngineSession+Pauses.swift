package import Contract
import Domain
import Store

extension EngineSession {
    package func pauseProvider(_ id: ProviderID, reason: String) async throws(Problem) -> ProviderView {
        try await carryOut(.pauseProvider, on: "provider:\(id)") {
            try await permit(.pauseProvider, on: id)
            try RunRequestRules.require(reason: reason, elseFault: Self.missingReason)
            return try await turn(id, .pauseProvider, to: reason)
        }
    }

    package func resumeProvider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try await carryOut(.resumeProvider, on: "provider:\(id)") {
            try await permit(.resumeProvider, on: id)
            return try await turn(id, .resumeProvider, to: nil)
        }
    }

    package func work() async throws(Problem) -> WorkView {
        try await permit(.readProviders)
        return try await answer {
            try await engine.database.read { WorkView(pause: try PauseTable($0).find(.everything)) }
        }
    }

    package func pauseWork(reason: String) async throws(Problem) -> WorkView {
        try await carryOut(.pauseWork, on: "work") {
            try RunRequestRules.require(reason: reason, elseFault: Self.missingReason)
            return try await turnWork(.pauseWork, to: reason)
        }
    }

    package func resumeWork() async throws(Problem) -> WorkView {
        try await carryOut(.resumeWork, on: "work") { try await turnWork(.resumeWork, to: nil) }
    }

    private static var missingReason: Problem.Fault {
        .init("/reason", .required, as: "pause_reason", "A pause says why.")
    }

    /// Pauses the provider for that reason, or resumes it without one.
    private func turn(_ id: ProviderID, _ operation: Operation, to reason: String?) async throws
        -> ProviderView
    {
        let now = engine.now()
        let view = try await engine.database.write { connection -> ProviderView? in
            guard try ProviderTable(connection).lock(id) != nil else { return nil }
            try turn(.provider(id), operation, to: reason, connection, at: now)
            return try ProviderView.find(id, connection, at: now)
        }
        guard let view else { throw Problem.missing(provider: id) }
        announcePause()
        return view
    }

    private func turnWork(_ operation: Operation, to reason: String?) async throws -> WorkView {
        let now = engine.now()
        let view = try await engine.database.write { connection in
            try requireScope(operation, [nil], at: "", connection)
            try turn(.everything, operation, to: reason, connection, at: now)
            return WorkView(pause: try PauseTable(connection).find(.everything))
        }
        announcePause()
        return view
    }

    private func turn(
        _ place: PauseTable.Place,
        _ operation: Operation,
        to reason: String?,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let table = PauseTable(connection)
        let provider: ProviderID? = if case .provider(let id) = place { id } else { nil }
        var isTurned = true
        if let reason {
            try table.pause(place, PauseView(reason: reason, by: signedIn.name, since: now))
        } else {
            isTurned = try table.resume(place, at: now)
        }
        if isTurned {
            let status = reason == nil ? "resumed" : "paused"
            let event = NewEvent(.providerChanged, provider: provider, status: status)
            try EventTable(connection).append([event], at: now)
        }
        var detail: [String: String] = [:]
        detail["reason"] = reason
        let subject = provider.map { "provider:\($0)" } ?? "work"
        try AuditTable(connection).append([entry(operation.rawValue, on: subject, detail: detail)], at: now)
    }

    private func announcePause() {
        engine.signals.announce(.events)
        engine.signals.announce(.work)
    }
}
