import Contract

/// The open failed targets of a cause.
struct OpenFailures: Sendable {
    /// Those of one run, by when they failed.
    struct OfRun: Sendable {
        let run: RunID
        let targets: [TaskID: Timestamp]
    }

    private static let runsAtOnce = 50
    private static let targetsAtOnce = 500
    /// Whether chosen or not: a run is locked and read as a whole.
    private static let rowsAtOnce = 5000

    private var own: [RunID: [TaskID: Timestamp]] = [:]
    /// How many of which run are of skills outside of the caller's scope.
    private(set) var others: [RunID: Int] = [:]
    /// Whose skills those are.
    private(set) var namespaces: Set<String> = []

    var isEmpty: Bool { own.isEmpty }

    /// Those with targets in the caller's scope.
    var runs: [RunID] { Array(own.keys) }

    mutating func add(_ task: TaskID, of run: RunID, at failed: Timestamp) {
        own[run, default: [:]][task] = failed
    }

    mutating func leaveOut(_ run: RunID, of namespace: String?) {
        others[run, default: 0] += 1
        if let namespace { namespaces.insert(namespace) }
    }

    /// For one transaction each, the oldest run first: whole runs, as each is decided as a whole, and so few of them
    /// that nobody waits long for their rows.
    ///
    /// - Parameter sizes: How many targets each run has in all.
    /// - Returns: The batches, in that order.
    func batches(of sizes: [RunID: Int]) -> [[OfRun]] {
        var batches: [[OfRun]] = []
        var batch: [OfRun] = []
        var (count, rows) = (0, 0)
        for (run, targets) in own.sorted(by: { $0.key < $1.key }) {
            let size = sizes[run] ?? targets.count
            let isFull =
                batch.count == Self.runsAtOnce || count + targets.count > Self.targetsAtOnce
                || rows + size > Self.rowsAtOnce
            if !batch.isEmpty, isFull {
                batches.append(batch)
                (batch, count, rows) = ([], 0, 0)
            }
            batch.append(OfRun(run: run, targets: targets))
            count += targets.count
            rows += size
        }
        return batch.isEmpty ? batches : batches + [batch]
    }
}
