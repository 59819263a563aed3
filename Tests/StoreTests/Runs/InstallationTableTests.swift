import Contract
import Domain
import Store
import Testing

@Suite struct InstallationTableTests {
    private func installed(_ version: Int) -> InstallTask.Installed {
        .init(version: version, digest: "d\(version)", remote: .init(id: "r", version: "\(version)"))
    }

    @Test(arguments: Backend.available)
    func aSkillStandsOnAProviderInOneVersionOnly(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: ["demo"], providers: [.alpha])
            let task = try await database.addRun(["demo"], on: [.alpha])[0]
            try await database.write { connection in
                let ledger = InstallationTable(connection)
                try ledger.put(installed(1), by: task, at: start)
                try ledger.put(installed(2), by: task, at: start + .seconds(1))
            }
            let current = try await database.read {
                try InstallationTable($0).current(task.skillID, on: .alpha)
            }
            #expect(current == installed(2))
            let listed = try await database.read { try InstallationTable($0).list(.init()) }.items
            #expect(listed.map(\.version) == [2])
            #expect(listed.first?.installedAt == start + .seconds(1))
            #expect(listed.first?.runID == task.runID)
            try await database.write { try InstallationTable($0).remove([task]) }
            #expect(
                try await database.read { try InstallationTable($0).current(task.skillID, on: .alpha) } == nil
            )
        }
    }

    @Test(arguments: Backend.available)
    func pagesGoBySkillAndProviderAndCanBeNarrowed(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let names = (10..<30).map { "skill-\($0)" }
            try await database.prepare(skills: names, providers: [.alpha, .beta])
            let tasks = try await database.addRun(names, on: [.alpha, .beta])
            try await database.write { connection in
                for task in tasks { try InstallationTable(connection).put(installed(1), by: task, at: start) }
            }
            var seen: [String] = []
            var query = InstallationQuery(page: PageRequest(limit: 7))
            repeat {
                let page = try await database.read { [query] in try InstallationTable($0).list(query) }
                seen += page.items.map { "\($0.skill) \($0.provider)" }
                query.page.cursor = page.nextCursor
            } while query.page.cursor != nil
            #expect(seen == names.flatMap { ["\($0) alpha", "\($0) beta"] })
            let beta = InstallationQuery(provider: .beta, page: PageRequest(limit: 200))
            #expect(try await database.read { try InstallationTable($0).list(beta) }.items.count == 20)
            let one = InstallationQuery(skill: "skill-11")
            #expect(
                try await database.read { try InstallationTable($0).list(one) }.items.map(\.provider) == [
                    .alpha, .beta,
                ]
            )
            await #expect(throws: StoreError.invalidCursor) {
                let wrong = InstallationQuery(page: PageRequest(cursor: "nonsense"))
                return try await database.read { try InstallationTable($0).list(wrong) }
            }
        }
    }

    @Test(arguments: Backend.available)
    func aWorkerIsKnownByItsNewestProcessAndForgottenAfterLongSilence(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let workers = WorkerTable(connection)
                try workers.see("w1", process: "before", at: start)
                try workers.see("w1", process: "after", at: start + .seconds(5))
                try workers.see("w2", process: "p2", at: start)
            }
            #expect(try await database.read { try WorkerTable($0).all().map(\.process) } == ["after", "p2"])
            try await database.write { try WorkerTable($0).prune(before: start + .seconds(1)) }
            #expect(try await database.read { try WorkerTable($0).all().map(\.id) } == ["w1"])
            try await database.write { try WorkerTable($0).remove("w1") }
            #expect(try await database.read { try WorkerTable($0).all() }.isEmpty)
        }
    }
}
