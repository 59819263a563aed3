package import Contract
import Domain
import Store

extension EngineSession {
    /// Clients give up after 30 s, and would never learn what came of it.
    private static let retryTime = Duration.seconds(15)

    package func retryFailures(_ request: FailureRetryRequest) async throws(Problem) -> FailureRetry {
        let cause = request.cause
        return try await carryOut(.retryRun, on: "failures:\(cause.sortKey)") {
            let end = engine.now() + Self.retryTime
            let (provider, _) = try AlertRequestRules.failures(of: cause)
            try requireScope(.retryRun, [Touched("/cause/provider", .provider(provider))])
            let open = try await openFailures(of: cause, on: provider)
            guard !open.isEmpty else {
                // Where there are some, but of others only, that is what is said.
                let others = open.namespaces.sorted().map { Touched("/cause", .namespace($0)) }
                try requireScope(.retryRun, others)
                throw Problem.noOpenFailures
            }
            return try await retry(open, of: cause, until: end)
        }
    }

    /// All of them, read in parts in transactions that nobody waits for; what changes after that is left out when it is
    /// written.
    private func openFailures(of cause: AlertCause, on provider: ProviderID) async throws -> OpenFailures {
        var open = OpenFailures()
        var place: FailureTable.Place?
        repeat {
            let start = place
            let (failures, owners, end) = try await engine.database.read { connection in
                let (found, end) = try FailureTable(connection).part(on: provider, after: start)
                let failures = found.filter { $0.cause == cause }
                let isBounded = !signedIn.scope.isEverything
                let owners = isBounded ? try SkillTable(connection).owners(of: failures.map(\.skillID)) : [:]
                return (failures, owners, end)
            }
            for failure in failures {
                let owner = owners[failure.skillID]
                if signedIn.scope.isEverything || owner.map(signedIn.scope.covers(namespace:)) ?? false {
                    open.add(failure.task, of: failure.run, at: failure.at)
                } else {
                    open.leaveOut(failure.run, of: owner)
                }
            }
            place = end
        } while place != nil
        return open
    }

    /// Begins no further batch after a time, but at least one, so that whoever asks again gets on.
    private func retry(_ open: OpenFailures, of cause: AlertCause, until end: Timestamp) async throws
        -> FailureRetry
    {
        var retried = RetriedFailures()
        let outside = open.namespaces.sorted().map { Touched("/cause", .namespace($0)) }
        for (run, count) in open.others.sorted(by: { $0.key < $1.key }) {
            retried.leave(count, of: run, because: Denial.outOfScope(.retryRun, outside).problem)
        }
        let sizes = try await engine.database.read { try RunTable($0).sizes(of: open.runs) }
        var batches = open.batches(of: sizes)[...]
        while let batch = batches.popFirst() {
            do {
                retried.add(try await carryOut(batch, of: cause, until: end))
            } catch {
                guard retried.targets > 0 else { throw error }
                // What went back to work before stays there, and whoever asked has to know.
                retried.leave(batch + batches.joined(), because: problem(error))
                break
            }
            guard engine.now() >= end else { continue }
            retried.leave(batches.joined(), because: .retryUnfinished)
            break
        }
        return retried.view
    }

    private func carryOut(_ batch: [OpenFailures.OfRun], of cause: AlertCause, until end: Timestamp)
        async throws -> RetriedFailures
    {
        let inTime = { if engine.now() >= end { throw Problem.retryUnfinished } }
        let retried: RetriedFailures = try await engine.withVerdictsWhereReadable(while: inTime) {
            unreadable in
            let now = engine.now()
            return try await engine.database.write { connection in
                try decide(batch, of: cause, besides: unreadable, connection, at: now)
            }
        }
        EngineMetrics.count(retried.tally)
        engine.signals.announce(.work)
        engine.signals.announce(.events)
        return retried
    }

    /// Decides about each run by itself, and saves what becomes of all of them.
    private func decide(
        _ batch: [OpenFailures.OfRun],
        of cause: AlertCause,
        besides unreadable: Set<RunRequest.Selection>,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> RetriedFailures {
        var retried = RetriedFailures()
        var all: [TaskChanges.OfRun] = []
        var refused: [NewAuditEntry] = []
        var missing: [RunPlanner.MissingVerdicts] = []
        // Each is to be decided as if those before it were saved already.
        var taken: Set<RetryChoice.Place> = []
        for failures in batch {
            do {
                let changes = try changes(
                    of: failures,
                    besides: unreadable,
                    beside: taken,
                    connection,
                    at: now
                )
                taken.formUnion(changes.taken)
                let entry = acceptance(of: changes, of: failures.run, cause)
                all.append((run: failures.run, changes: changes, entry: entry))
                retried.note(changes, of: failures)
            } catch let verdicts as RunPlanner.MissingVerdicts {
                missing.append(verdicts)
            } catch {
                let refusal = try refusal(of: failures.run, cause, because: error)
                retried.leave(failures.targets.count, of: failures.run, because: refusal.problem)
                refused.append(refusal.entry)
            }
        }
        // All of them at once, so that they are not worked out for one run after the other.
        if let missing = RunPlanner.MissingVerdicts(of: missing) { throw missing }
        retried.tally = try TaskChanges.save(all, beside: refused, by: signedIn, connection, at: now)
        return retried
    }

    /// What a retry of these targets of a run changes, as far as they are still as they were found.
    private func changes(
        of failures: OpenFailures.OfRun,
        besides unreadable: Set<RunRequest.Selection>,
        beside taken: Set<RetryChoice.Place>,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> TaskChanges {
        let tasks = try TaskTable(connection).lockAll(of: failures.run)
        let open = Set(try FailureTable(connection).stillOpen(failures.targets).map(\.task))
        guard !open.isEmpty else { throw Problem.dealtWith }
        let choice = RetryChoice(tasks: open, unreadable: unreadable, taken: taken)
        let changes = try retryChanges(failures.run, tasks, only: choice, connection, at: now)
        try requireScope(.retryRun, changes.touched(of: tasks), of: tasks, connection)
        return changes
    }

    private func acceptance(of changes: TaskChanges, of run: RunID, _ cause: AlertCause) -> NewAuditEntry {
        var detail = ["targets": "\(changes.tasks.count)", "cause": cause.sortKey]
        detail["awaiting_approval"] = changes.request.map { "\($0.tasks.count)" }
        return retryEntry(of: run, outcome: "accepted", detail)
    }

    /// What is told of a run that may not be tried again, and its entry.
    ///
    /// - Throws: What would go wrong with every other run, too.
    private func refusal(of run: RunID, _ cause: AlertCause, because error: any Error) throws
        -> (problem: Problem, entry: NewAuditEntry)
    {
        var detail = ["cause": cause.sortKey]
        if let denial = error as? Denial {
            detail.merge(denial.detail) { $1 }
            return (denial.problem, retryEntry(of: run, outcome: "denied", detail))
        }
        if let error = error as? StoreError {
            // What cannot be read of one run keeps no other from its retry.
            guard case .corrupt = error else { throw error }
        } else if !(error is Problem) {
            throw error
        }
        let told = problem(error)
        detail["code"] = told.code.rawValue
        return (told, retryEntry(of: run, outcome: "refused", detail))
    }

    private func retryEntry(of run: RunID, outcome: String, _ detail: [String: String]) -> NewAuditEntry {
        entry(Operation.retryRun.rawValue, on: "run:\(run)", outcome: outcome, detail: detail)
    }
}

extension RunPlanner.MissingVerdicts {
    /// Those of several runs, each content to be scanned once; nil where none are missing.
    fileprivate init?(of several: [Self]) {
        guard !several.isEmpty else { return nil }
        var seen: Set<RunRequest.Selection> = []
        let unscanned = several.flatMap(\.unscanned).filter { seen.insert($0.selection).inserted }
        self.init(pairs: several.flatMap(\.pairs), unscanned: unscanned)
    }
}
