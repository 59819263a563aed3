import Contract
import Foundation
import PostgresFixture
import Store
import Testing

/// What goes wrong, one after the other, in an order that the seed decides.
struct ClusterFaults {
    private enum Fault {
        case killWorker
        case killServer
        case pauseWorker
        case endConnections
        case restartDatabase
        case cutWorker
        case cutServer
    }

    private static let faults: [Fault] =
        Array(repeating: .killWorker, count: 8) + Array(repeating: .killServer, count: 4)
        + Array(repeating: .endConnections, count: 6) + [.pauseWorker, .pauseWorker]
        + [.restartDatabase, .restartDatabase, .cutWorker, .cutServer]

    /// How long a cut lasts.
    private static let cut = Duration.seconds(20)
    /// Until tasks of a process known to be dead are with others; on its own machine.
    private static let untilDead = Duration.seconds(5)
    /// Until tasks of a silent worker are with others.
    private static let untilSilent = Duration.seconds(ClusterArena.leaseSeconds + 4)

    struct Tally {
        var kills = 0
        var pauses = 0
        var cuts = 0
        var ended = 0
        var restarts = 0
        /// From the kill of a worker that held tasks.
        var slowestFromDead = Duration.zero
        /// From the last moment in which a worker could be heard.
        var slowestFromSilent = Duration.zero
        /// Faults that met a worker at work.
        var met = 0
    }

    private let arena: ClusterArena
    private let load: ClusterLoad
    private var random: SeededRandom
    private(set) var tally = Tally()

    init(_ arena: ClusterArena, _ load: ClusterLoad, seed: UInt64) {
        self.arena = arena
        self.load = load
        random = SeededRandom(seed: seed)
    }

    mutating func run() async throws {
        let faults = Self.faults.shuffled(using: &random)
        load.mayPost(ClusterArena.runs / 5)
        for (index, fault) in faults.enumerated() {
            let rest = ClusterArena.runs * 4 / 5
            load.mayPost(rest * (index + 1) / faults.count - rest * index / faults.count)
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...600, using: &random)))
            try await expectNobodyOverdue()
            expectCalls(atMost: ClusterArena.concurrency)
            let begun = ContinuousClock.now
            try await play(fault)
            print("cluster test: \(fault) took \(ContinuousClock.now - begun)")
        }
        load.mayPostAll()
    }

    private mutating func play(_ fault: Fault) async throws {
        switch fault {
        case .killWorker: try await killWorker(amongTheFirst: 3)
        case .killServer: try await killServer()
        case .pauseWorker: try await pauseWorker()
        case .endConnections: try await endConnections()
        case .restartDatabase: try await restartDatabase()
        case .cutWorker: try await cutWorker()
        case .cutServer: try await cutServer()
        }
    }

    // MARK: Processes

    private mutating func killWorker(amongTheFirst count: Int) async throws {
        let node = arena.workers[Int.random(in: 0..<count, using: &random)]
        let id = try await workerAtWork(node)
        node.program.kill()
        tally.kills += 1
        let took = try await takeOver(
            from: id,
            since: .now,
            within: Self.untilDead,
            "\(node.name) was killed"
        )
        if let took {
            tally.slowestFromDead = max(tally.slowestFromDead, took)
        }
        try node.program.start()
        try await arena.untilPresent(node)
        // What the dead one had sent was still being answered while its tasks began anew.
        expectCalls(atMost: 2 * ClusterArena.concurrency)
    }

    private mutating func killServer() async throws {
        let node = arena.servers[Int.random(in: 0...1, using: &random)]
        node.program.kill()
        tally.kills += 1
        try node.program.start()
        try await arena.untilReady(node)
    }

    /// JOB-04: a worker that sleeps beyond its lease changes nothing when it wakes up, and says so.
    private mutating func pauseWorker() async throws {
        let node = arena.workers[Int.random(in: 0...2, using: &random)]
        let id = try await workerAtWork(node)
        let lostBefore = node.leasesLost
        node.program.pause()
        tally.pauses += 1
        let took = try await takeOver(
            from: id,
            since: .now,
            within: Self.untilSilent,
            "\(node.name) was halted"
        )
        let taken = try await triesTakenBack(from: id)
        node.program.resume()
        guard let took else { return }
        tally.slowestFromSilent = max(tally.slowestFromSilent, took)
        try await arena.until("\(node.name) knows what it lost", within: .seconds(15)) {
            node.leasesLost > lostBefore
        }
        // What it sent in its first moment awake is answered by then.
        try await Task.sleep(for: .milliseconds(500))
        #expect(try await triesTakenBack(from: id).isSuperset(of: taken))
        expectCalls(atMost: 2 * ClusterArena.concurrency)
    }

    // MARK: The database

    private mutating func endConnections() async throws {
        let connections = try await arena.connections()
        let victims = connections.shuffled(using: &random).prefix(max(1, connections.count / 3))
        for victim in victims {
            // One that ended meanwhile is no longer there to be asked.
            _ = try await arena.postgres.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = \(victim)"
            )
        }
        tally.ended += victims.count
    }

    private mutating func restartDatabase() async throws {
        try await arena.postgres.restart(.immediate)
        tally.restarts += 1
        try await untilAllAreBack()
    }

    /// Waits until every worker has given a sign of life from now on, and every server is ready.
    private func untilAllAreBack() async throws {
        let begun = try await arena.rows("SELECT \(Self.now) AS now").first?.integer("now") ?? 0
        for node in arena.servers { try await arena.untilReady(node) }
        try await arena.until("every worker is back", within: .seconds(30)) {
            try await arena.count("SELECT count(*) AS n FROM workers WHERE seen_at > \(begun)")
                == arena.workers.count
        }
    }

    private mutating func cutWorker() async throws {
        let node = arena.workers[2]
        let id = try await workerAtWork(node)
        try await node.link?.cut()
        let begun = ContinuousClock.now
        let took = try await takeOver(
            from: id,
            since: begun,
            within: Self.untilSilent,
            "\(node.name) was cut off"
        )
        if let took {
            tally.slowestFromSilent = max(tally.slowestFromSilent, took)
        }
        // JOB-05: it stopped by itself before others began.
        expectCalls(atMost: ClusterArena.concurrency)
        try await killWorker(amongTheFirst: 2)
        try await heal(node, cutAt: begun)
    }

    private mutating func cutServer() async throws {
        let node = arena.servers[1]
        try await node.link?.cut()
        let begun = ContinuousClock.now
        try await killWorker(amongTheFirst: 3)
        try await endConnections()
        try await heal(node, cutAt: begun)
    }

    private mutating func heal(_ node: ClusterNode, cutAt begun: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: begun + Self.cut)  // the cut lasts that long
        try await node.link?.heal()
        tally.cuts += 1
        try await untilAllAreBack()
    }

    // MARK: Looking

    private static let now: Query = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"

    /// The worker's name, once it holds tasks or there is nothing left to hold.
    private func workerAtWork(_ node: ClusterNode) async throws -> String {
        let id = try #require(try await arena.workerID(of: node))
        try await arena.until("\(node.name) has something to do", within: .seconds(30)) {
            let held = try await held(by: id)
            let open = try await arena.count(
                "SELECT count(*) AS n FROM install_tasks WHERE status IN ('queued', 'running')"
            )
            return held > 0 || open == 0
        }
        return id
    }

    private func held(by worker: String) async throws -> Int {
        try await arena.count(
            "SELECT count(*) AS n FROM install_tasks WHERE status = 'running' AND lease_worker = \(worker)"
        )
    }

    /// Waits until others have a worker's tasks.
    ///
    /// - Returns: How long it took; nil if it held none.
    private mutating func takeOver(
        from worker: String,
        since begun: ContinuousClock.Instant,
        within limit: Duration,
        _ what: String
    ) async throws -> Duration? {
        guard try await held(by: worker) > 0 else { return nil }
        tally.met += 1
        var activity: String?
        try await arena.until("the tasks of \(worker) are taken back", within: .seconds(60)) {
            if activity == nil, ContinuousClock.now - begun > limit { activity = try await arena.activity() }
            return try await held(by: worker) == 0
        }
        let took = ContinuousClock.now - begun
        #expect(took <= limit, "\(what); PostgreSQL was at: \(activity ?? "")")
        return took
    }

    /// The tries that ended because a worker fell silent.
    private func triesTakenBack(from worker: String) async throws -> Set<String> {
        let rows = try await arena.rows(
            """
            SELECT task_id, number FROM task_attempts WHERE worker = \(worker)
                AND outcome = \(FailureCode.leaseLost.rawValue)
            """
        )
        return Set(try rows.map { "\(try $0.text("task_id")) \(try $0.int("number"))" })
    }

    /// JOB-03: nothing runs on for longer than its lease, a watchdog's interval and what a busy machine takes.
    private func expectNobodyOverdue() async throws {
        let overdue = try await arena.count(
            """
            SELECT count(*) AS n FROM install_tasks
            WHERE status = 'running' AND lease_expires_at < \(Self.now) - 4000000
            """
        )
        #expect(overdue == 0)
    }

    /// JOB-12: no provider gets more calls at a time than it allows, whoever sends them.
    private func expectCalls(atMost most: Int) {
        let calls = arena.takeMostCalls()
        #expect(calls <= most)
    }
}
