import Client
import Contract
import Synchronization

/// Asks for installs of ever newer versions, at whichever server answers.
final class ClusterLoad: Sendable {
    private let arena: ClusterArena
    private let permits: AsyncStream<Int>
    private let permit: AsyncStream<Int>.Continuation
    private let state = Mutex<[RunID]>([])

    init(_ arena: ClusterArena) {
        self.arena = arena
        (permits, permit) = AsyncStream.makeStream()
    }

    /// The runs that were acknowledged.
    var accepted: [RunID] { state.withLock(\.self) }

    /// Lets it ask for so many more; the load is spread over the faults, so that each one meets work.
    func mayPost(_ count: Int) { permit.yield(count) }

    func mayPostAll() {
        permit.yield(ClusterArena.runs)
        permit.finish()
    }

    func run() async throws {
        var number = 0
        for await count in permits {
            for _ in 0..<count where number < ClusterArena.runs {
                try await post(number)
                number += 1
            }
        }
    }

    private func post(_ number: Int) async throws {
        let groups = ClusterArena.skills / ClusterArena.skillsPerRun
        let (round, group) = number.quotientAndRemainder(dividingBy: groups)
        let skills = (0..<ClusterArena.skillsPerRun).map { group * ClusterArena.skillsPerRun + $0 }
        if round > 0 {
            for skill in skills {
                let upload = CrashArena.upload(skill: skill, version: round + 1)
                _ = try await untilAnswered { try await $0.registerSkill(upload) }
            }
        }
        let request = RunRequest(
            skills: skills.map { .init(name: CrashArena.name($0)) },
            providers: arena.providers.map(\.0)
        )
        let run = try await untilAnswered {
            try await $0.startRun(request, idempotencyKey: "run-\(number)", source: .api)
        }
        state.withLock { $0.append(run.id) }
    }

    /// Asks the servers in turn while none answers: with an idempotency key, or for what may be repeated.
    private func untilAnswered<Answer>(
        _ ask: (HTTPControlPlane) async throws -> Answer
    ) async throws -> Answer {
        var turn = Int.random(in: 0...1)
        while true {
            let server = arena.controls[turn % arena.controls.count]
            turn += 1
            do { return try await ask(server) } catch let problem as Problem
                where [.unavailable, .idempotencyKeyInUse].contains(problem.code)
            {
                try await Task.sleep(for: .milliseconds(50))  // nobody tells a client when a server is back
            }
        }
    }
}
