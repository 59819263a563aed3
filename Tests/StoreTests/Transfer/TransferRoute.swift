import Contract
import Domain
import Store
import Testing

/// From which kind of database to which.
struct TransferRoute: Sendable, CustomTestStringConvertible {
    let source: Backend
    let target: Backend

    var testDescription: String { "\(source) to \(target)" }

    static var available: [TransferRoute] {
        Backend.available.flatMap { source in
            Backend.available.map { TransferRoute(source: source, target: $0) }
        }
    }

    /// Runs `body` with a source at the newest schema and a target without any.
    func withDatabases(_ body: (any Database, any Database) async throws -> Void) async throws {
        try await source.withDatabase { source in
            try await target.withEmptyDatabase { target in try await body(source, target) }
        }
    }
}

extension Database {
    func transfer(to target: any Database, asRehearsal: Bool = false) async throws -> TransferReport {
        try await Transfer(
            from: self,
            to: target,
            bundleIsWhole: { _, archive in archive != Array("rubbish".utf8) }
        )
        .run(asRehearsal: asRehearsal, at: start)
    }

    func view(of name: String) async throws -> SkillView? {
        try await read { try SkillTable($0).skill(named: name) }
    }

    /// Something in nearly every table, and in some more than passes at once.
    func fill() async throws {
        try await prepare(skills: ["a", "b"], providers: [.alpha, .beta])
        try await register([skill("report", description: "분기별 매출보고서를 작성합니다.", tags: ["보고서", "finance"])])
        var ended: InstallTask?
        for delay in 0..<600 { ended = try await addRun(["a", "b"], on: [.alpha], after: delay).first }
        let parent = try #require(ended)
        try await write { connection in
            try RunTable(connection).insert(.sample(at: start + .seconds(9)))
            try connection.run(
                """
                UPDATE install_runs SET parent_run_id = \(parent.runID), reason = 'wrong one', kind = 'rollback'
                WHERE id = (SELECT max(id) FROM install_runs)
                """
            )
            try EventTable(connection).append(
                (0..<700).map { NewEvent(.taskChanged, skill: "s\($0)") },
                at: start
            )
            try AuditTable(connection).append([.sample, .sample], at: start)
            let digest = "digest-report-v1"
            let scan = ScanReport(digest: digest, rulesVersion: 1, findings: [], omitted: 0)
            try ScanTable(connection).save(scan, at: start)
            let waiver = ScanWaiver(
                id: WaiverID.make(at: start),
                digest: digest,
                rulesVersion: 1,
                rule: "secret.web_token",
                finding: nil,
                approver: "ann",
                reason: "빈 칸",
                createdAt: start,
                expiresAt: start + .seconds(60)
            )
            try WaiverTable(connection).insert(waiver)
        }
    }
}

extension TransferReport {
    /// How many rows of a table were copied; nil when it was not.
    func rows(_ table: String) -> Int? { tables.first { $0.name == table }?.rows }
}

extension NewAuditEntry {
    static var sample: NewAuditEntry {
        NewAuditEntry(
            actor: "ann",
            action: "run.start",
            subject: "run:1",
            outcome: "accepted",
            source: "api",
            detail: ["note": "빈 칸"]
        )
    }
}
