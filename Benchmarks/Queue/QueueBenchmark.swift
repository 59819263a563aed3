import Contract
import Domain
import Engine
import Foundation
import Logging
import Store
import StorePostgres

/// Measures the queue alone: real workers on PostgreSQL carry out tasks at a provider that costs nothing, so that
/// all of the time is claiming, saving and what goes with it.
@main
struct QueueBenchmark {
    private let options: Options

    static func main() async throws {
        guard let options = Options(CommandLine.arguments) else {
            print("usage: QueueBenchmark DATABASE-URL TASKS TASKS-PER-RUN WORKERS CONCURRENCY")
            return
        }
        let outcome = try await QueueBenchmark(options: options).measure()
        print(outcome)
    }

    private func measure() async throws -> String {
        let database = try PostgresDatabase(url: options.url, connections: 4)
        try await Migrator().run(on: database)
        let provider = InstantProvider()
        let queue = FilledQueue(engine: engine(on: database, provider), concurrency: options.concurrency)
        try await queue.prepare(runs: options.runs, tasksPerRun: options.tasksPerRun)
        var figures: [String] = []
        // The first install of a skill reads its bundle; a removal is nothing but queue.
        for kind in [RunKind.install, .uninstall] {
            try await queue.fill(kind, runs: options.runs, tasksPerRun: options.tasksPerRun)
            let elapsed = try await drain(provider)
            try await queue.requireSuccess(of: options.tasks, kind)
            figures.append("\"\(kind.rawValue)\": \(Double(options.tasks) / (elapsed / .seconds(1)))")
        }
        await database.close()
        return "{\(figures.joined(separator: ", "))}"
    }

    /// From the workers' start until the results of all tasks are saved.
    private func drain(_ provider: InstantProvider) async throws -> Duration {
        var databases: [PostgresDatabase] = []
        var workers: [Worker] = []
        for number in 0..<options.workers {
            // Each as in a process of its own.
            let database = try PostgresDatabase(url: options.url, connections: 4)
            databases.append(database)
            let settings = WorkerSettings(grace: .zero)
            workers.append(engine(on: database, provider).worker(id: "worker-\(number)", settings: settings))
        }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { try await worker.run() } }
            try await FilledQueue.waitUntilEmpty(databases[0])
            group.cancelAll()
        }
        let elapsed = ContinuousClock.now - start
        for database in databases { await database.close() }
        return elapsed
    }

    private func engine(on database: any Database, _ provider: InstantProvider) -> Engine {
        Engine(database: database, adapters: provider, logger: Logger(label: "benchmark")) {
            Timestamp(microseconds: Int64((Date.now.timeIntervalSince1970 * 1_000_000).rounded()))
        }
    }
}

private struct Options {
    let url: String
    let tasks: Int
    let tasksPerRun: Int
    let workers: Int
    let concurrency: Int

    var runs: Int { tasks / tasksPerRun }

    init?(_ arguments: [String]) {
        let numbers = arguments.dropFirst(2).compactMap(Int.init).filter { $0 > 0 }
        guard arguments.count == 6, numbers.count == 4, numbers[0] % numbers[1] == 0 else { return nil }
        url = arguments[1]
        (tasks, tasksPerRun, workers, concurrency) = (numbers[0], numbers[1], numbers[2], numbers[3])
    }
}
