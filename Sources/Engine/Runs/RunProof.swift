import Contract
import Domain
import Proofs
import Store

/// Gathers what proves what a run did, in a read transaction.
struct RunProof {
    /// How many entries of the log, of this run and of others between, are taken along at most.
    private static let maximumEntries: Int64 = 100_000
    private static let batch = 200

    private let connection: any Connection
    private let id: RunID

    init(_ id: RunID, _ connection: any Connection) {
        self.id = id
        self.connection = connection
    }

    /// The evidence; nil when no checkpoint covers the run's entries yet.
    ///
    /// - Throws: ``Problem`` when there is none to be had; ``StoreError``.
    func evidence(at now: Timestamp) throws -> Evidence? {
        guard let run = try EngineSession.whole(id, connection: connection, at: now) else {
            throw Problem.missing(run: id)
        }
        guard run.status.isFinal else {
            let detail: Phrase =
                "Run \(id, as: "run") is still at work; its evidence is there when it has ended."
            throw Problem(.conflict, as: "evidence_at_work", detail)
        }
        let tasks = try TaskTable(connection).all(of: id)
        let spans = try AuditTable(connection).ends(of: run, tasks: tasks.map(\.id))
        guard let checkpoint = try covering(spans, since: run.finishedAt ?? run.createdAt) else { return nil }
        let audit = try lines(spans, upTo: checkpoint, run, at: now)
        let versions = try versions(of: tasks)
        return Evidence(
            run: run,
            plan: plan(run, tasks, audit),
            versions: versions,
            audit: audit,
            scans: try versions.map(scan)
        )
    }

    private func plan(_ run: RunView, _ tasks: [InstallTask], _ audit: [AuditExportLine]) -> Evidence.Plan {
        var hash: String?
        for case .entry(let entry) in audit where entry.action == "run.start" && entry.subject == "run:\(id)"
        {
            // Written by this program as an object of texts.
            hash = (try? JSON.decode([String: String].self, from: entry.detail.utf8))?["plan"]
        }
        return Evidence.Plan(
            kind: run.kind,
            hash: hash,
            targets: tasks.map { task in
                Evidence.Plan.Target(
                    task: task.id,
                    skill: task.skill,
                    version: task.version,
                    digest: task.digest,
                    provider: task.provider
                )
            }
        )
    }

    private func versions(of tasks: [InstallTask]) throws -> [SkillVersionView] {
        let wanted = Set(tasks.map { RunRequest.Selection(name: $0.skill, version: $0.version) })
        return try wanted.sorted { ($0.name, $0.version ?? 0) < ($1.name, $1.version ?? 0) }.compactMap {
            selection in
            try SkillTable(connection).version(selection.version ?? 0, of: selection.name)
        }
    }

    private func scan(of version: SkillVersionView) throws -> Evidence.Scan {
        let results = try ScanTable(connection).all(digest: version.digest)
        return Evidence.Scan(
            skill: version.skill,
            version: version.version,
            digest: version.digest,
            results: results.map { .init(scannedAt: $0.scannedAt, report: $0.report) },
            waivers: try WaiverTable(connection).all(digest: version.digest)
        )
    }

    /// The first checkpoint that signed everything that the spans hold.
    private func covering(_ spans: [AuditTable.Extent], since time: Timestamp) throws -> AuditCheckpoint? {
        let table = CheckpointTable(connection)
        // Nodes' clocks differ a little.
        let early = AuditExportQuery(after: time - .seconds(300))
        guard let numbers = try table.numbers(for: early) else { return nil }
        var reached = numbers.lowerBound - 1
        while true {
            let next = try table.all(after: reached, limit: Self.batch)
            for view in next {
                guard let checkpoint = AuditCheckpoint(statement: view.statement) else { continue }
                let heads = Dictionary(checkpoint.heads.map { ($0.chain, $0.sequence) }) { first, _ in first }
                if spans.allSatisfy({ heads[$0.chain] ?? 0 >= $0.last }) { return checkpoint }
            }
            guard next.count == Self.batch, let last = next.last else { return nil }
            reached = last.number
        }
    }

    private func lines(
        _ extents: [AuditTable.Extent],
        upTo checkpoint: AuditCheckpoint,
        _ run: RunView,
        at now: Timestamp
    ) throws -> [AuditExportLine] {
        let table = AuditTable(connection)
        var lines: [AuditExportLine] = [
            .header(.init(madeAt: now, after: run.createdAt, before: nil))
        ]
        lines += try CheckpointTable(connection).find(checkpoint.number).map { [.checkpoint($0)] } ?? []
        var count: Int64 = 0
        for extent in extents {
            let last = checkpoint.heads.first { $0.chain == extent.chain }?.sequence ?? extent.last
            count += last - extent.first + 1
            guard count <= Self.maximumEntries else {
                let detail: Phrase = """
                    The audit log has more than \(Self.maximumEntries, as: "count") entries between this run and the \
                    checkpoint that covers it: export the log instead.
                    """
                throw Problem(.conflict, as: "evidence_too_long", detail)
            }
            let span = try table.span(extent.chain, from: extent.first, through: last)
            lines.append(.chain(.init(chain: span.chain, after: span.after, hash: span.hash)))
            lines += try table.entries(of: span, after: span.after, limit: Int(Self.maximumEntries)).map {
                .entry($0)
            }
        }
        return lines + [.end(.init(entries: count))]
    }
}
