import Contract

/// Which entries checkpoints vouch for, as far as they were looked at, one after the other.
struct CheckpointCheck: Sendable {
    /// An entry that a checkpoint names as the newest of its chain.
    struct Pin: Sendable {
        let sequence: Int64
        let hash: String
        let checkpoint: Int64
    }

    /// Each pin vouches for everything before it, so a few of the older ones are enough to say since when.
    private static let maximumPins = 1024

    private(set) var count: Int64 = 0
    private(set) var newest: AuditCheckpointView?
    private(set) var keys: [String] = []
    private var pins: [String: [Pin]] = [:]
    private var previous: (number: Int64, hash: String)?
    private var reached: [String: Int64] = [:]

    /// The number of the last one seen, or 0.
    var last: Int64 { previous?.number ?? 0 }

    /// The chains that checkpoints name.
    var chains: Set<String> { Set(pins.keys) }

    /// In the order of their sequence.
    func pins(of chain: String) -> [Pin] { pins[chain] ?? [] }

    /// Looks at the next checkpoint.
    ///
    /// - Parameters:
    ///   - view: As it was stored.
    ///   - isFirst: Whether nothing came before this one that could be compared with it.
    ///   - isKnown: Whether a key, by its id, may sign.
    /// - Returns: What does not fit.
    mutating func follow(_ view: AuditCheckpointView, isFirst: Bool, isKnown: (String) -> Bool)
        -> [AuditBreak]
    {
        var faults: [AuditBreak] = []
        let expected = (previous?.number ?? 0) &+ 1
        let isNeighbour = view.number == expected
        if !isNeighbour, !isFirst { faults.append(.missingCheckpoint(expected, before: view.number)) }
        defer {
            count += 1
            previous = (view.number, view.hash)
        }
        let checkpoint: AuditCheckpoint
        do { checkpoint = try view.verified() } catch {
            return faults + [.checkpoint(view.number, error)]
        }
        guard isKnown(view.keyID) else {
            return faults + [.checkpoint(view.number, signedByUnknown: view.keyID)]
        }
        if isNeighbour, checkpoint.previous != previous?.hash ?? AuditCheckpoint.origin {
            faults.append(.outOfOrder(view.number))
        }
        if !keys.contains(view.keyID) { keys.append(view.keyID) }
        newest = view
        return faults + keep(checkpoint)
    }

    private mutating func keep(_ checkpoint: AuditCheckpoint) -> [AuditBreak] {
        var faults: [AuditBreak] = []
        for head in checkpoint.heads {
            let before = reached[head.chain] ?? 0
            if head.sequence < before {
                faults.append(.goesBack(checkpoint.number, head.chain, from: before, to: head.sequence))
            } else if head.sequence > before {
                add(
                    Pin(sequence: head.sequence, hash: head.hash, checkpoint: checkpoint.number),
                    to: head.chain
                )
            }
            reached[head.chain] = head.sequence
        }
        return faults
    }

    private mutating func add(_ pin: Pin, to chain: String) {
        pins[chain, default: []].append(pin)
        guard let kept = pins[chain], kept.count > Self.maximumPins else { return }
        pins[chain] = kept.enumerated().filter { $0.offset % 2 == 1 || $0.offset == kept.count - 1 }.map(
            \.element
        )
    }
}
