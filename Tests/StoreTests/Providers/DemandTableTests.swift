import Contract
import Domain
import Store
import Testing

@Suite struct DemandTableTests {
    private let names = (0..<6).map { "skill-\($0)" }

    @Test(arguments: Backend.available)
    func providersWithSomethingDueAreInDemand(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha, .beta])
            func demands(_ worker: String, at now: Timestamp = start) async throws -> [DemandTable.Demand] {
                try await database.read { try DemandTable($0).demands(of: worker, at: now) }
            }
            #expect(try await demands("w1").isEmpty)
            try await database.addRun(names, on: [.alpha])
            try await database.addRun(["skill-1"], on: [.beta], due: start + .seconds(1))
            #expect(try await demands("w1").map(\.provider) == [.alpha])
            #expect(try await demands("w1", at: start + .seconds(1)).map(\.provider) == [.alpha, .beta])
            #expect(try await demands("w1").first?.concurrency == 8)
            #expect(try await demands("w1").first?.slots == [:])
            try await database.write { connection in
                try DemandTable(connection).deal(3, of: .alpha, to: "w1")
                try DemandTable(connection).deal(0, of: .alpha, to: "w2")
                try DemandTable(connection).deal(4, of: .alpha, to: "w2")
                try DemandTable(connection).deal(2, of: .beta, to: "w2")
            }
            #expect(try await demands("w1").map(\.slots) == [["w1": 3, "w2": 4]])
            let second = try await demands("w2")
            #expect(second.map(\.provider) == [.alpha, .beta])
            #expect(second.map(\.isDue) == [true, false])
            try await database.write { try DemandTable($0).release(.alpha, by: "w1") }
            #expect(try await demands("w1").map(\.slots) == [["w2": 4]])
            let locked = try await database.write { try DemandTable($0).lock(.alpha)?.slots }
            #expect(locked == ["w2": 4])
        }
    }

    /// However many workers share a provider, nobody asks more than once what it has to do: either what may begin there,
    /// or where nothing may, what is to end.
    @Test(arguments: Backend.available)
    func theQueueOfAProviderIsLookedAtOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha])
            try await database.addRun(names, on: [.alpha])
            let plan = try await database.write { connection in
                let recording = RecordingConnection(connection)
                _ = try DemandTable(recording).demands(of: "w1", at: start)
                return try recording.queries.flatMap { try connection.plans(of: $0) }.map(\.lines)
            }
            let looks = plan.map { lines in lines.filter { $0.contains("install_tasks") }.count }
            #expect(!looks.isEmpty)
            #expect(looks.allSatisfy { $0 == 2 }, "\(plan)")
        }
    }

    @Test(arguments: Backend.available)
    func slotsOfSilentWorkersAreTakenBack(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha])
            try await database.write { connection in
                for worker in ["silent", "living", "unknown"] {
                    try DemandTable(connection).deal(1, of: .alpha, to: worker)
                }
                try WorkerTable(connection).see("silent", process: "p", at: start)
                try WorkerTable(connection).see("living", process: "p", at: start + .seconds(15))
            }
            let since = start + .seconds(1)
            #expect(try await database.read { try WorkerTable($0).hasSlots(ofSilentSince: since) })
            try await database.write { try WorkerTable($0).releaseSlots(ofSilentSince: since) }
            #expect(try await database.read { try WorkerTable($0).hasSlots(ofSilentSince: since) } == false)
            let left = try await database.write { try DemandTable($0).lock(.alpha)?.slots }
            #expect(left == ["living": 1])
            try await database.write { try WorkerTable($0).remove("living") }
            #expect(try await database.write { try DemandTable($0).lock(.alpha)?.slots } == [:])
        }
    }

    /// Its calls for the tasks claimed last may be open for as long as those are its own.
    @Test(arguments: Backend.available)
    func aSilentWorkerKeepsItsSlotsAsLongAsItHoldsATask(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.prepare(skills: names, providers: [.alpha])
            try await database.addRun([names[0]], on: [.alpha])
            try await database.write { connection in
                try WorkerTable(connection).see("silent", process: "p", at: start)
                try DemandTable(connection).deal(1, of: .alpha, to: "silent")
            }
            let task = try #require(try await database.claim(1, from: .alpha, by: "silent").first?.task)
            let since = start + .seconds(1)
            #expect(try await database.read { try WorkerTable($0).hasSlots(ofSilentSince: since) } == false)
            try await database.finish(task, .lapse, at: since)
            #expect(try await database.read { try WorkerTable($0).hasSlots(ofSilentSince: since) })
        }
    }
}
