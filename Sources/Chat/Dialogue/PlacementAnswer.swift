import Contract

/// What an install or a removal would do, worked out with what is known now.
struct PlacementAnswer {
    private let dialogue: ChatDialogue
    private let kind: RunKind
    private let placement: ChatPlacement

    init(_ dialogue: ChatDialogue, _ kind: RunKind, _ placement: ChatPlacement) {
        self.dialogue = dialogue
        self.kind = kind
        self.placement = placement
    }

    private var say: Tongue { dialogue.say }
    private var plane: any ControlPlane { dialogue.plane }

    /// What would happen, for somebody who only wants to know.
    func plan() async throws(Problem) -> ChatReply {
        let request = try await request()
        guard !request.skills.isEmpty, !request.providers.isEmpty else { return nothingThere(request) }
        let plan = try await plane.planRun(request)
        var reply = ChatReply(PlanLines(plan, [], say).text.joined(separator: "\n"))
        reply.plan = plan.shortened
        return reply
    }

    /// The change to be confirmed: without what would be refused, which a run could not begin with.
    func change() async throws(Problem) -> ChatDialogue.Planned {
        let wanted = try await request()
        guard !wanted.skills.isEmpty, !wanted.providers.isEmpty else {
            return .settled(.answered, nothingThere(wanted))
        }
        let whole = try await plane.planRun(wanted)
        if let other = otherVersion(whole) { return .settled(.refused, other) }
        let refused = whole.targets.filter { $0.action == .blocked }
        guard let request = wanted.leavingOut(refused) else { return .settled(.refused, refusal(whole)) }
        let plan = refused.isEmpty ? whole : try await plane.planRun(request)
        let leftOut = whole.targets.filter { !request.includes($0) }
        let lines = PlanLines(plan, leftOut, say)
        guard plan.targets.contains(where: { $0.action != .skip && $0.action != .blocked }) else {
            var reply = ChatReply(([say.nothingToDo] + lines.text).joined(separator: "\n"))
            reply.plan = whole.shortened
            return .settled(refused.isEmpty ? .answered : .refused, reply)
        }
        var change = ChatPlan(lines.sentences(for: placement.reason), .plan(hash: plan.hash))
        change.request = request.confirming(plan.hash)
        change.show(leftOut.filter { $0.action == .blocked } + plan.targets.movingFirst)
        change.places = Set(plan.targets.map { ChatPlan.Place($0.skill, $0.provider) })
        var reply = ChatReply((change.effects + lines.targets + [say.confirm]).joined(separator: "\n"))
        reply.plan = plan.shortened
        return .planned(change, reply)
    }

    private func refusal(_ plan: PlanView) -> ChatReply {
        var reply = ChatReply(
            ([say("All of it would be refused.", "모두 거부됩니다.")] + PlanLines(plan, [], say).text).joined(
                separator: "\n"
            )
        )
        reply.plan = plan.shortened
        let detail: Phrase = "Some targets are blocked; leave them out or mend them."
        reply.problem = Problem(.validationFailed, as: "blocked_targets", detail)
        return reply
    }

    /// A removal takes away whatever version stands there; who names one means that one.
    private func otherVersion(_ plan: PlanView) -> ChatReply? {
        guard kind == .uninstall else { return nil }
        for case .named(let name, let version?) in placement.skills {
            let other = plan.targets.first {
                $0.skill == name && $0.action == .remove && "\($0.version)" != version
            }
            guard let other else { continue }
            let detail: Phrase = """
                \(name, as: "skill") stands on \(other.provider, as: "provider") in version \(other.version, as: "version"); \
                leave the version out to remove what stands there.
                """
            return ChatReplies(in: say.language).refusal(Problem(.conflict, as: "other_version", detail))
        }
        return nil
    }

    private func nothingThere(_ request: RunRequest) -> ChatReply {
        ChatReply(
            request.skills.isEmpty
                ? say("There is no skill with that tag.", "그 태그가 붙은 스킬이 없습니다.")
                : say("There is no provider for it.", "해당하는 제공자가 없습니다.")
        )
    }

    // MARK: What is meant

    func request() async throws(Problem) -> RunRequest {
        var skills: [RunRequest.Selection] = []
        for choice in placement.skills {
            let meant: [RunRequest.Selection] =
                switch choice {
                case .named(let name, let version): [.init(name: name, version: version.flatMap { Int($0) })]
                case .tagged(let tag): try await tagged(tag)
                }
            skills += meant.filter { new in !skills.contains { $0.name == new.name } }
        }
        return RunRequest(
            kind: kind,
            skills: skills,
            providers: try await providers(for: skills),
            reason: placement.reason
        )
    }

    private func tagged(_ tag: String) async throws(Problem) -> [RunRequest.Selection] {
        var query = SkillQuery(tag: tag, page: PageRequest(limit: PageRequest.maximumLimit))
        if kind == .install { query.state = .active }
        var found: [RunRequest.Selection] = []
        repeat {
            let page = try await plane.skills(query)
            found += page.items.map { RunRequest.Selection(name: $0.name) }
            query.page.cursor = page.nextCursor
        } while query.page.cursor != nil && found.count <= RunRequest.maximumTargets
        return found
    }

    /// "All" is where it can be installed, or, for a removal, where it stands.
    private func providers(for skills: [RunRequest.Selection]) async throws(Problem) -> [ProviderID] {
        if case .listed(let names) = placement.providers { return names.map { ProviderID(rawValue: $0) } }
        let enabled = try await plane.providers().items.filter(\.settings.enabled).map(\.id)
        guard kind == .uninstall else { return enabled }
        var places: Set<ProviderID> = []
        for skill in skills where places.count < enabled.count {
            places.formUnion(try await dialogue.installations(of: skill.name).map(\.provider))
        }
        let standing = enabled.filter(places.contains)
        return standing.isEmpty ? enabled : standing
    }
}

extension ChatDialogue {
    /// Where a skill stands; a skill stands on each provider once.
    func installations(of skill: String) async throws(Problem) -> [InstallationView] {
        try await plane.installations(
            InstallationQuery(skill: skill, page: PageRequest(limit: PageRequest.maximumLimit))
        ).items
    }
}

extension RunRequest {
    func includes(_ target: PlanView.Target) -> Bool {
        skills.contains { $0.name == target.skill } && providers.contains(target.provider)
    }

    /// The same without the providers, or else the skills, that something is refused of: whichever keeps more.
    ///
    /// - Returns: Nil when nothing is left either way.
    fileprivate func leavingOut(_ refused: [PlanView.Target]) -> RunRequest? {
        guard !refused.isEmpty else { return self }
        let (badProviders, badSkills) = (Set(refused.map(\.provider)), Set(refused.map(\.skill)))
        let byProvider = with(skills, providers.filter { !badProviders.contains($0) })
        let bySkill = with(skills.filter { !badSkills.contains($0.name) }, providers)
        let better = byProvider.size >= bySkill.size ? byProvider : bySkill
        return better.size > 0 ? better : nil
    }

    private var size: Int { skills.count * providers.count }

    private func with(_ skills: [Selection], _ providers: [ProviderID]) -> RunRequest {
        RunRequest(kind: kind, skills: skills, providers: providers, reason: reason)
    }
}

extension PlanView {
    /// With as many targets as are shown.
    fileprivate var shortened: PlanView {
        PlanView(
            kind: kind,
            targets: Array(targets.movingFirst.prefix(ChatProposal.maximumTargets)),
            hash: hash,
            approval: approval,
            gates: gates,
            startAt: startAt,
            waves: waves
        )
    }
}

extension [PlanView.Target] {
    /// What is refused, what happens, and then what is there already.
    fileprivate var movingFirst: [PlanView.Target] {
        filter { $0.action == .blocked } + filter { $0.action != .blocked && $0.action != .skip }
            + filter { $0.action == .skip }
    }
}
