import Contract
import Domain
import Store

/// Works out what a request would do, inside one transaction, reporting every fault of it at once.
struct RunPlanner {
    /// One target of a plan with all that a task needs.
    struct Target: Sendable {
        let skill: InstallableVersion
        let provider: Provider
        let installed: InstallTask.Installed?
        let view: PlanView.Target
        /// Why it takes an approval; nothing when it takes none.
        let approval: [Finding]
        /// In which wave it begins; nil where the run begins all at a time.
        var wave: Int?
    }

    struct Plan: Sendable {
        let kind: RunKind
        let targets: [Target]
        let hash: String
        /// What would keep targets from beginning.
        let gates: [ClosedGate]?
        /// What was asked for.
        let request: RunRequest
        /// How many targets each wave has; nothing without waves.
        let sizes: [Int]
        var view: PlanView {
            PlanView(
                kind: kind,
                targets: targets.map(\.view),
                hash: hash,
                approval: approval,
                gates: gates,
                startAt: request.startAt,
                waves: request.waves
            )
        }

        private var approval: PlannedApproval? {
            let waiting = targets.filter { !$0.approval.isEmpty }
            guard !waiting.isEmpty else { return nil }
            return PlannedApproval(
                targets: waiting.count,
                providers: Set(waiting.map(\.provider.id)).sorted(),
                fourEyes: waiting.contains { $0.provider.settings.fourEyes },
                roles: Role.allCases.filter(Operation.approveRun.roles.contains)
            )
        }
    }

    /// Verdicts that are not known yet: to be worked out outside the transaction, then plan again.
    struct MissingVerdicts: Error {
        struct Pair: Sendable {
            let skill: InstallableVersion
            let providers: [Provider]
        }

        let pairs: [Pair]
        /// Those that the safety scan has not looked at.
        let unscanned: [InstallableVersion]
    }

    let connection: any Connection
    private let preflights: PreflightShelf
    let scans: ScanShelf
    let now: Timestamp

    /// - Parameters:
    ///   - connection: Of the transaction.
    ///   - preflights: What providers say.
    ///   - scans: What the safety scan says.
    ///   - now: When waivers have to hold.
    init(_ connection: any Connection, preflights: PreflightShelf, scans: ScanShelf, at now: Timestamp) {
        self.connection = connection
        self.preflights = preflights
        self.scans = scans
        self.now = now
    }

    /// - Parameters:
    ///   - request: What is asked for.
    ///   - known: What was found wrong with it before the transaction; nil where nobody has looked.
    /// - Returns: What it would do.
    /// - Throws: ``Problem`` with every fault; ``MissingVerdicts``; ``StoreError``.
    func plan(_ request: RunRequest, faults known: [Problem.Fault]? = nil) throws -> Plan {
        var faults = known ?? RunRequestRules.faults(request, at: now)
        let skills = try skills(of: request, &faults)
        let providers = try providers(of: request, &faults)
        guard faults.isEmpty else {
            throw Problem(
                .validationFailed,
                "The request has \(counted(faults.count, "fault")).",
                errors: faults
            )
        }
        if request.kind == .install { try requireVerdicts(skills, providers) }
        let known = try request.kind == .install ? signings(of: skills) : [:]
        let standing = try standing(of: skills, on: providers)
        var targets: [Target] = []
        var rules = ApprovalRules(connection, scans: scans)
        let drifts = try drifts(of: skills, on: providers)
        for skill in skills {
            let blocking =
                request.kind == .install ? try scans.blocking(skill.digest, connection, at: now) : []
            let signing = known[skill.skillID].map { Domain.Plan.Signing(of: skill.version, $0) } ?? .none
            for provider in providers {
                let target = target(
                    request.kind,
                    skill,
                    provider,
                    standing[provider.id]?[skill.skillID],
                    blocking,
                    signing,
                    drifts[provider.id]?[skill.skillID]?.kind
                )
                targets.append(
                    target.awaiting(try rules.reasons(for: target, request.kind, known[skill.skillID]))
                )
            }
        }
        return try plan(request, targets, found: drifts.flatMap { $1.values.map(\.plannedText) })
    }

    private func plan(_ request: RunRequest, _ places: [Target], found: [String]) throws -> Plan {
        let isPlain = request.startAt == nil && request.waves == nil
        let waves = isPlain ? nil : WavePlan(places.map(\.view), request)
        let targets = places.enumerated().map { index, target in
            request.waves == nil ? target : target.inWave(waves?.waves[index])
        }
        let text = Domain.Plan.canonicalText(
            kind: request.kind,
            targets: targets.map(\.view),
            startAt: request.startAt,
            waves: try request.waves.map { try JSON.text($0) },
            found: found
        )
        let moving = targets.filter { ![.skip, .blocked].contains($0.view.action) }.map(\.provider.id)
        return Plan(
            kind: request.kind,
            targets: targets,
            hash: Fingerprint.of(text),
            gates: try ClosedGates(connection, at: now).at(moving),
            request: request,
            sizes: waves?.sizes ?? []
        )
    }

    private func skills(of request: RunRequest, _ faults: inout [Problem.Fault]) throws
        -> [InstallableVersion]
    {
        let found = try SkillTable(connection).targets(for: request.skills)
        var skills: [InstallableVersion] = []
        for (index, selection) in request.skills.enumerated() {
            if let skill = try found[selection] ?? yanked(selection) {
                skills.append(skill)
            } else {
                faults.append(.missing(selection, at: index))
            }
        }
        return skills
    }

    /// What a selection without a version means when every version is yanked: the latest.
    ///
    /// An install of it is blocked and says why; what is installed can still be removed.
    private func yanked(_ selection: RunRequest.Selection) throws -> InstallableVersion? {
        let skills = SkillTable(connection)
        guard selection.version == nil, let skill = try skills.skill(named: selection.name) else {
            return nil
        }
        let latest = RunRequest.Selection(name: skill.name, version: skill.latestVersion)
        return try skills.targets(for: [latest])[latest]
    }

    private func providers(of request: RunRequest, _ faults: inout [Problem.Fault]) throws -> [Provider] {
        var providers: [Provider] = []
        for (index, id) in request.providers.enumerated() {
            if let provider = try ProviderTable(connection).find(id) {
                providers.append(provider)
            } else {
                faults.append(
                    .init(
                        "/providers/\(index)",
                        .notFound,
                        as: "provider",
                        "There is no provider \(id, as: "provider")."
                    )
                )
            }
        }
        return providers
    }

    func requireVerdicts(_ skills: [InstallableVersion], _ providers: [Provider]) throws {
        let missing = skills.compactMap { skill -> MissingVerdicts.Pair? in
            let unknown = providers.filter {
                preflights.known(.init(digest: skill.digest, provider: $0)) == nil
            }
            return unknown.isEmpty ? nil : MissingVerdicts.Pair(skill: skill, providers: unknown)
        }
        let unscanned = skills.filter { scans.known($0.digest) == nil }
        guard missing.isEmpty, unscanned.isEmpty else {
            throw MissingVerdicts(pairs: missing, unscanned: unscanned)
        }
    }

    func signings(of skills: [InstallableVersion]) throws -> [SkillID: SignatureTable.Signing] {
        try SignatureTable(connection).signings(of: Array(Set(skills.map(\.skillID))))
    }

    func target(
        _ kind: RunKind,
        _ skill: InstallableVersion,
        _ provider: Provider,
        _ installed: InstallTask.Installed?,
        _ blocking: [ScanFinding],
        _ signing: Domain.Plan.Signing,
        _ drift: DriftKind? = nil
    ) -> Target {
        let candidate = Domain.Plan.Candidate(
            skill: skill.name,
            version: skill.version,
            digest: skill.digest,
            yanked: skill.yanked,
            provider: provider.id,
            providerEnabled: provider.settings.enabled,
            installed: installed,
            verdict: preflights.known(.init(digest: skill.digest, provider: provider)),
            blocking: blocking,
            signing: signing,
            drift: drift
        )
        let view = kind == .uninstall ? Domain.Plan.uninstall(candidate) : Domain.Plan.install(candidate)
        return Target(skill: skill, provider: provider, installed: installed, view: view, approval: [])
    }
}

extension Domain.Plan.Signing {
    init(of version: Int, _ signing: SignatureTable.Signing) {
        let signature = signing.signatures[version]
        if signing.accepts(version) {
            self = signature.map { .accepted($0.signer ?? $0.keyID) } ?? .none
        } else {
            self = signature.map { .unknown($0.keyID) } ?? .missing
        }
    }
}

extension Drift {
    /// What somebody saw who looked at it: a plan made before another edit does not overwrite that one.
    fileprivate var plannedText: String {
        let place = found.map { "\($0.remote.id) \($0.remote.version ?? "") \($0.digest ?? "")" } ?? "nothing"
        return "found \(skill) \(kind.rawValue) \(place)"
    }
}
