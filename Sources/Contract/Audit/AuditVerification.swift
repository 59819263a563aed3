/// Whether the audit log is whole.
package struct AuditVerification: Codable, Equatable, Sendable {
    package let intact: Bool
    package let entries: Int64
    /// Each break in words, naming chain and sequence or the checkpoint; at most 100.
    package let breaks: [String]
    /// To say each of ``breaks`` in another language, in their order; empty where that is not known of all.
    package let wordings: [Wording]
    /// Signed checkpoints that were looked at.
    package let checkpoints: Int64
    /// Entries since the newest of them: only their chain vouches for these.
    package let uncovered: Int64
    package let newestCheckpoint: AuditCheckpointView?
    /// The keys that signed, by their ids, in the order of their first checkpoint.
    package let keys: [String]

    package init(
        intact: Bool,
        entries: Int64,
        breaks: [String],
        wordings: [Wording] = [],
        checkpoints: Int64 = 0,
        uncovered: Int64? = nil,
        newestCheckpoint: AuditCheckpointView? = nil,
        keys: [String] = []
    ) {
        self.intact = intact
        self.entries = entries
        self.breaks = breaks
        self.wordings = wordings
        self.checkpoints = checkpoints
        self.uncovered = uncovered ?? entries
        self.newestCheckpoint = newestCheckpoint
        self.keys = keys
    }

    enum CodingKeys: String, CodingKey {
        case intact
        case entries
        case breaks
        case wordings
        case checkpoints
        case uncovered
        case newestCheckpoint = "newest_checkpoint"
        case keys
    }
}
