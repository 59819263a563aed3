package import Contract

/// One line of an exported audit log.
package enum AuditExportLine: Sendable {
    case header(Header)
    case checkpoint(AuditCheckpointView)
    /// A chain begins here, or goes on from an entry that is not in the export.
    case chain(Start)
    case entry(AuditEntryLine)
    case end(End)

    package struct Header: Codable, Equatable, Sendable {
        package let format: Int
        package let madeAt: Timestamp
        package let after: Timestamp?
        package let before: Timestamp?

        package init(madeAt: Timestamp, after: Timestamp?, before: Timestamp?) {
            format = AuditExportLine.format
            self.madeAt = madeAt
            self.after = after
            self.before = before
        }

        /// Whether nothing was left out.
        package var isWhole: Bool { after == nil && before == nil }

        enum CodingKeys: String, CodingKey {
            case format
            case madeAt = "made_at"
            case after
            case before
        }
    }

    package struct Start: Codable, Equatable, Sendable {
        package let chain: String
        /// The number of the entry before the first, or 0.
        package let after: Int64
        /// The hash of that entry, or zeros.
        package let hash: String

        package init(chain: String, after: Int64, hash: String) {
            self.chain = chain
            self.after = after
            self.hash = hash
        }
    }

    package struct End: Codable, Equatable, Sendable {
        package let entries: Int64

        package init(entries: Int64) {
            self.entries = entries
        }
    }

    /// What this version writes and reads.
    package static let format = 1

    fileprivate enum Kind: String, Codable {
        case header
        case checkpoint
        case chain
        case entry
        case end
    }
}

extension AuditExportLine: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind
    }

    package init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
        case .header: self = .header(try Header(from: decoder))
        case .checkpoint: self = .checkpoint(try AuditCheckpointView(from: decoder))
        case .chain: self = .chain(try Start(from: decoder))
        case .entry: self = .entry(try AuditEntryLine(from: decoder))
        case .end: self = .end(try End(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .header(let header):
            try fields.encode(Kind.header, forKey: .kind)
            try header.encode(to: encoder)
        case .checkpoint(let checkpoint):
            try fields.encode(Kind.checkpoint, forKey: .kind)
            try checkpoint.encode(to: encoder)
        case .chain(let start):
            try fields.encode(Kind.chain, forKey: .kind)
            try start.encode(to: encoder)
        case .entry(let entry):
            try fields.encode(Kind.entry, forKey: .kind)
            try entry.encode(to: encoder)
        case .end(let end):
            try fields.encode(Kind.end, forKey: .kind)
            try end.encode(to: encoder)
        }
    }

    /// With its line feed.
    package func bytes() throws -> [UInt8] { try JSON.encode(self) + [UInt8(ascii: "\n")] }
}

/// An entry as exports and evidence hold it: every field as it was hashed, and the hash.
package struct AuditEntryLine: Codable, Equatable, Sendable {
    package let chain: String
    package let sequence: Int64
    package let at: Timestamp
    package let actor: String
    package let action: String
    package let subject: String
    package let outcome: String
    package let source: String
    package let requestID: String?
    /// The JSON text that was hashed.
    package let detail: String
    package let hash: String

    package init(_ link: AuditLink, hash: String) {
        chain = link.chain
        sequence = link.sequence
        at = Timestamp(microseconds: link.at)
        actor = link.actor
        action = link.action
        subject = link.subject
        outcome = link.outcome
        source = link.source
        requestID = link.requestID
        detail = link.detail
        self.hash = hash
    }

    package var link: AuditLink {
        AuditLink(
            chain: chain,
            sequence: sequence,
            at: at.microseconds,
            actor: actor,
            action: action,
            subject: subject,
            outcome: outcome,
            source: source,
            requestID: requestID,
            detail: detail
        )
    }

    enum CodingKeys: String, CodingKey {
        case chain
        case sequence
        case at
        case actor
        case action
        case subject
        case outcome
        case source
        case requestID = "request_id"
        case detail
        case hash
    }
}
