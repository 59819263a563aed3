import Contract
import Domain
import Engine
import Store
import Testing

/// Results that wait for company keep nobody else waiting.
@Suite(.timeLimit(.minutes(5))) struct GatheringTests {
    /// However long they may wait: when tasks at hand run out, and at the end, there is nothing to wait for.
    @Test func workersThatShareAQueueGetToItsEnd() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.concurrency = 4 }
            let names = (0..<24).map { "skill-\($0)" }
            for name in names { try await world.addSkill(name) }
            let run = try await world.start(names.map { .init(name: $0) }, on: ["alpha"])
            let settings = WorkerSettings(
                grace: .zero,
                cutOff: .seconds(20),
                poll: .seconds(1),
                gathering: .seconds(600)
            )
            let workers = [
                world.engine.worker(id: "w1", settings: settings),
                world.neighbour().worker(id: "w2", settings: settings),
            ]
            let services = workers.map { worker in Task { try await worker.run() } }
            let feed = Task { try await world.engine.feed.run() }
            for await item in try await world.admin.events(after: 0) {
                guard case .event(let event) = item, event.kind == .runChanged, event.status == "success"
                else { continue }
                break
            }
            #expect(try await world.admin.run(run.id).status == .success)
            for service in services + [feed] {
                service.cancel()
                try await service.value
            }
        }
    }
}
