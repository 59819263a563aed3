import Contract
import Foundation
import Proofs
import Testing

/// SEC-11: an export says for itself whether it is whole.
@Suite struct AuditExportCheckTests {
    private let key: SigningKey
    private let log: SignedLog

    init() throws {
        key = try SigningKey.make()
        log = try SignedLog.sample(key: key)
    }

    private func changed(_ change: (inout [AuditExportLine]) throws -> Void) throws -> [String] {
        var lines = log.export()
        try change(&lines)
        return try breaks(lines)
    }

    @Test func aWholeExportIsIntact() throws {
        var check = AuditExportCheck { $0 == key.publicKey.id }
        for line in log.export() { check.follow(try line.bytes().dropLast()) }
        check.finish()
        let found = check.verification
        #expect(found.breaks.isEmpty)
        #expect(found.intact)
        #expect(found.entries == 15)
        #expect(found.checkpoints == 3)
        #expect(found.uncovered == 0)
        #expect(found.newestCheckpoint?.number == 3)
        #expect(found.keys == [key.publicKey.id])
    }

    /// The sample was made and signed by another program, in Python.
    @Test func theSampleOfTheContractIsIntactToTheByte() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/fixtures/exportAudit.jsonl").standardized
        let sample = [UInt8](try Data(contentsOf: url))
        #expect(Self.verify(sample).breaks == [])
        #expect(Self.verify(sample).checkpoints == 1)
        // The header says when and of what, which nobody signs.
        let header = (sample.firstIndex(of: 10) ?? 0) + 1
        for index in header..<sample.count - 1 {
            var altered = sample
            altered[index] ^= 1
            #expect(!Self.verify(altered).intact, "byte \(index)")
        }
    }

    private static func verify(_ bytes: [UInt8]) -> AuditVerification {
        var check = AuditExportCheck { _ in true }
        for line in bytes.split(separator: 10) { check.follow(line) }
        check.finish()
        return check.verification
    }

    @Test func aRemovedEntryIsNamed() throws {
        #expect(try changed { $0.remove(at: 6) }.contains("chain main: entry 2 missing"))
        #expect(try changed { $0.remove(at: 6) }.contains("the export says 15 entries and holds 14"))
    }

    @Test func exchangedEntriesAreNamed() throws {
        let found = try changed { $0.swapAt(6, 7) }
        #expect(found.contains("chain main: entry 2 missing"))
    }

    @Test func aCutOffExportIsNamed() throws {
        #expect(try changed { $0.removeLast() }.contains("the export is cut off: its last line is missing"))
        let found = try changed { $0.remove(at: $0.count - 2) }
        #expect(found.contains("chain other: ends with entry 2, but checkpoint 3 signed 3"))
    }

    @Test func aMissingChainIsNamed() throws {
        let found = try changed { lines in lines.removeSubrange((lines.count - 5)..<(lines.count - 1)) }
        #expect(found.contains("chain other: missing, but checkpoints signed it"))
    }

    @Test func aRemovedCheckpointIsNamed() throws {
        #expect(try changed { $0.remove(at: 1) }.contains("checkpoint 1 missing"))
        #expect(try changed { $0.remove(at: 2) } == ["checkpoint 2 missing"])
        // The entry that announces the last one is still there.
        #expect(try changed { $0.remove(at: 3) } == ["checkpoint 3 missing"])
    }

    /// Somebody without the key writes everything anew, hashes and heads and all.
    @Test func aChainWrittenAnewIsCaughtByTheCheckpoint() throws {
        var forged = SignedLog(key: key)
        for round in 1...3 {
            for number in 1...3 {
                forged.append(round == 2 && number == 1 ? "run:forged" : "run:\(round)\(number)")
            }
            forged.append("run:x\(round)", to: "other")
            try forged.sign()
        }
        let lines = forged.export().map { line in
            if case .checkpoint(let view) = line {
                AuditExportLine.checkpoint(log.checkpoints[Int(view.number) - 1])
            } else {
                line
            }
        }
        #expect(
            try breaks(lines) == [
                "chain main: entry 8 is not the one that checkpoint 2 signed: the chain was written anew"
            ]
        )
    }

    @Test func aCheckpointOfAnUnknownKeyIsNamed() throws {
        let other = try SigningKey.make()
        var log = log
        log.append("run:late")
        try log.sign(with: other)
        let known = key.publicKey.id
        #expect(
            try breaks(log.export()) { $0 == known } == [
                "checkpoint 4 signed by a key that is not known: \(other.publicKey.id)"
            ]
        )
    }

    @Test func anAlteredCheckpointIsNamed() throws {
        let original = log.checkpoints[1]
        let forged = AuditCheckpointView(
            number: original.number,
            at: original.at,
            entries: original.entries,
            statement: original.statement,
            hash: original.hash,
            keyID: original.keyID,
            publicKey: original.publicKey,
            signature: log.checkpoints[0].signature
        )
        #expect(
            try changed { $0[2] = .checkpoint(forged) } == [
                "checkpoint 2 altered: its signature does not fit its statement"
            ]
        )
    }

    @Test func checkpointsOfAnotherLogDoNotFollow() throws {
        var other = SignedLog(key: key)
        other.append("run:1")
        try other.sign()
        let found = try changed { $0[1] = .checkpoint(other.checkpoints[0]) }
        #expect(found.contains("checkpoint 2 does not follow checkpoint 1"))
    }

    /// Numbers of strangers must not end the process.
    @Test func absurdNumbersAreOnlyWrong() throws {
        for sequence in [Int64.min, -1, 0, .max] {
            let link = AuditLink(
                chain: "main",
                sequence: sequence,
                at: .max,
                actor: "",
                action: AuditCheckpoint.action,
                subject: "checkpoint:\(sequence)",
                outcome: "",
                source: "",
                requestID: nil,
                detail: ""
            )
            let lines: [AuditExportLine] = [
                .header(.init(madeAt: SignedLog.start, after: nil, before: nil)),
                .chain(.init(chain: "main", after: sequence, hash: "")),
                .entry(AuditEntryLine(link, hash: "")), .end(.init(entries: sequence)),
            ]
            #expect(!(try breaks(lines).isEmpty))
        }
    }

    @Test(arguments: ["", "{}", "[]", #"{"kind":"soap"}"#, #"{"kind":"entry"}"#, "\u{0}"])
    func whatIsNoLineIsNamed(_ text: String) {
        var check = AuditExportCheck { _ in true }
        check.follow(text.utf8)
        check.finish()
        #expect(check.verification.breaks.contains("line 1 cannot be read"))
    }
}
