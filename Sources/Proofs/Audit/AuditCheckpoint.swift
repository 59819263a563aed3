package import Contract
import Crypto

/// Where every chain of the audit log ended at a moment: what a checkpoint says, as text that is signed.
///
/// ```
/// skillyard audit checkpoint 1
/// number 2
/// at 2026-11-22T10:00:00.000000Z
/// previous 7f83b165…
/// chain lane-01 103 9c56cc51…
/// chain main 28 1d4f2b7a…
/// ```
///
/// Every line ends with a line feed. Chains are sorted by the bytes of their names, which hold no spaces.
package struct AuditCheckpoint: Equatable, Sendable {
    /// The newest entry of a chain.
    package struct Head: Equatable, Sendable {
        package let chain: String
        package let sequence: Int64
        package let hash: String

        package init(chain: String, sequence: Int64, hash: String) {
            self.chain = chain
            self.sequence = sequence
            self.hash = hash
        }
    }

    /// What the first checkpoint follows.
    package static let origin = String(repeating: "0", count: 64)
    /// The action of the entry that every checkpoint is announced with, in its own transaction.
    package static let action = "audit.checkpoint"
    private static let title = "skillyard audit checkpoint 1"

    package let number: Int64
    package let at: Timestamp
    /// The hash of the checkpoint before.
    package let previous: String
    /// Sorted by chain.
    package let heads: [Head]

    package init(number: Int64, at: Timestamp, previous: String, heads: [Head]) {
        self.number = number
        self.at = at
        self.previous = previous
        self.heads = heads.filter { $0.sequence > 0 }.sorted {
            Array($0.chain.utf8).lexicographicallyPrecedes($1.chain.utf8)
        }
    }

    package var entries: Int64 { heads.reduce(0) { $0 &+ $1.sequence } }

    package var statement: String {
        let lines =
            [Self.title, "number \(number)", "at \(at)", "previous \(previous)"]
            + heads.map { "chain \($0.chain) \($0.sequence) \($0.hash)" }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Reads a statement; nil unless it is, to the byte, what ``statement`` writes.
    package init?(statement: String) {
        let lines = statement.split(separator: "\n").map { $0.split(separator: " ") }
        guard lines.count >= 4, lines[1].count == 2, lines[2].count == 2, lines[3].count == 2,
            let number = Int64(lines[1][1]), let at = Timestamp(String(lines[2][1]))
        else { return nil }
        var heads: [Head] = []
        for line in lines.dropFirst(4) {
            guard line.count == 4, let sequence = Int64(line[2]) else { return nil }
            heads.append(Head(chain: String(line[1]), sequence: sequence, hash: String(line[3])))
        }
        self.init(number: number, at: at, previous: String(lines[3][1]), heads: heads)
        guard self.statement.utf8.elementsEqual(statement.utf8) else { return nil }
    }

    /// - Throws: ``KeyFault``
    package func signed(with key: SigningKey) throws(KeyFault) -> AuditCheckpointView {
        let statement = statement
        return AuditCheckpointView(
            number: number,
            at: at,
            entries: entries,
            statement: statement,
            hash: Self.hash(of: statement),
            keyID: key.publicKey.id,
            publicKey: key.publicKey.base64,
            signature: try key.signature(over: statement)
        )
    }

    static func hash(of statement: String) -> String { hexadecimal(SHA256.hash(data: Array(statement.utf8))) }
}

extension AuditCheckpointView {
    /// What the checkpoint says, if it is whole and its signature is the named key's.
    ///
    /// - Throws: ``CheckpointFault``
    package func verified() throws(CheckpointFault) -> AuditCheckpoint {
        guard let checkpoint = AuditCheckpoint(statement: statement), checkpoint.number == number,
            checkpoint.at == at, checkpoint.entries == entries, hash == AuditCheckpoint.hash(of: statement)
        else { throw .altered }
        guard let key = PublicKey(base64: publicKey), key.id == keyID else { throw .wrongKey }
        guard key.hasSigned(statement, as: signature) else { throw .wrongSignature }
        return checkpoint
    }
}

/// Why a checkpoint proves nothing.
package enum CheckpointFault: Error, Equatable, Sendable {
    /// Its fields do not fit its statement, or that is none.
    case altered
    /// The key is not the one that its fingerprint names.
    case wrongKey
    case wrongSignature
}
