import Contract

extension ControlPlane {
    /// A run as lists show it.
    ///
    /// A row is asked for at every change of a run, which may have thousands of targets. Its id tells when it was
    /// made, so the list of that moment has it; the whole run is read only where it does not.
    func runWithoutTargets(_ id: RunID) async throws(Problem) -> RunView {
        if let query = RunQuery(madeWith: [id]),
            let run = try await runs(query).items.first(where: { $0.id == id })
        {
            return run
        }
        return try await run(id)
    }

    /// Several runs as lists show them; those that are gone are left out.
    ///
    /// What somebody marked stands on one page of a list, so the list of the time between the first and the last of
    /// them mostly has all; only what it does not have is asked for by itself.
    func runsWithoutTargets(_ ids: [RunID]) async throws -> [RunID: RunView] {
        let wanted = Set(ids)
        var found: [RunID: RunView] = [:]
        if let query = RunQuery(madeWith: ids) {
            for run in try await runs(query).items where wanted.contains(run.id) { found[run.id] = run }
        }
        let missing = ids.filter { found[$0] == nil }
        for run in try await concurrently(missing, findWithoutTargets) {
            if let run { found[run.id] = run }
        }
        return found
    }

    private func findWithoutTargets(_ id: RunID) async throws -> RunView? {
        do throws(Problem) {
            return try await runWithoutTargets(id)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }
}

extension RunQuery {
    /// The runs made in the time between those with these ids; nil when one of them does not tell its own.
    fileprivate init?(madeWith ids: [RunID]) {
        let made = ids.compactMap(\.made)
        guard made.count == ids.count, let first = made.min(), let last = made.max() else { return nil }
        self.init(
            createdAfter: first - .milliseconds(1),
            createdBefore: last + .milliseconds(2),
            page: PageRequest(limit: PageRequest.maximumLimit)
        )
    }
}

extension RunID {
    /// To the millisecond (RFC 9562, section 5.7).
    fileprivate var made: Timestamp? {
        Int64(rawValue.prefix(13).filter { $0 != "-" }, radix: 16).map { Timestamp(microseconds: $0 * 1000) }
    }
}
