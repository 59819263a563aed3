/// Which part of the audit log to export.
package struct AuditExportQuery: Equatable, Sendable {
    /// Entries from this time on.
    package var after: Timestamp?
    /// Entries before this time.
    package var before: Timestamp?

    package init(after: Timestamp? = nil, before: Timestamp? = nil) {
        self.after = after
        self.before = before
    }
}

/// An export of the audit log, piece by piece: JSON Lines, as `docs/audit.md` describes them.
///
/// An export whose last line does not have the kind `end` was cut off on the way.
package struct AuditExport: Sendable {
    package let filename: String
    /// Each of them whole lines; throws a ``Problem`` when it cannot go on.
    package let pieces: AsyncThrowingStream<[UInt8], any Error>

    package init(filename: String, pieces: AsyncThrowingStream<[UInt8], any Error>) {
        self.filename = filename
        self.pieces = pieces
    }
}
