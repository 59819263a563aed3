import Contract

/// A plan, to be confirmed as it is.
struct InstallPlanModel: Sendable {
    struct Row: Sendable {
        let skill: String
        let href: String
        let version: Int
        /// Whose signature the version has, in words.
        let signer: String?
        let provider: String
        let isSandbox: Bool
        /// In which wave it begins.
        let wave: String?
        let chip: Chip
        let reasons: [FindingLine]
        /// Where the findings stand that block it; nil when the safety scan does not.
        let scan: String?
    }

    struct Count: Sendable {
        let chip: Chip
        let text: String
    }

    /// The same order without what is blocked.
    struct Remainder: Sendable {
        let label: String
        let skills: [String]
        let providers: [String]
    }

    /// A field that is not shown again.
    struct Carried: Sendable {
        let name: String
        let value: String
    }

    struct Notice: Sendable {
        let title: String
        let lead: String
    }

    /// A page of more is slow to read and to show; the counts cover all.
    static let maximumRows = 300

    let title: String
    let notice: Notice?
    let counts: [Count]
    let rows: [Row]
    let more: String?
    let kind: String
    let skills: [String]
    let providers: [String]
    let reason: String?
    /// What else the order says, to be sent along.
    let manner: [Carried]
    /// When, and in which waves.
    let course: [String]
    let hash: String
    /// Made for this form: sending it twice starts one run.
    let key: String
    let back: String
    let submit: String?
    let isRemoval: Bool
    /// Why there is nothing to confirm.
    let blocked: String?
    let remainders: [Remainder]
    let denied: String?
    /// That some of it would wait, and for whom.
    let approval: String?
    /// Why some of it would not begin at once.
    let gates: [String]

    init(
        _ visit: Visit,
        _ order: InstallOrder,
        _ plan: PlanView,
        _ providers: [ProviderView],
        refusal: Problem?
    ) {
        let words = visit.words
        let known = Dictionary(uniqueKeysWithValues: providers.map { ($0.id, $0) })
        let names = known.mapValues(\.settings.displayName)
        isRemoval = plan.kind == .uninstall
        title = words["install.plan_title_\(order.kind.rawValue)"]
        notice = refusal.map { Notice($0, words) }
        counts = Self.counts(plan, words)
        // What needs a decision comes first.
        let sorted =
            plan.targets.filter { $0.action == .blocked } + plan.targets.filter { $0.action != .blocked }
        rows = sorted.prefix(Self.maximumRows).map { Row($0, known[$0.provider], words) }
        let left = plan.targets.count - rows.count
        more = left > 0 ? words.counted("install.more_targets", left) : nil
        kind = order.kind.rawValue
        skills = order.skills.map(\.text)
        self.providers = order.providers.map(\.rawValue)
        reason = order.reason
        manner = InstallManner.names.compactMap { name in
            order.manner[name].map { Carried(name: name, value: $0) }
        }
        course = plan.course(visit)
        hash = plan.hash
        key = UUIDv7.make(at: visit.site.now())
        back = order.address.text
        denied = visit.isAllowed(.startRun) ? nil : words["problem.permission_denied_next"]
        approval = plan.approval.map { $0.sentence(words) }
        gates = (plan.gates ?? []).map { words.why($0, at: names[$0.provider] ?? $0.provider.rawValue) }
        let summary = PlanSummary(plan)
        blocked = summary.objection(words)
        submit = blocked == nil && denied == nil ? summary.submit(words) : nil
        remainders = summary.remainders(order, names, words)
    }

    private static func counts(_ plan: PlanView, _ words: Words) -> [Count] {
        PlanView.Action.allCases.compactMap { action in
            let count = plan.targets.count { $0.action == action }
            guard count > 0 else { return nil }
            return Count(chip: Chip(action, words), text: words.grouped(count))
        }
    }
}

extension InstallPlanModel.Notice {
    init(_ problem: Problem, _ words: Words) {
        title = words["problem.\(problem.code.rawValue)"]
        lead =
            problem.code == .planChanged
            ? words["install.plan_changed"] : words["problem.\(problem.code.rawValue)_next"]
    }
}

extension PlannedApproval {
    fileprivate func sentence(_ words: Words) -> String {
        let roles = roles.map { words["role.\($0.rawValue)"] }.joined(separator: ", ")
        let who = words[fourEyes ? "install.approval_by_other" : "install.approval_by", ["roles": roles]]
        return "\(words.counted("install.approval", targets)) \(who)"
    }
}

extension InstallPlanModel.Row {
    init(_ target: PlanView.Target, _ provider: ProviderView?, _ words: Words) {
        self.init(
            skill: target.skill,
            href: SkillAddress(name: target.skill).page(.overview, version: target.version).text,
            version: target.version,
            signer: target.signer.map { words["install.signed_by", ["name": String($0.prefix(40))]] },
            provider: provider?.settings.displayName ?? target.provider.rawValue,
            isSandbox: provider?.settings.sandbox ?? false,
            wave: target.wave.map { words["install.wave_n", ["n": String($0)]] },
            chip: Chip(target.action, words),
            reasons: target.reasons.map { FindingLine($0, words) },
            scan: target.reasons.contains { $0.code == FailureCode.scanBlocked.rawValue }
                ? SkillAddress(name: target.skill).scan(of: target.version) : nil
        )
    }
}

extension Chip {
    init(_ action: PlanView.Action, _ words: Words) {
        let tone: Tone =
            switch action {
            case .create, .newVersion, .repair: .run
            case .skip: .idle
            case .blocked: .fail
            case .remove: .undo
            }
        self.init(tone, words["install.action_\(action.rawValue)"])
    }
}
