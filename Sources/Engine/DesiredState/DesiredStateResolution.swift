import Contract
import Domain
import Store

/// A desired state with every version and provider looked up, inside one transaction.
struct DesiredStateResolution {
    private(set) var desired: [Convergence.Place: Convergence.Content] = [:]
    private var locked: Set<DesiredStateLock.Skill> = []
    private var named: Set<SkillID> = []
    /// What the lock has of each skill, by its name.
    private let pins: [String: [DesiredStateLock.Skill]]
    private let prune: Bool
    private let connection: any Connection

    /// - Parameters:
    ///   - request: What is desired.
    ///   - connection: Of the transaction.
    /// - Throws: ``Problem`` with every fault; ``StoreError``
    init(_ request: DesiredStateRequest, _ connection: any Connection) throws {
        self.connection = connection
        prune = request.state.prune
        pins = Dictionary(grouping: request.lock?.skills ?? [], by: \.name)
        let providers = try ProviderTable(connection).all()
        var faults: [Problem.Fault] = []
        for (index, entry) in request.state.skills.enumerated() {
            let pointer = "/state/skills/\(index)"
            let places = Self.places(of: entry, providers, pointer, &faults)
            for skill in try versions(of: entry, pointer, &faults) {
                place(skill, on: places, pointer, &faults)
            }
        }
        try DesiredStateRules.refuse(faults)
    }

    private static func places(
        of entry: DesiredState.Entry,
        _ providers: [Provider],
        _ pointer: String,
        _ faults: inout [Problem.Fault]
    ) -> [ProviderID] {
        guard case .listed(let ids) = entry.providers else {
            return providers.filter(\.settings.enabled).map(\.id)
        }
        let known = Set(providers.map(\.id))
        for (index, id) in ids.enumerated() where !known.contains(id) {
            faults.append(
                .init(
                    "\(pointer)/providers/\(index)",
                    .notFound,
                    as: "provider",
                    "There is no provider \(id, as: "provider")."
                )
            )
        }
        return ids
    }

    /// The versions that an entry means, each of another skill.
    private mutating func versions(
        of entry: DesiredState.Entry,
        _ pointer: String,
        _ faults: inout [Problem.Fault]
    ) throws -> [DesiredStateLock.Skill] {
        switch entry.selector {
        case .tag(let tag):
            let names = try SkillTable(connection).installable(tagged: tag)
            if names.isEmpty {
                faults.append(
                    .init(
                        "\(pointer)/tag",
                        .notFound,
                        as: "tag",
                        "No skill has the tag \(tag, as: "tag")."
                    )
                )
            }
            var skills: [DesiredStateLock.Skill] = []
            for name in names {
                let found = try version(of: .init(name: name), "\(pointer)/tag", &faults)
                if let found { skills.append(found) }
            }
            return skills
        case .skill(let name, let version):
            let selection = RunRequest.Selection(name: name, version: version)
            let field = version == nil ? "name" : "version"
            return try self.version(of: selection, "\(pointer)/\(field)", &faults).map { [$0] } ?? []
        }
    }

    private mutating func version(
        of asked: RunRequest.Selection,
        _ pointer: String,
        _ faults: inout [Problem.Fault]
    ) throws -> DesiredStateLock.Skill? {
        // What the lock does not have is new in the state.
        let pinned = pins[asked.name]?.first { skill in
            asked.version.map { $0 == skill.version && !skill.newest } ?? skill.newest
        }
        let selection = RunRequest.Selection(name: asked.name, version: pinned?.version ?? asked.version)
        guard let found = try SkillTable(connection).targets(for: [selection])[selection] else {
            faults.append(.missing(selection, pointer))
            return nil
        }
        if let pinned, pinned.digest != found.digest {
            faults.append(.otherContent(found, pointer))
            return nil
        }
        named.insert(found.skillID)
        return .init(
            name: found.name,
            version: found.version,
            digest: found.digest,
            newest: asked.version == nil
        )
    }

    private mutating func place(
        _ skill: DesiredStateLock.Skill,
        on providers: [ProviderID],
        _ pointer: String,
        _ faults: inout [Problem.Fault]
    ) {
        locked.insert(skill)
        let content = Convergence.Content(version: skill.version, digest: skill.digest)
        for provider in providers {
            let place = Convergence.Place(skill.name, on: provider)
            if let present = desired[place], present != content {
                faults.append(.contradiction(place, present.version, skill.version, pointer))
            }
            desired[place] = content
        }
    }
}

extension DesiredStateResolution {
    /// - Parameter planner: Of the same transaction.
    /// - Returns: What brings the desired state about.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``Problem``; ``StoreError``
    func plan(with planner: RunPlanner) throws -> DesiredStatePlan {
        let changeable = prune ? nil : named.sorted()
        let rows = try InstallationTable(connection).standing(of: changeable)
        let standing = Dictionary(rows.map { ($0.place, $0.content) }) { first, _ in first }
        let convergence = Convergence(
            desired: desired,
            standing: standing,
            drifted: Set(rows.filter(\.isDrifted).map(\.place)),
            unexpected: Set(try DriftFindingTable(connection).unexpected(of: changeable))
        )
        var blocked: [PlanView.Target] = []
        for request in convergence.requests() {
            blocked += try planner.plan(request).view.targets.filter { $0.action == .blocked }
        }
        let left = Set(blocked.map { Convergence.Place($0.skill, on: $0.provider) })
        let steps = try convergence.requests(without: left).map { request in
            let plan = try planner.plan(request).view
            return DesiredStatePlan.Step(request: request.confirming(plan.hash), plan: plan)
        }
        let skills = locked.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
        return DesiredStatePlan(
            steps: steps,
            blocked: blocked,
            unchanged: convergence.unchanged,
            lock: DesiredStateLock(skills: skills)
        )
    }
}

extension Problem.Fault {
    fileprivate static func missing(_ selection: RunRequest.Selection, _ pointer: String) -> Self {
        guard let version = selection.version else {
            let detail: Phrase = """
                There is no skill \(selection.name, as: "skill") with a version that can be installed.
                """
            return .init(pointer, .notFound, as: "installable", detail)
        }
        let detail: Phrase =
            "There is no version \(version, as: "version") of skill \(selection.name, as: "skill")."
        return .init(pointer, .notFound, as: "skill_version", detail)
    }

    fileprivate static func otherContent(_ found: InstallableVersion, _ pointer: String) -> Self {
        .init(
            pointer,
            .refused,
            as: "lock",
            """
            Version \(found.version, as: "version") of \(found.name, as: "skill") has another content here than \
            in the lock.
            """
        )
    }

    fileprivate static func contradiction(
        _ place: Convergence.Place,
        _ first: Int,
        _ second: Int,
        _ pointer: String
    ) -> Self {
        .init(
            pointer,
            .repeated,
            as: "state_place",
            """
            \(place.skill, as: "skill") is to stand on \(place.provider, as: "provider") in version \
            \(first, as: "first") and in version \(second, as: "second").
            """
        )
    }
}
