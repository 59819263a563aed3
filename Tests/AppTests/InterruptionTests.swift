import Client
import Contract
import Foundation
import Simulators
import Testing

/// A stop by Ctrl-C, and by a second one.
@Suite(.serialized) struct InterruptionTests {
    @Test(.timeLimit(.minutes(5)), arguments: [SIGINT, SIGTERM])
    func aSecondInterruptEndsAStopThatWaits(first: Int32) async throws {
        let arena = try await CrashArena.start(skills: 1)
        do {
            let server = arena.server
            arena.simulator.load(
                FaultScript(rules: [FaultRule(vendor: .openai, effect: .hang(commit: false))])
            )
            _ = try await arena.control.startRun(
                RunRequest(
                    skills: [.init(name: CrashArena.name(0))],
                    providers: [ProviderID(rawValue: "openai")]
                ),
                idempotencyKey: nil,
                source: .api
            )
            // Once its call hangs, a stop has something to wait for.
            try await until { arena.simulator.requests.vendors["openai"]?.isEmpty == false }
            server.send(first)
            try await until { try server.said.contains("Stopping: ") }
            #expect(server.isRunning)
            // Said twice, a wish to stop in good order stays one.
            server.send(SIGTERM)
            let begun = ContinuousClock.now
            server.send(SIGINT)
            #expect(await server.ended(within: .seconds(10)) == 128 + SIGINT)
            print("ended \(begun.duration(to: .now)) after the interrupt")
            let said = try server.said
            #expect(said.components(separatedBy: "Stopping: ").count == 2)
            #expect(said.contains("may take up to 20 s; Ctrl-C again ends at once."))
        } catch {
            try await arena.stop()
            throw error
        }
        try await arena.stop()
    }
}
