import Contract
import Domain
import Store
import Testing

@Suite struct OverviewTableTests {
    private let span = OverviewSpan(from: start, until: start + .seconds(2400), partCount: 24)

    private func run(_ status: RunStatus, ended: Timestamp, took: Duration) -> RunView {
        RunView.sample(at: ended - took).with(
            status: status,
            counts: TaskCounts(),
            startedAt: ended - took,
            finishedAt: ended
        )
    }

    private func add(_ runs: [RunView], to database: any Database) async throws {
        try await database.write { connection in
            for run in runs { try RunTable(connection).insert(run) }
        }
    }

    /// Counted and ordered the plain way.
    private func totals(_ runs: [RunView], after from: Timestamp, upTo until: Timestamp) -> RunTotals {
        let ended = runs.filter { run in run.finishedAt.map { $0 > from && $0 <= until } ?? false }
        let milliseconds = ended.compactMap { run in
            run.finishedAt.map { ($0 - run.createdAt).wholeMicroseconds / 1000 }
        }.sorted()
        func count(_ status: RunStatus) -> Int { ended.count { $0.status == status } }
        return RunTotals(
            success: count(.success),
            failed: count(.failed),
            partialFailed: count(.partialFailed),
            p95Milliseconds: ended.isEmpty ? nil : Int(milliseconds[(ended.count * 95 + 99) / 100 - 1])
        )
    }

    @Test(arguments: Backend.available)
    func runsAreCountedAndMeasuredAsOneWouldByHand(on backend: Backend) async throws {
        let statuses: [RunStatus] = [.success, .success, .success, .partialFailed, .failed]
        var dice = Dice(state: 20_261_125)
        let runs = (0..<700).map { _ in
            run(
                statuses.randomElement(using: &dice) ?? .success,
                // Also before and after the span; never in its fifth part.
                ended: start + .seconds(dice.number(below: 30) * 100 - 300)
                    + .seconds(dice.number(below: 99)),
                took: .milliseconds(dice.number(below: 60_000))
            )
        }.filter { run in
            run.finishedAt.map { $0 <= start + .seconds(400) || $0 > start + .seconds(500) } ?? false
        }
        try await backend.withDatabase { database in
            try await add(runs + [RunView.sample(at: start + .seconds(5))], to: database)
            let ended = try await database.read { [span] in try OverviewTable($0).ended(in: span) }
            #expect(ended.whole == totals(runs, after: span.from, upTo: span.until))
            #expect(ended.parts.count == 24)
            for (part, from) in zip(ended.parts, span.beginnings) {
                #expect(part == totals(runs, after: from, upTo: from + .seconds(100)))
            }
            #expect(
                ended.parts[4]
                    == RunTotals(success: 0, failed: 0, partialFailed: 0, p95Milliseconds: nil)
            )
        }
    }

    @Test(arguments: Backend.available)
    func aSpanEndsWithItsLastMomentAndBeginsAfterItsFirst(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await add(
                [
                    run(.success, ended: span.from, took: .seconds(1)),
                    run(.success, ended: span.from + .seconds(100), took: .seconds(2)),
                    run(.failed, ended: span.until, took: .seconds(3)),
                    run(.failed, ended: span.until + .microseconds(1), took: .seconds(4)),
                ],
                to: database
            )
            let ended = try await database.read { [span] in try OverviewTable($0).ended(in: span) }
            #expect(ended.whole.total == 2)
            #expect(ended.parts[0].p95Milliseconds == 2000)
            #expect(ended.parts[23].p95Milliseconds == 3000)
        }
    }

    @Test(arguments: Backend.available)
    func withoutRunsEverythingIsZero(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let nothing = RunTotals(success: 0, failed: 0, partialFailed: 0, p95Milliseconds: nil)
            try await database.read { [span] in
                let table = try OverviewTable($0)
                let ended = try table.ended(in: span)
                #expect(ended.whole == nothing)
                #expect(ended.parts == Array(repeating: nothing, count: 24))
                #expect(try table.providers(in: span).isEmpty)
                let open = try table.open(at: start)
                #expect(open == OpenWork(queuedRuns: 0, runningRuns: 0, waitingTargets: 0, waitingSince: nil))
            }
        }
    }

    @Test(arguments: Backend.available)
    func targetsCountForTheirProvider(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["a", "b", "c", "d"], providers: [.beta, .alpha])
            try await database.addRun(["a", "b", "c", "d"], on: [.alpha, .beta])
            let refusal = ProviderFailure(.authFailed, "no")
            let alpha = try await database.claim(4, from: .alpha).map(\.task)
            try await database.finish(alpha[0], .succeed(nil), at: span.until)
            try await database.finish(alpha[1], .skip(nil), at: span.until)
            try await database.finish(alpha[2], .fail(refusal, jitter: 0), at: span.until)
            try await database.finish(alpha[3], .succeed(nil), at: span.until + .microseconds(1))
            let before = try await database.read { [span] in try OverviewTable($0).providers(in: span) }
            let nothing = Array(repeating: TargetTotals.none, count: 23)
            let alphas = nothing + [TargetTotals(success: 2, failed: 1, canceled: 0)]
            #expect(before == [.alpha: alphas])
            let beta = try await database.claim(1, from: .beta).map(\.task)
            try await database.finish(
                beta[0],
                .fail(ProviderFailure(.canceled, "stop"), jitter: 0),
                at: span.until
            )
            let after = try await database.read { [span] in try OverviewTable($0).providers(in: span) }
            let betas = nothing + [TargetTotals(success: 0, failed: 0, canceled: 1)]
            #expect(after == [.alpha: alphas, .beta: betas])
        }
    }

    @Test(arguments: Backend.available)
    func theOldestTargetThatCouldBeginSaysHowLongOneWaits(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            func open(after delay: Int) async throws -> OpenWork {
                try await database.read { try OverviewTable($0).open(at: start + .seconds(delay)) }
            }
            try await database.prepare(skills: ["a", "b"], providers: [.alpha, .beta])
            try await database.addRun(["a"], on: [.alpha], due: start + .seconds(20))
            try await database.addRun(["a"], on: [.alpha], after: 1, due: start + .seconds(10))
            try await database.addRun(["b"], on: [.alpha], after: 2, due: start + .seconds(30))
            try await database.addRun(["b"], on: [.beta], after: 3, due: start + .seconds(40))
            #expect(try await open(after: 9).waitingSince == nil)
            #expect(try await open(after: 9).waitingTargets == 4)
            #expect(try await open(after: 9).queuedRuns == 4)
            #expect(try await open(after: 25).waitingSince == start + .seconds(10))
            // A worker finds that the second waits for the first, and takes the first.
            _ = try await database.claim(2, from: .alpha, at: start + .seconds(25))
            #expect(try await open(after: 35).waitingSince == start + .seconds(30))
            _ = try await database.claim(1, from: .alpha, at: start + .seconds(35))
            #expect(try await open(after: 45).waitingSince == start + .seconds(40))
            try await database.write {
                let disabled = ProviderSettings(kind: .http, displayName: "beta", enabled: false)
                _ = try ProviderTable($0).put(.beta, disabled, at: start)
            }
            #expect(try await open(after: 45).waitingSince == nil)
        }
    }
}
