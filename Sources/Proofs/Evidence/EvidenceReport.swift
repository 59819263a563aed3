package import Contract

/// Whether evidence proves what it says.
package struct EvidenceReport: Codable, Equatable, Sendable {
    package let intact: Bool
    package let run: RunID?
    package let madeAt: Timestamp?
    /// Whose signature it bears.
    package let keyID: String?
    /// Whether that key was given from outside; without that the evidence vouches for itself alone.
    package let isKeyCompared: Bool
    package let targets: Int
    /// Entries of the audit log that it holds.
    package let entries: Int64
    /// Everything that does not fit, naming the file.
    package let faults: [String]

    enum CodingKeys: String, CodingKey {
        case intact
        case run
        case madeAt = "made_at"
        case keyID = "key_id"
        case isKeyCompared = "key_compared"
        case targets
        case entries
        case faults
    }
}

extension EvidenceReport {
    /// Of an archive whose files nobody can look at.
    package init(unreadable fault: String, isKeyCompared: Bool) {
        self.init(
            intact: false,
            run: nil,
            madeAt: nil,
            keyID: nil,
            isKeyCompared: isKeyCompared,
            targets: 0,
            entries: 0,
            faults: [fault]
        )
    }
}
