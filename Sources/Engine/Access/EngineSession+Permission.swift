import Contract
import Domain
import Store

extension EngineSession {
    /// - Throws: ``Problem`` with `permission_denied` when the caller may not do it anywhere; that is audited.
    func permit(_ operation: Operation) async throws(Problem) {
        guard let denial = signedIn.denial(of: operation) else { return }
        throw await refused(denial)
    }

    /// The same, for something known before anything is read.
    func permit(_ operation: Operation, on provider: ProviderID) async throws(Problem) {
        try await permit(operation)
        guard !signedIn.scope.covers(provider) else { return }
        throw await refused(.outOfScope(operation, [Touched("", .provider(provider))]))
    }

    /// The same, for a skill; whether there is one is not asked here.
    func permit(_ operation: Operation, onVersionsOf skill: String) async throws(Problem) {
        try await permit(operation)
        guard !signedIn.scope.isEverything else { return }
        try await answer {
            let namespace = try await engine.database.read { try SkillTable($0).owner(named: skill) }
            guard let namespace else { return }
            try requireScope(operation, [Touched("", .namespace(namespace))])
        }
    }

    /// For what becomes known inside a transaction, which ends with it.
    ///
    /// - Throws: ``Denial`` with every place outside of the caller's scope.
    func requireScope(_ operation: Operation, _ places: [Touched]) throws(Denial) {
        let outside = places.filter { place in
            switch place.thing {
            case .provider(let id): !signedIn.scope.covers(id)
            case .namespace(let name): !signedIn.scope.covers(namespace: name)
            }
        }
        guard outside.isEmpty else { throw .outOfScope(operation, outside) }
    }

    /// The same for providers that alone say where it is; what is about none of its own is about every one there is.
    func requireScope(
        _ operation: Operation,
        _ providers: [ProviderID?],
        at pointer: String,
        _ connection: any Connection
    ) throws {
        guard !signedIn.scope.isEverything else { return }
        let named = providers.compactMap(\.self)
        let isAboutAll = named.count < providers.count
        let touched = isAboutAll ? try ProviderTable(connection).all().map(\.id) : named
        try requireScope(operation, Set(touched).sorted().map { Touched(pointer, .provider($0)) })
    }

    /// For tasks of a run, each pointed at by its place in the run as it is shown.
    func requireScope(
        _ operation: Operation,
        _ tasks: [InstallTask],
        of run: [InstallTask],
        _ connection: any Connection
    ) throws {
        guard !signedIn.scope.isEverything else { return }
        let shown = run.sorted {
            ($0.skill, $0.provider.rawValue, $0.id) < ($1.skill, $1.provider.rawValue, $1.id)
        }
        let positions = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1.id, $0) })
        let owners = try SkillTable(connection).owners(of: tasks.map(\.skillID))
        let places = tasks.flatMap { task -> [Touched] in
            let pointer = positions[task.id].map { "/tasks/\($0)" } ?? ""
            return [Touched(pointer + "/provider", .provider(task.provider))]
                + [owners[task.skillID].map { Touched(pointer + "/skill", .namespace($0)) }].compactMap(
                    \.self
                )
        }
        try requireScope(operation, places)
    }

    /// - Throws: ``Denial`` when these rights are more than the caller's.
    func requireRights(_ operation: Operation, _ role: Role, _ scope: Scope?, on subject: String = "-")
        throws(Denial)
    {
        var faults: [Problem.Fault] = []
        if !role.isWithin(signedIn.role) {
            let detail: Phrase = "The role \(role.rawValue, as: "role") allows what yours does not."
            faults.append(.init("/role", .outOfScope, as: "role", detail))
        }
        if !(scope ?? .everything).isWithin(signedIn.scope) {
            faults.append(.init("/scope", .outOfScope, as: "scope", "It is wider than your own scope."))
        }
        guard faults.isEmpty else { throw .tooMuch(operation, faults, subject: subject) }
    }

    /// The same caller with the rights of this moment, for what gives rights to others or takes them.
    ///
    /// A request is signed in before its body is read, and that may take as long as the caller likes. Whoever was
    /// disabled meanwhile must not be able to undo it.
    ///
    /// - Parameters:
    ///   - operation: What is to be done.
    ///   - connection: Of the transaction that does it; holds the ``StartLock`` from here on, so that of two who
    ///     change each other's rights one is first.
    ///   - now: When.
    /// - Returns: A session to ask for rights; this one where nobody signed in.
    /// - Throws: ``Problem`` with `authentication_required`; ``Denial`` when the role does not allow it any more.
    func present(for operation: Operation, _ connection: any Connection, at now: Timestamp) throws
        -> EngineSession
    {
        try StartLock.take(connection)
        guard let credential = signedIn.credential else { return self }
        guard let holder = try Holder.find(credential, engine.access, connection) else {
            let detail: Phrase = "What you signed in with is no longer valid."
            throw Problem(.authenticationRequired, as: "credential_ended", detail)
        }
        let caller = try holder.caller(signedIn.requestID, signedIn.source, at: now)
        if let denial = caller.denial(of: operation) { throw denial }
        return engine.session(for: caller)
    }

    /// Writes a denial into the history.
    ///
    /// - Returns: What the caller is told: that, or that it could not be written.
    func refused(_ denial: Denial) async -> Problem {
        let denied = entry(
            denial.operation.rawValue,
            on: denial.subject,
            outcome: "denied",
            detail: denial.detail
        )
        let now = engine.now()
        do {
            try await engine.database.write { try AuditTable($0).append([denied], at: now) }
            return denial.problem
        } catch {
            return problem(error)
        }
    }
}
