import Contract
import Proofs

extension AuditLink {
    static let columns: Query =
        "chain, sequence, at, actor, action, subject, outcome, source, request_id, detail, hash"

    init(row: Row) throws(StoreError) {
        self.init(
            chain: try row.text("chain"),
            sequence: try row.integer("sequence"),
            at: try row.integer("at"),
            actor: try row.text("actor"),
            action: try row.text("action"),
            subject: try row.text("subject"),
            outcome: try row.text("outcome"),
            source: try row.text("source"),
            requestID: row.optionalText("request_id"),
            detail: try row.text("detail")
        )
    }
}
