import Contract
import Proofs
import Store

/// Writes an export of the audit log, a piece whenever somebody asks for the next one.
///
/// What is exported is fixed when it begins: the log may grow meanwhile.
actor AuditExporter {
    /// Everything that an export is made of, decided in one transaction.
    struct Scope: Sendable {
        let header: AuditExportLine.Header
        let checkpoints: ClosedRange<Int64>?
        let spans: [AuditTable.Span]

        init(_ query: AuditExportQuery, _ connection: any Connection, at now: Timestamp) throws {
            let checkpoints = CheckpointTable(connection)
            header = AuditExportLine.Header(madeAt: now, after: query.after, before: query.before)
            self.checkpoints = try checkpoints.numbers(for: query)
            spans = try AuditTable(connection).spans(query, upTo: try checkpoints.heads())
        }
    }

    private enum Step {
        case checkpoints(after: Int64)
        case chain(Int)
        case entries(Int, after: Int64)
        case over
    }

    private static let batch = 1000

    private let database: any Database
    private let scope: Scope
    private var step: Step?
    private var count: Int64 = 0

    init(_ database: any Database, _ scope: Scope) {
        self.database = database
        self.scope = scope
    }

    /// The next lines; nil after the last.
    func next() async throws -> [UInt8]? {
        guard let step else {
            self.step = scope.checkpoints.map { .checkpoints(after: $0.lowerBound - 1) } ?? .chain(0)
            return try AuditExportLine.header(scope.header).bytes()
        }
        switch step {
        case .checkpoints(let number): return try await checkpoints(after: number)
        case .chain(let index): return try begin(index)
        case .entries(let index, let sequence): return try await entries(index, after: sequence)
        case .over: return nil
        }
    }

    private func checkpoints(after number: Int64) async throws -> [UInt8] {
        let last = scope.checkpoints?.upperBound ?? 0
        let found = try await database.read { connection in
            try CheckpointTable(connection).all(after: number, limit: Self.batch)
        }.filter { $0.number <= last }
        let reached = found.last?.number ?? last
        step = reached < last ? .checkpoints(after: reached) : .chain(0)
        return try found.flatMap { try AuditExportLine.checkpoint($0).bytes() }
    }

    private func begin(_ index: Int) throws -> [UInt8] {
        guard index < scope.spans.count else {
            step = .over
            return try AuditExportLine.end(.init(entries: count)).bytes()
        }
        let span = scope.spans[index]
        step = .entries(index, after: span.after)
        return try AuditExportLine.chain(.init(chain: span.chain, after: span.after, hash: span.hash)).bytes()
    }

    private func entries(_ index: Int, after sequence: Int64) async throws -> [UInt8] {
        let span = scope.spans[index]
        let found = try await database.read { connection in
            try AuditTable(connection).entries(of: span, after: sequence, limit: Self.batch)
        }
        count += Int64(found.count)
        let reached = found.last?.sequence ?? span.last
        step = reached < span.last ? .entries(index, after: reached) : .chain(index + 1)
        return try found.flatMap { try AuditExportLine.entry($0).bytes() }
    }
}
