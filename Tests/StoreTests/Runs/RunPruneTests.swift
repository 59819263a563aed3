import Contract
import Domain
import Store
import Testing

/// Old runs are removed, but nothing that is still asked for.
@Suite(.timeLimit(.minutes(5))) struct RunPruneTests {
    private func prune(_ database: any Database, before time: Timestamp, atOnce limit: Int = 10) async throws
        -> Int
    {
        var (place, removed): (RunTable.Place?, Int) = (nil, 0)
        repeat {
            let reached = place
            let found = try await database.read { connection in
                try RunTable(connection).removable(endedBefore: time, after: reached, limit: limit)
            }
            for piece in found.pieces { removed += try await remove(piece, from: database, before: time) }
            place = found.next
        } while place != nil
        return removed
    }

    private func remove(_ piece: [RunTable.Family], from database: any Database, before time: Timestamp)
        async throws -> Int
    {
        try await database.write { connection in
            let table = RunTable(connection)
            return try table.remove(table.removal(of: piece), endedBefore: time, at: time).runs
        }
    }

    @Test(arguments: Backend.available)
    func oldRunsAreRemovedButNotWhatStillStands(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo", "other"], providers: [.alpha])
            var runs: [RunID] = []
            for (number, skill) in ["demo", "other", "demo"].enumerated() {
                let task = try await database.addRun([skill], on: [.alpha], after: number)[0]
                let claimed = try #require(try await database.claim(1, from: .alpha).first?.task)
                try await database.finish(claimed, .succeed(.init(id: "r", version: nil)))
                try await database.write { connection in
                    let attempt = AttemptTable.Ended(claimed, outcome: "success", error: nil)
                    try AttemptTable(connection).insert([try #require(attempt)], at: start)
                    try connection.run(
                        "UPDATE install_runs SET finished_at = \(start) WHERE id = \(task.runID)"
                    )
                }
                runs.append(task.runID)
            }
            // The newest still stands, and the one in the middle was undone by it.
            let newest = try await database.read { [runs] in try TaskTable($0).all(of: runs[2])[0] }
            let installed = InstallTask.Installed(
                version: 1,
                digest: "d",
                remote: .init(id: "r", version: nil)
            )
            try await database.write { [runs] connection in
                try InstallationTable(connection).put(installed, by: newest, at: start)
                try connection.run("UPDATE install_runs SET parent_run_id = \(runs[1]) WHERE id = \(runs[2])")
            }
            #expect(try await prune(database, before: start, atOnce: 2) == 0)
            #expect(try await prune(database, before: start + .seconds(1), atOnce: 2) == 1)
            let left = try await database.read { try RunTable($0).list(RunQuery()) }
            #expect(Set(left.items.map(\.id)) == Set(runs[1...]))
            let attempts = try await database.read { try $0.run("SELECT 1 AS one FROM task_attempts").count }
            #expect(attempts == 2)
        }
    }

    @Test(arguments: Backend.available)
    func anOldRunIsKeptUntilItsFailuresAreDealtWith(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            let task = try await database.addRun(["demo"], on: [.alpha])[0]
            let claimed = try #require(try await database.claim(1, from: .alpha).first?.task)
            let refusal = ProviderFailure(.invalidSkill, "It is not one.")
            try await database.finish(claimed, .fail(refusal, jitter: 0))
            try await database.write { connection in
                try connection.run(
                    "UPDATE install_runs SET finished_at = \(start), failed = 1 WHERE id = \(task.runID)"
                )
            }
            let old = start + .seconds(86_400)
            #expect(try await prune(database, before: old) == 0)
            let open = try await database.read { try FailureTable($0).open() }
            #expect(open.map(\.task) == [task.id])
            try await database.write { connection in
                try FailureTable(connection).acknowledge(open, by: "ann", reason: "known", at: start)
            }
            #expect(try await prune(database, before: old) == 1)
        }
    }

    /// A run that ended at the start, and another one that undid it.
    private func addUndone(to database: any Database) async throws -> [RunID] {
        let (run, undo) = (RunView.sample(at: start), RunView.sample(at: start + .seconds(1)))
        try await database.write { connection in
            try RunTable(connection).insert(run)
            try RunTable(connection).insert(undo)
            try connection.run("UPDATE install_runs SET finished_at = \(start), status = 'success'")
            try connection.run("UPDATE install_runs SET parent_run_id = \(run.id) WHERE id = \(undo.id)")
        }
        return [run.id, undo.id]
    }

    @Test(arguments: Backend.available)
    func whatUndidARunGoesWithItOrNotAtAll(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let runs = try await addUndone(to: database)
            let old = start + .seconds(10)
            try await database.write {
                try $0.run("UPDATE install_runs SET finished_at = \(old) WHERE id = \(runs[1])")
            }
            #expect(try await prune(database, before: old) == 0)
            let found = try await database.read {
                try RunTable($0).removable(endedBefore: old + .seconds(1), after: nil, limit: 10)
            }
            #expect(found.pieces.map { $0.map(\.runs) } == [[runs]])
            #expect(try await prune(database, before: old + .seconds(1)) == 2)
        }
    }

    /// Between the look and the removal somebody may have one tried again, or roll one back.
    @Test(arguments: Backend.available)
    func whatHasComeUpSinceTheLookIsKept(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let runs = try await addUndone(to: database)
            let old = start + .seconds(10)
            let piece = try await database.read {
                try RunTable($0).removable(endedBefore: old, after: nil, limit: 10)
            }.pieces[0]
            try await database.write {
                try $0.run("UPDATE install_runs SET finished_at = NULL WHERE id = \(runs[0])")
            }
            #expect(try await remove(piece, from: database, before: old) == 0)
            let child = RunView.sample(at: old)
            try await database.write { connection in
                try connection.run("UPDATE install_runs SET finished_at = \(start)")
                try RunTable(connection).insert(child)
                try connection.run(
                    """
                    UPDATE install_runs SET finished_at = \(start), parent_run_id = \(runs[1])
                    WHERE id = \(child.id)
                    """
                )
            }
            #expect(try await remove(piece, from: database, before: old) == 0)
            #expect(try await prune(database, before: old + .seconds(1)) == 3)
        }
    }

    @Test(arguments: Backend.available)
    func aPieceHasNoMoreTargetsThanAllowed(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                for number in 0..<5 {
                    try RunTable(connection).insert(.sample(at: start + .seconds(number), targets: 2))
                }
                try connection.run("UPDATE install_runs SET finished_at = \(start)")
            }
            let found = try await database.read {
                try RunTable($0).removable(
                    endedBefore: start + .seconds(10),
                    after: nil,
                    limit: 10,
                    targets: 5
                )
            }
            #expect(found.pieces.map(\.count) == [2, 2, 1])
            #expect(found.next == nil)
        }
    }
}
