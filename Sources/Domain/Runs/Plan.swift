package import Contract

/// What a run would do, decided from what is known before it starts.
package struct Plan: Equatable, Sendable {
    /// Whether the version's signature is one that the skill may have.
    package enum Signing: Equatable, Sendable {
        /// The skill was never signed, and neither is this version.
        case none
        /// By name.
        case accepted(String)
        /// By a key that nobody has accepted, by its id.
        case unknown(String)
        /// Other versions are signed, this one is not.
        case missing
    }

    /// A skill version that was asked for on a provider, and all that bears on it.
    package struct Candidate: Sendable {
        package let skill: String
        package let version: Int
        package let digest: String
        package let yanked: Bool
        package let provider: ProviderID
        package let providerEnabled: Bool
        package let installed: InstallTask.Installed?
        package let verdict: PreflightVerdict?
        /// What the safety scan blocks it for, without what is waived.
        package let blocking: [ScanFinding]
        package let signing: Signing
        /// How what stands there was found to differ from what the ledger says; nil where nothing was found.
        package let drift: DriftKind?

        package init(
            skill: String,
            version: Int,
            digest: String,
            yanked: Bool,
            provider: ProviderID,
            providerEnabled: Bool,
            installed: InstallTask.Installed?,
            verdict: PreflightVerdict?,
            blocking: [ScanFinding] = [],
            signing: Signing = .none,
            drift: DriftKind? = nil
        ) {
            self.skill = skill
            self.version = version
            self.digest = digest
            self.yanked = yanked
            self.provider = provider
            self.providerEnabled = providerEnabled
            self.installed = installed
            self.verdict = verdict
            self.blocking = blocking
            self.signing = signing
            self.drift = drift
        }
    }

    /// What an install would do to one target.
    package static func install(_ candidate: Candidate) -> PlanView.Target {
        var reasons = candidate.verdict?.findings ?? []
        if candidate.yanked { reasons.append(.yankedVersion(candidate.version)) }
        if !candidate.providerEnabled { reasons.append(.disabledProvider(candidate.provider)) }
        if !candidate.blocking.isEmpty { reasons.append(.blockedByScan(candidate.blocking)) }
        switch candidate.signing {
        case .none, .accepted: break
        case .unknown(let key): reasons.append(.signedBy(key, candidate.version))
        case .missing: reasons.append(.unsigned(candidate.version))
        }
        let blocked = reasons.contains { $0.level == .error }
        let action: PlanView.Action =
            if blocked {
                .blocked
            } else if let installed = candidate.installed {
                installed.digest != candidate.digest
                    ? .newVersion : candidate.drift == nil ? .skip : .repair
            } else {
                .create
            }
        return target(candidate, action, reasons)
    }

    /// What an uninstall would do to one target: nothing where nothing is installed.
    package static func uninstall(_ candidate: Candidate) -> PlanView.Target {
        let reasons: [Finding] = candidate.providerEnabled ? [] : [.disabledProvider(candidate.provider)]
        guard candidate.installed != nil || candidate.drift == .unexpected else {
            return target(candidate, .skip, reasons)
        }
        return target(candidate, reasons.isEmpty ? .remove : .blocked, reasons)
    }

    private static func target(
        _ candidate: Candidate,
        _ action: PlanView.Action,
        _ reasons: [Finding]
    ) -> PlanView.Target {
        PlanView.Target(
            skill: candidate.skill,
            version: candidate.installed.map { action == .remove ? $0.version : candidate.version }
                ?? candidate.version,
            provider: candidate.provider,
            action: action,
            reasons: reasons,
            signer: candidate.signing.signer
        )
    }

    /// What the plan's hash is taken over: the same text exactly as long as the plan is the same.
    ///
    /// - Parameters:
    ///   - kind: Of the run.
    ///   - targets: What becomes of each.
    ///   - startAt: When it would begin, if that is later.
    ///   - waves: What was asked for, as text.
    ///   - found: What stands there instead of what the ledger says, a text for each place.
    /// - Returns: The text.
    package static func canonicalText(
        kind: RunKind,
        targets: [PlanView.Target],
        startAt: Timestamp? = nil,
        waves: String? = nil,
        found: [String] = []
    ) -> String {
        let lines = targets.map { target in
            let reasons = target.reasons.map(\.code).sorted().joined(separator: ",")
            let wave = target.wave.map { " wave \($0)" } ?? ""
            return """
                \(target.skill)@\(target.version) \(target.provider) \(target.action.rawValue) \(reasons)\(wave)
                """
        }
        let manner = [startAt.map { "start at \($0)" }, waves.map { "waves \($0)" }].compactMap(\.self)
        return ([kind.rawValue] + lines.sorted() + manner + found.sorted()).joined(separator: "\n")
    }
}

extension Plan.Signing {
    fileprivate var signer: String? {
        switch self {
        case .none, .missing: nil
        case .accepted(let name): name
        case .unknown(let key): key
        }
    }
}

extension Finding {
    fileprivate static func signedBy(_ key: String, _ version: Int) -> Finding {
        Finding(
            .error,
            "plan.signer_changed",
            as: "key",
            path: nil,
            """
            Version \(version, as: "version") is signed by a key that nobody has accepted for this skill: \
            \(key, as: "key").
            """,
            fix: "Ask its owner whether that is the key; then accept the signer, or choose another version."
        )
    }

    fileprivate static func unsigned(_ version: Int) -> Finding {
        Finding(
            .error,
            "plan.signer_changed",
            as: "unsigned",
            path: nil,
            "Version \(version, as: "version") is not signed, and other versions of this skill are.",
            fix: "Have it signed, accept it as it is, or choose another version."
        )
    }

    fileprivate static func yankedVersion(_ version: Int) -> Finding {
        Finding(
            .error,
            "plan.yanked",
            path: nil,
            "Version \(version, as: "version") is yanked.",
            fix: "Choose another version."
        )
    }

    /// One reason, however many findings: the page of the skill lists them.
    fileprivate static func blockedByScan(_ findings: [ScanFinding]) -> Finding {
        Finding(
            .error,
            FailureCode.scanBlocked.rawValue,
            as: findings.count == 1 ? "one" : nil,
            path: findings.first?.path,
            line: findings.first?.line,
            findings.whyBlocked,
            fix: "Mend the skill and register it anew, or have an approver waive the findings."
        )
    }

    fileprivate static func disabledProvider(_ provider: ProviderID) -> Finding {
        Finding(
            .error,
            "plan.provider_disabled",
            path: nil,
            "The provider \(provider, as: "provider") is disabled.",
            fix: "Enable it in its settings, or leave it out."
        )
    }
}

extension [ScanFinding] {
    /// One sentence about what keeps a version from being installed.
    package var whyBlocked: Phrase {
        let place =
            first.map { finding in finding.line.map { "\(finding.path):\($0)" } ?? finding.path } ?? ""
        let rules = Set(map(\.rule)).sorted().joined(separator: ", ")
        guard count > 1 else {
            return """
                The safety scan blocks this version: one finding (\(rules, as: "rules")) in \(place, as: "place").
                """
        }
        return """
            The safety scan blocks this version: \(count, as: "count") findings (\(rules, as: "rules")), the \
            first in \(place, as: "place").
            """
    }
}
