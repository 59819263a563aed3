import Contract
import Synchronization

/// The records of one vendor: in memory under a lock, and in a log on disk where a folder was given.
final class Shelf<Record: Codable & Sendable>: Sendable {
    private struct Line: Codable {
        let key: String
        /// Absent when the record was removed.
        let record: Record?
    }

    private let records: Mutex<OrderedRecords<Record>>
    private let journal: Journal?

    /// Reads the log at `file` and goes on writing it; nil keeps nothing.
    init(file: String?) throws {
        var loaded = OrderedRecords<Record>()
        guard let file else {
            records = Mutex(loaded)
            journal = nil
            return
        }
        for bytes in Journal.lines(ofFileAt: file) {
            let line = try JSON.decode(Line.self, from: bytes)
            loaded[line.key] = line.record
        }
        // A restart is the moment to drop what has been overwritten since.
        let keys = loaded.takeTouched()
        var kept: Set<String> = []
        let lines = try keys.filter { loaded[$0] != nil && kept.insert($0).inserted }.map { key in
            try JSON.encode(Line(key: key, record: loaded[key]))
        }
        records = Mutex(loaded)
        journal = try Journal(path: file, lines: lines)
    }

    func read<Result: Sendable, Failure: Error>(
        _ body: (OrderedRecords<Record>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try records.withLock { (current) throws(Failure) in try body(current) }
    }

    /// Changes records; what was changed is in the log before this returns.
    ///
    /// `body` makes all its checks before its first change: what it changed stays when it throws.
    func change<Result: Sendable>(
        _ body: (inout OrderedRecords<Record>) throws(Refusal) -> Result
    ) throws(Refusal) -> Result {
        try records.withLock { (current) throws(Refusal) in
            let result = try body(&current)
            try save(current.takeTouched(), of: current)
            return result
        }
    }

    func clear() throws(Refusal) {
        try records.withLock { (current) throws(Refusal) in
            current = OrderedRecords()
            do { try journal?.clear() } catch { throw .storage }
        }
    }

    private func save(_ keys: [String], of current: OrderedRecords<Record>) throws(Refusal) {
        guard let journal else { return }
        do {
            for key in keys {
                try journal.append(try JSON.encode(Line(key: key, record: current[key])))
            }
        } catch {
            throw .storage
        }
    }
}
