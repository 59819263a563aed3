import Client
import Contract
import Foundation
import Synchronization

/// Asks for installs over and over, of ever newer versions, whatever happens to the server.
final class CrashLoad: Sendable {
    private struct State {
        var accepted: [RunID] = []
        var limit = 10
    }

    private let arena: CrashArena
    private let runs: Int
    private let state = Mutex(State())

    init(_ arena: CrashArena, runs: Int) {
        self.arena = arena
        self.runs = runs
    }

    /// The runs that were acknowledged.
    var accepted: [RunID] { state.withLock(\.accepted) }

    /// Lets the load go on; it is spread over the kills, so that each one meets work.
    func mayPost(upTo limit: Int) {
        state.withLock { $0.limit = max($0.limit, limit) }
    }

    func run() async throws {
        for number in 0..<runs {
            while state.withLock({ $0.limit }) <= number { try await Task.sleep(for: .milliseconds(5)) }
            let skill = number % CrashTests.skills
            let round = number / CrashTests.skills
            if round > 0 {
                try await untilAnswered { try await self.arena.register(skill: skill, version: round + 1) }
            }
            let request = RunRequest(
                skills: [.init(name: CrashArena.name(skill))],
                providers: CrashArena.providers
            )
            let run = try await untilAnswered {
                try await self.arena.control.startRun(request, idempotencyKey: "run-\(number)", source: .api)
            }
            state.withLock { $0.accepted.append(run.id) }
        }
    }

    /// Asks again while nobody answers: with an idempotency key, or for something that may be repeated.
    private func untilAnswered<Answer>(_ ask: () async throws -> Answer) async throws -> Answer {
        while true {
            do { return try await ask() } catch let problem as Problem where problem.code == .unavailable {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
