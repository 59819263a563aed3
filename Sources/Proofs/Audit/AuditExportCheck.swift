package import Contract

/// Verifies an exported audit log line by line, with nothing but the lines.
package struct AuditExportCheck: Sendable {
    private var check: AuditCheck
    private var line = 0
    private var header: AuditExportLine.Header?
    private var entries: Int64 = 0
    private var hasCheckpoint = false
    private var isOver = false
    private var started: Set<String> = []
    private var current: String?

    /// - Parameter isKnown: Whether a key, by its id, may sign checkpoints.
    package init(isKnown: @escaping @Sendable (String) -> Bool) {
        check = AuditCheck(isKnown: isKnown)
    }

    /// In English: what a file has is told in the terminal.
    private mutating func report(_ sentence: String) { check.report(AuditBreak(sentence)) }

    /// What was found; complete after ``finish()``.
    package var verification: AuditVerification { check.verification }

    /// Looks at the next line, without its line feed.
    package mutating func follow(_ bytes: some Sequence<UInt8>) {
        line += 1
        guard let next = try? JSON.decode(AuditExportLine.self, from: bytes) else {
            return report("line \(line) cannot be read")
        }
        if isOver { return report("line \(line): something comes after the end") }
        if header == nil, line > 1 || !next.isHeader { report("line \(line): no header came before") }
        switch next {
        case .header(let header): begin(header)
        case .checkpoint(let checkpoint): follow(checkpoint)
        case .chain(let start): begin(start)
        case .entry(let entry): follow(entry)
        case .end(let end): finish(end)
        }
    }

    private mutating func begin(_ header: AuditExportLine.Header) {
        guard self.header == nil else { return report("line \(line): a second header") }
        if header.format != AuditExportLine.format {
            report("line \(line): format \(header.format) is not known to this version")
        }
        self.header = header
    }

    private mutating func follow(_ checkpoint: AuditCheckpointView) {
        guard started.isEmpty else { return report("line \(line): a checkpoint among the entries") }
        // An export of a span begins with the last checkpoint before it.
        check.follow(checkpoint, isFirst: !hasCheckpoint && header?.after != nil)
        hasCheckpoint = true
    }

    private mutating func begin(_ start: AuditExportLine.Start) {
        finishChain()
        guard started.insert(start.chain).inserted else {
            return report("line \(line): chain \(start.chain) begins a second time")
        }
        current = start.chain
        if header?.after == nil, start.after != 0 || start.hash != AuditLink.origin {
            report("chain \(start.chain): does not begin with its first entry")
        }
        check.begin(start.chain, after: start.after, hash: start.hash)
    }

    private mutating func follow(_ entry: AuditEntryLine) {
        entries += 1
        if entry.chain != current {
            report("line \(line): an entry of \(entry.chain) out of its chain")
        }
        check.follow(entry.link, hash: entry.hash)
    }

    private mutating func finish(_ end: AuditExportLine.End) {
        finishChain()
        isOver = true
        if end.entries != entries {
            report("the export says \(end.entries) entries and holds \(entries)")
        }
    }

    private mutating func finishChain() {
        // The newest checkpoint of a span may lie beyond its end.
        if current != nil, header?.before == nil { check.finishChain() }
        current = nil
    }

    /// Looks at what only the whole shows.
    package mutating func finish() {
        if !isOver { report("the export is cut off: its last line is missing") }
        check.finish(isWhole: header?.isWhole ?? false)
    }
}

extension AuditExportLine {
    fileprivate var isHeader: Bool {
        if case .header = self { true } else { false }
    }
}
