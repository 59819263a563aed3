package import Contract

/// How far a verification of the audit log has come, and what it found.
///
/// First come the checkpoints, by number, then the entries, by chain and sequence.
package struct AuditCheck: Sendable {
    /// The last entry seen of a chain.
    package struct End: Sendable {
        package let chain: String
        package let sequence: Int64
        package let hash: String
    }

    static let maximumBreaks = 100

    package private(set) var end: End?
    /// What the last checkpoint seen is numbered, or 0.
    package var lastCheckpoint: Int64 { checkpoints.last }
    private var entries: Int64 = 0
    private var breaks: [AuditBreak] = []
    private var checkpoints = CheckpointCheck()
    /// The pins of the chain under way that are still to come.
    private var pins: ArraySlice<CheckpointCheck.Pin> = []
    private var chainsSeen: Set<String> = []
    private var announced: Int64 = 0
    private let isKnown: @Sendable (String) -> Bool

    /// - Parameter isKnown: Whether a key, by its id, may sign checkpoints.
    package init(isKnown: @escaping @Sendable (String) -> Bool = { _ in true }) {
        self.isKnown = isKnown
    }

    package var verification: AuditVerification {
        AuditVerification(
            intact: breaks.isEmpty,
            entries: entries,
            breaks: breaks.map(\.sentence),
            wordings: wordings,
            checkpoints: checkpoints.count,
            uncovered: max(0, entries &- (checkpoints.newest?.entries ?? 0)),
            newestCheckpoint: checkpoints.newest,
            keys: checkpoints.keys
        )
    }

    /// All or none: they are told apart by their place.
    private var wordings: [Wording] {
        let wordings = breaks.compactMap(\.wording)
        return wordings.count == breaks.count ? wordings : []
    }

    package mutating func report(_ found: AuditBreak) {
        if breaks.count < Self.maximumBreaks { breaks.append(found) }
    }

    /// Looks at the next checkpoint.
    ///
    /// - Parameters:
    ///   - checkpoint: As stored.
    ///   - isFirst: Whether the ones before it were left out on purpose.
    package mutating func follow(_ checkpoint: AuditCheckpointView, isFirst: Bool = false) {
        for fault in checkpoints.follow(checkpoint, isFirst: isFirst, isKnown: isKnown) { report(fault) }
    }

    /// Goes on in a chain from an entry whose hash is known; for logs that do not begin at the beginning.
    package mutating func begin(_ chain: String, after sequence: Int64, hash: String) {
        enter(chain)
        end = End(chain: chain, sequence: sequence, hash: hash)
        // What lies before is not looked at.
        pins = pins.drop { $0.sequence <= sequence }
    }

    /// Looks at the next entry of the chain under way, or at the first of the next chain.
    package mutating func follow(_ link: AuditLink, hash: String) {
        entries += 1
        if end?.chain != link.chain { enter(link.chain) }
        let before = end?.chain == link.chain ? end : nil
        let expected = (before?.sequence ?? 0) &+ 1
        if link.sequence != expected {
            // One that comes twice, or before its turn, stands where the expected one is missing.
            report(.missing(expected...max(expected, link.sequence &- 1), of: link.chain))
        } else if link.hash(after: before?.hash ?? AuditLink.origin) != hash {
            // Past a gap there is nothing to compare with, so only entries with a neighbour are recomputed.
            report(.altered(link.sequence, of: link.chain))
        }
        if let number = link.announcedCheckpoint { announced = max(announced, number) }
        end = End(chain: link.chain, sequence: link.sequence, hash: hash)
        compareWithPins(link, hash)
    }

    private mutating func enter(_ chain: String) {
        chainsSeen.insert(chain)
        pins = checkpoints.pins(of: chain)[...]
    }

    private mutating func compareWithPins(_ link: AuditLink, _ hash: String) {
        pins = pins.drop { $0.sequence < link.sequence }
        guard let pin = pins.first, pin.sequence == link.sequence else { return }
        guard pin.hash != hash else { return }
        report(.rewritten(link.sequence, of: link.chain, signedBy: pin.checkpoint))
        // Every later one would say the same.
        pins = []
    }

    /// Compares the end of the chain under way with what its head says, where that is known.
    package mutating func finishChain(head: (sequence: Int64, hash: String)?) {
        guard let end else { return }
        guard let head else { return report(.headMissing(end.chain)) }
        if end.sequence < head.sequence {
            report(.cutOff(end.chain, after: end.sequence, of: head.sequence))
        } else if end.sequence > head.sequence || end.hash != head.hash {
            report(.notTheHead(end.sequence, of: end.chain))
        }
        finishChain()
    }

    /// Compares the end of the chain under way with the checkpoints alone.
    package mutating func finishChain() {
        guard let end, let pin = pins.first(where: { $0.sequence > end.sequence }) else { return }
        report(.endsEarly(end.chain, at: end.sequence, pin.checkpoint, signed: pin.sequence))
        pins = []
    }

    /// Looks at what only the whole shows, after the last entry.
    ///
    /// - Parameter isWhole: Whether every chain was looked at.
    package mutating func finish(isWhole: Bool = true) {
        if isWhole {
            for chain in checkpoints.chains.subtracting(chainsSeen).sorted() {
                report(.chainMissing(chain))
            }
        }
        if announced > checkpoints.last {
            report(.missingCheckpoint(checkpoints.last &+ 1, before: announced &+ 1))
        }
    }
}

extension AuditLink {
    /// The number of the checkpoint that this entry announces.
    fileprivate var announcedCheckpoint: Int64? {
        guard action == AuditCheckpoint.action, subject.hasPrefix("checkpoint:") else { return nil }
        return Int64(subject.dropFirst("checkpoint:".count))
    }
}
