import Contract
import Proofs
import Testing

@Suite struct AuditCheckpointTests {
    private let checkpoint = AuditCheckpoint(
        number: 2,
        at: Timestamp(microseconds: 1_790_000_000_123_456),
        previous: AuditCheckpoint.origin,
        heads: [
            .init(chain: "main", sequence: 28, hash: "bb"),
            .init(chain: "lane-02", sequence: 103, hash: "aa"),
            .init(chain: "begun", sequence: 0, hash: "00"),
        ]
    )

    @Test func theStatementIsTextThatReadsBack() {
        let zeros = String(repeating: "0", count: 64)
        #expect(
            checkpoint.statement == """
                skillyard audit checkpoint 1
                number 2
                at 2026-09-21T14:13:20.123456Z
                previous \(zeros)
                chain lane-02 103 aa
                chain main 28 bb

                """
        )
        #expect(AuditCheckpoint(statement: checkpoint.statement) == checkpoint)
        #expect(checkpoint.entries == 131)
    }

    /// Two statements that mean the same could not both be signed by accident.
    @Test func onlyTheOneWayToWriteItIsRead() {
        let text = checkpoint.statement
        for other in [
            "", text + "\n", String(text.dropLast()), text.replacing("number 2", with: "number  2"),
            text.replacing("number 2", with: "number 02"),
            text.replacing("checkpoint 1", with: "checkpoint 2"),
            text.replacing(
                "chain lane-02 103 aa\nchain main 28 bb",
                with: "chain main 28 bb\nchain lane-02 103 aa"
            ),
            text.replacing("28", with: "0"), text.replacing("\n", with: "\r\n"),
            text.replacing(".123456Z", with: "Z"),
        ] {
            #expect(AuditCheckpoint(statement: other) == nil, "\(other)")
        }
    }

    @Test func everyFieldOfASignedOneIsChecked() throws {
        let key = try SigningKey.make()
        let other = try SigningKey.make().publicKey
        let view = try checkpoint.signed(with: key)
        #expect(try view.verified() == checkpoint)
        func changed(
            number: Int64 = 2,
            entries: Int64 = 131,
            statement: String? = nil,
            hash: String? = nil,
            keyID: String? = nil,
            publicKey: String? = nil
        ) -> AuditCheckpointView {
            AuditCheckpointView(
                number: number,
                at: view.at,
                entries: entries,
                statement: statement ?? view.statement,
                hash: hash ?? view.hash,
                keyID: keyID ?? view.keyID,
                publicKey: publicKey ?? view.publicKey,
                signature: view.signature
            )
        }
        #expect(throws: CheckpointFault.altered) { try changed(number: 3).verified() }
        #expect(throws: CheckpointFault.altered) { try changed(entries: 1).verified() }
        #expect(throws: CheckpointFault.altered) { try changed(statement: "").verified() }
        #expect(throws: CheckpointFault.altered) { try changed(hash: "0").verified() }
        #expect(throws: CheckpointFault.wrongKey) { try changed(keyID: other.id).verified() }
        #expect(throws: CheckpointFault.wrongSignature) {
            try changed(keyID: other.id, publicKey: other.base64).verified()
        }
    }
}
