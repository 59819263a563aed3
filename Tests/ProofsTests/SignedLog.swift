import Contract
import Foundation
import Proofs

/// An audit log with checkpoints, as an export holds it.
struct SignedLog {
    let key: SigningKey
    var lines: [AuditExportLine] = []
    private(set) var checkpoints: [AuditCheckpointView] = []
    private var heads: [String: AuditCheckpoint.Head] = [:]
    private var entries: [String: [AuditEntryLine]] = [:]
    static let start = Timestamp(microseconds: 1_790_000_000_123_456)

    init(key: SigningKey) {
        self.key = key
    }

    mutating func append(_ subject: String, action: String = "run.start", to chain: String = "main") {
        let before = heads[chain]
        let sequence = (before?.sequence ?? 0) + 1
        let link = AuditLink(
            chain: chain,
            sequence: sequence,
            at: Self.start.microseconds + sequence,
            actor: "ann",
            action: action,
            subject: subject,
            outcome: "accepted",
            source: "api",
            requestID: sequence % 2 == 0 ? "r\(sequence)" : nil,
            detail: #"{"a":"가"}"#
        )
        let hash = link.hash(after: before?.hash ?? AuditLink.origin)
        heads[chain] = AuditCheckpoint.Head(chain: chain, sequence: sequence, hash: hash)
        entries[chain, default: []].append(AuditEntryLine(link, hash: hash))
    }

    /// Announces a checkpoint in the log and signs it.
    mutating func sign(with other: SigningKey? = nil, announcing: Bool = true) throws {
        let number = Int64(checkpoints.count + 1)
        if announcing { append("checkpoint:\(number)", action: AuditCheckpoint.action) }
        let checkpoint = AuditCheckpoint(
            number: number,
            at: Self.start,
            previous: checkpoints.last?.hash ?? AuditCheckpoint.origin,
            heads: Array(heads.values)
        )
        checkpoints.append(try checkpoint.signed(with: other ?? key))
    }

    /// All of it, as an export.
    func export() -> [AuditExportLine] {
        var lines: [AuditExportLine] = [.header(.init(madeAt: Self.start, after: nil, before: nil))]
        lines += checkpoints.map { .checkpoint($0) }
        for chain in entries.keys.sorted() {
            lines.append(.chain(.init(chain: chain, after: 0, hash: AuditLink.origin)))
            lines += (entries[chain] ?? []).map { .entry($0) }
        }
        let count = entries.values.reduce(0) { $0 + $1.count }
        return lines + [.end(.init(entries: Int64(count)))]
    }

    /// Two chains and three checkpoints.
    static func sample(key: SigningKey) throws -> SignedLog {
        var log = SignedLog(key: key)
        for round in 1...3 {
            for number in 1...3 { log.append("run:\(round)\(number)") }
            log.append("run:x\(round)", to: "other")
            try log.sign()
        }
        return log
    }
}

func breaks(
    _ lines: [AuditExportLine],
    isKnown: @escaping @Sendable (String) -> Bool = { _ in true }
) throws -> [String] {
    var check = AuditExportCheck(isKnown: isKnown)
    for line in lines { check.follow(try line.bytes().dropLast()) }
    check.finish()
    return check.verification.breaks
}
