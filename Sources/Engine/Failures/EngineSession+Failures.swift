package import Contract
import Domain
import Store

extension EngineSession {
    package func failures(limit: Int) async throws(Problem) -> FailureInbox {
        try await permit(.readFailures)
        let most = min(max(limit, 1), FailureInbox.maximumTargets)
        return try await answer {
            let (found, hasMore) = try await engine.database.read { connection in
                let table = FailureTable(connection)
                // Most of what failed was dealt with: twice as many are looked at as are shown.
                return (try table.open(among: 2 * most), try table.hasMore(than: 2 * most))
            }
            return FailureInbox(Array(found.prefix(most)), complete: !hasMore && found.count <= most)
        }
    }

    package func acknowledgeFailures(_ request: FailureAcknowledgementRequest) async throws(Problem)
        -> FailureAcknowledgement
    {
        let subject = "failures:\(request.cause.sortKey)"
        return try await carryOut(.acknowledgeFailures, on: subject) {
            try AlertRequestRules.check(reason: request.reason)
            let (provider, code) = try AlertRequestRules.failures(of: request.cause)
            let found = try await engine.database.read { connection in
                try FailureTable(connection).open(on: provider, upTo: request.lastAt)
            }.filter { $0.cause == request.cause }
            return try await acknowledge(
                Array(found.prefix(FailureInbox.maximumTargets)),
                request,
                on: provider,
                code,
                subject
            )
        }
    }

    /// Found before, in a transaction that nobody waits for; what has changed since is left out.
    private func acknowledge(
        _ found: [FailureTable.Failure],
        _ request: FailureAcknowledgementRequest,
        on provider: ProviderID,
        _ code: FailureCode,
        _ subject: String
    ) async throws -> FailureAcknowledgement {
        let (now, person) = (engine.now(), signedIn.name)
        return try await engine.database.write { connection in
            let table = FailureTable(connection)
            let failures = try within(try table.stillOpen(found), on: provider, connection)
            guard !failures.isEmpty else {
                throw Problem.noOpenFailures
            }
            try table.acknowledge(failures, by: person, reason: request.reason, at: now)
            let audited = entry(
                Operation.acknowledgeFailures.rawValue,
                on: subject,
                detail: [
                    "provider": provider.rawValue, "code": code.rawValue,
                    "signature": request.cause.signature ?? "", "targets": "\(failures.count)",
                    "reason": request.reason,
                ]
            )
            try AuditTable(connection).append([audited], at: now)
            return FailureAcknowledgement(acknowledged: failures.count)
        }
    }

    /// Those of the caller's namespaces: the failures of others stay for others.
    ///
    /// - Throws: ``Denial`` when the provider lies outside of the scope, or all of them do.
    private func within(
        _ failures: [FailureTable.Failure],
        on provider: ProviderID,
        _ connection: any Connection
    ) throws -> [FailureTable.Failure] {
        guard !signedIn.scope.isEverything else { return failures }
        let owners = try SkillTable(connection).owners(of: failures.map(\.skillID))
        let own = failures.filter { owners[$0.skillID].map(signedIn.scope.covers(namespace:)) ?? false }
        let others = own.isEmpty ? Set(owners.values).sorted() : []
        try requireScope(
            .acknowledgeFailures,
            [Touched("/cause/provider", .provider(provider))]
                + others.map { Touched("/cause", .namespace($0)) }
        )
        return own
    }
}

extension Problem {
    static var noOpenFailures: Problem {
        Problem(.notFound, as: "failures", "There are no open failures of this cause.")
    }
}

extension FailureTable.Failure {
    /// A target whose error cannot be read any more failed on our side.
    var cause: AlertCause {
        AlertCause(provider: provider, code: error?.code ?? .internal, signature: error?.signature)
    }
}

extension FailureInbox {
    /// - Parameters:
    ///   - failures: The newest first.
    ///   - complete: Whether those are all.
    fileprivate init(_ failures: [FailureTable.Failure], complete: Bool) {
        let groups = Dictionary(grouping: failures, by: \.cause).map { Group($0, newestFirst: $1) }
        self.init(
            groups: groups.sorted { ($1.count, $0.cause.sortKey) < ($0.count, $1.cause.sortKey) },
            targets: failures.count,
            complete: complete
        )
    }
}

extension FailureInbox.Group {
    fileprivate init(_ cause: AlertCause, newestFirst failures: [FailureTable.Failure]) {
        let skills = Set(failures.map(\.skill)).sorted()
        var runs: [RunID] = []
        for failure in failures where runs.count < Self.maximumNames && !runs.contains(failure.run) {
            runs.append(failure.run)
        }
        let times = failures.map(\.at).sorted()
        let never = Timestamp(microseconds: 0)
        self.init(
            cause: cause,
            message: failures.first?.error?.message ?? "",
            count: failures.count,
            firstAt: times.first ?? never,
            lastAt: times.last ?? never,
            skills: Array(skills.prefix(Self.maximumNames)),
            skillCount: skills.count,
            runs: runs
        )
    }
}
