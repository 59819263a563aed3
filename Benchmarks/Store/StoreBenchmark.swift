import Store
import StoreSQLite

/// Measures writes to a SQLite database: by one writer, so that each waits for a flush of its own, and by many
/// at once, which share them.
@main
struct StoreBenchmark {
    private let database: SQLiteDatabase

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let seconds = Int(arguments[2]), seconds > 0 else {
            print("usage: StoreBenchmark DATABASE SECONDS")
            return
        }
        let benchmark = StoreBenchmark(database: try SQLiteDatabase(path: arguments[1]))
        try await benchmark.prepare()
        let single = try await benchmark.measure(writers: 1, for: .seconds(seconds))
        let concurrent = try await benchmark.measure(writers: 64, for: .seconds(seconds))
        print("{\"single\": \(single.json), \"concurrent\": \(concurrent.json)}")
        try await benchmark.database.close()
    }

    private func prepare() async throws {
        try await database.write { connection in
            try connection.runScript(
                "CREATE TABLE notes (number INTEGER PRIMARY KEY, writer INTEGER, text TEXT)"
            )
        }
    }

    private func measure(writers: Int, for limit: Duration) async throws -> Outcome {
        let before = database.counts
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    while .now - start < limit { try await write(writer) }
                }
            }
            try await group.waitForAll()
        }
        let after = database.counts
        return Outcome(
            writers: writers,
            writes: after.writes - before.writes,
            commits: after.commits - before.commits,
            elapsed: .now - start
        )
    }

    /// One row of about a hundred bytes, as small as an event's.
    private func write(_ writer: Int) async throws {
        try await database.write { connection in
            try connection.run("INSERT INTO notes (writer, text) VALUES (\(writer), \(Self.text))")
        }
    }

    private static let text = String(repeating: "skillyard ", count: 10)
}

/// What a number of writers achieved.
private struct Outcome {
    let writers: Int
    let writes: Int
    let commits: Int
    let elapsed: Duration

    var json: String {
        """
        {"writers": \(writers), "writes": \(writes), "commits": \(commits), \
        "writes_per_second": \(Double(writes) / (elapsed / .seconds(1)))}
        """
    }
}
