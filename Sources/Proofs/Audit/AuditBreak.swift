package import Contract

/// One way in which an audit log is not what it was.
package struct AuditBreak: Equatable, Sendable {
    /// In English, naming chain and entry, or the checkpoint.
    package let sentence: String
    /// To say it in another language; nil for what only an exported file can have.
    package let wording: Wording?

    init(_ sentence: String) {
        self.sentence = sentence
        wording = nil
    }

    private init(_ name: String, _ phrase: Phrase) {
        sentence = phrase.english
        wording = Wording("audit", name, phrase)
    }
}

extension AuditBreak {
    static func missing(_ entries: ClosedRange<Int64>, of chain: String) -> AuditBreak {
        let (first, last) = (entries.lowerBound, entries.upperBound)
        guard first < last else {
            return AuditBreak(
                "entry_missing",
                "chain \(chain, as: "chain"): entry \(first, as: "entry") missing"
            )
        }
        return AuditBreak(
            "entries_missing",
            "chain \(chain, as: "chain"): entry \(first, as: "first") to \(last, as: "last") missing"
        )
    }

    static func altered(_ entry: Int64, of chain: String) -> AuditBreak {
        AuditBreak(
            "entry_altered",
            "chain \(chain, as: "chain"): entry \(entry, as: "entry") altered or out of place"
        )
    }

    /// Every entry fits the one before it, and yet it is not the chain that was signed.
    static func rewritten(_ entry: Int64, of chain: String, signedBy checkpoint: Int64) -> AuditBreak {
        AuditBreak(
            "chain_rewritten",
            """
            chain \(chain, as: "chain"): entry \(entry, as: "entry") is not the one that checkpoint \
            \(checkpoint, as: "checkpoint") signed: the chain was written anew
            """
        )
    }

    static func cutOff(_ chain: String, after entry: Int64, of last: Int64) -> AuditBreak {
        AuditBreak(
            "cut_off",
            "chain \(chain, as: "chain"): cut off after entry \(entry, as: "entry") of \(last, as: "last")"
        )
    }

    static func headMissing(_ chain: String) -> AuditBreak {
        AuditBreak("head_missing", "chain \(chain, as: "chain"): head missing")
    }

    static func notTheHead(_ entry: Int64, of chain: String) -> AuditBreak {
        AuditBreak(
            "head_differs",
            "chain \(chain, as: "chain"): entry \(entry, as: "entry") is not the newest that the head names"
        )
    }

    static func endsEarly(_ chain: String, at entry: Int64, _ checkpoint: Int64, signed: Int64) -> AuditBreak
    {
        AuditBreak(
            "ends_early",
            """
            chain \(chain, as: "chain"): ends with entry \(entry, as: "entry"), but checkpoint \
            \(checkpoint, as: "checkpoint") signed \(signed, as: "signed")
            """
        )
    }

    static func chainMissing(_ chain: String) -> AuditBreak {
        AuditBreak("chain_missing", "chain \(chain, as: "chain"): missing, but checkpoints signed it")
    }

    /// Its head is there.
    package static func allMissing(of chain: String) -> AuditBreak {
        AuditBreak("chain_empty", "chain \(chain, as: "chain"): every entry missing")
    }
}

extension AuditBreak {
    /// From the first that is missing to the first that is there again.
    static func missingCheckpoint(_ first: Int64, before next: Int64) -> AuditBreak {
        let last = next &- 1
        guard first < last else {
            return AuditBreak("checkpoint_missing", "checkpoint \(first, as: "checkpoint") missing")
        }
        return AuditBreak(
            "checkpoints_missing",
            "checkpoint \(first, as: "first") to \(last, as: "last") missing"
        )
    }

    static func checkpoint(_ number: Int64, _ fault: CheckpointFault) -> AuditBreak {
        switch fault {
        case .altered:
            AuditBreak("checkpoint_altered", "checkpoint \(number, as: "checkpoint") altered")
        case .wrongKey:
            AuditBreak(
                "checkpoint_key",
                "checkpoint \(number, as: "checkpoint") altered: its key is not the one that its fingerprint names"
            )
        case .wrongSignature:
            AuditBreak(
                "checkpoint_signature",
                "checkpoint \(number, as: "checkpoint") altered: its signature does not fit its statement"
            )
        }
    }

    static func checkpoint(_ number: Int64, signedByUnknown key: String) -> AuditBreak {
        AuditBreak(
            "checkpoint_unknown_key",
            "checkpoint \(number, as: "checkpoint") signed by a key that is not known: \(key, as: "key")"
        )
    }

    static func outOfOrder(_ number: Int64) -> AuditBreak {
        AuditBreak(
            "checkpoint_order",
            "checkpoint \(number, as: "checkpoint") does not follow checkpoint \(number &- 1, as: "before")"
        )
    }

    static func goesBack(_ number: Int64, _ chain: String, from before: Int64, to entry: Int64) -> AuditBreak
    {
        AuditBreak(
            "checkpoint_goes_back",
            """
            checkpoint \(number, as: "checkpoint"): chain \(chain, as: "chain") goes back from \
            \(before, as: "before") to \(entry, as: "entry")
            """
        )
    }
}
