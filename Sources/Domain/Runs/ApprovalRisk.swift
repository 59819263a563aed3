package import Contract

/// The codes of what an approval is asked for, as findings of a plan and a run carry them.
package enum ApprovalReason: String, CaseIterable, Sendable {
    case always = "approval.always"
    case scan = "approval.scan"
    case scripts = "approval.scripts"
    case signer = "approval.signer"
    case provider = "approval.provider"
}

/// What speaks for having somebody look at a target before it begins.
package struct ApprovalRisk: Equatable, Sendable {
    /// What is known of whoever signed the version.
    package enum Signer: Equatable, Sendable {
        /// An approver accepted it.
        case known
        /// It is the skill's own, and nobody has looked at it yet.
        case new(String)
        case none
    }

    /// What the safety scan says.
    package enum Scan: Equatable, Sendable {
        case clean
        case warned
        /// It blocks the version, and all that blocks it is waived.
        case waived
    }

    package let skill: String
    package let version: Int
    package let provider: ProviderID
    package let scan: Scan
    /// Paths of the files that can run.
    package let runnable: [String]
    package let signer: Signer
    /// The namespace of the skill, where nothing of it is installed on the provider; else nil.
    package let newNamespace: String?

    package init(
        skill: String,
        version: Int,
        provider: ProviderID,
        scan: Scan,
        runnable: [String],
        signer: Signer,
        newNamespace: String?
    ) {
        self.skill = skill
        self.version = version
        self.provider = provider
        self.scan = scan
        self.runnable = runnable
        self.signer = signer
        self.newNamespace = newNamespace
    }

    /// What an approver should look at; nothing when it is clean, cannot run, has a known signer, and the provider
    /// has skills of the same namespace.
    package var reasons: [Finding] {
        var reasons: [Finding] = []
        switch scan {
        case .clean: break
        case .warned: reasons.append(.scanWarns(skill, version))
        case .waived: reasons.append(.scanIsWaived(skill, version))
        }
        if !runnable.isEmpty { reasons.append(.canRun(skill, version, runnable)) }
        switch signer {
        case .known: break
        case .new(let key): reasons.append(.newSigner(skill, version, key))
        case .none: reasons.append(.noSigner(skill, version))
        }
        if let newNamespace { reasons.append(.firstThere(newNamespace, provider)) }
        return reasons
    }
}

extension Finding {
    /// Of the rule ``ApprovalRule/always``.
    package static func alwaysApproved(_ provider: ProviderID) -> Finding {
        Finding(
            .warning,
            ApprovalReason.always.rawValue,
            path: nil,
            "Whatever changes \(provider, as: "provider") takes an approval.",
            fix: "An approver looks at the run and decides."
        )
    }

    fileprivate static func scanWarns(_ skill: String, _ version: Int) -> Finding {
        Finding(
            .warning,
            ApprovalReason.scan.rawValue,
            path: nil,
            "The safety scan warns of something in \(skill, as: "skill")@\(version, as: "version").",
            fix: "An approver reads what the scan found and decides."
        )
    }

    fileprivate static func scanIsWaived(_ skill: String, _ version: Int) -> Finding {
        Finding(
            .warning,
            ApprovalReason.scan.rawValue,
            as: "waived",
            path: nil,
            """
            The safety scan would block \(skill, as: "skill")@\(version, as: "version"), and what it found is waived.
            """,
            fix: "An approver reads what was waived, and why, and decides."
        )
    }

    fileprivate static func canRun(_ skill: String, _ version: Int, _ paths: [String]) -> Finding {
        let first = paths[0]
        let fix: Phrase = "An approver reads what would run and decides."
        guard paths.count > 1 else {
            return Finding(
                .warning,
                ApprovalReason.scripts.rawValue,
                as: "one",
                path: first,
                """
                A file of \(skill, as: "skill")@\(version, as: "version") can run: \(first, as: "place").
                """,
                fix: fix
            )
        }
        return Finding(
            .warning,
            ApprovalReason.scripts.rawValue,
            path: first,
            """
            \(paths.count, as: "count") files of \(skill, as: "skill")@\(version, as: "version") can run, the first \
            is \(first, as: "place").
            """,
            fix: fix
        )
    }

    fileprivate static func newSigner(_ skill: String, _ version: Int, _ key: String) -> Finding {
        Finding(
            .warning,
            ApprovalReason.signer.rawValue,
            as: "new",
            path: nil,
            """
            Nobody has looked yet at whose key signed \(skill, as: "skill")@\(version, as: "version"): \
            \(key, as: "key").
            """,
            fix:
                "An approver asks whose key it is and decides; a signer who was accepted is known from then on."
        )
    }

    fileprivate static func noSigner(_ skill: String, _ version: Int) -> Finding {
        Finding(
            .warning,
            ApprovalReason.signer.rawValue,
            as: "none",
            path: nil,
            "Nobody signed \(skill, as: "skill")@\(version, as: "version").",
            fix:
                "An approver looks at it and decides; a version that a known signer signed needs no look for this."
        )
    }

    fileprivate static func firstThere(_ namespace: String, _ provider: ProviderID) -> Finding {
        Finding(
            .warning,
            ApprovalReason.provider.rawValue,
            path: nil,
            "Nothing of \(namespace, as: "namespace") is installed on \(provider, as: "provider") yet.",
            fix: "An approver decides whether it belongs there."
        )
    }
}
