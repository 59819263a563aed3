import Contract

/// The form for a desired state.
struct DesiredStateFormModel: Sendable {
    let title: String
    let text: String
    let faults: [FaultText]
    let hasFaults: Bool

    init(_ visit: Visit, _ text: String, refused: Problem?) {
        let words = visit.words
        title = words["desired.title"]
        self.text = text
        faults = refused.map { Self.faults($0, words) } ?? []
        hasFaults = !faults.isEmpty
    }

    private static func faults(_ refused: Problem, _ words: Words) -> [FaultText] {
        guard !refused.errors.isEmpty else {
            let said = words.said(refused.detail, refused.wording)
            return [FaultText(text: words["desired.unreadable"], detail: said.text)]
        }
        return refused.errors.map { fault in
            let said = FaultText(fault, words)
            guard let line = fault.line else { return said }
            let place = words["desired.line", ["n": words.grouped(line)]]
            return FaultText(text: "\(place) \(said.text)", detail: said.detail)
        }
    }
}

/// What would become different, to be confirmed as it is.
struct DesiredStatePlanModel: Sendable {
    let title: String
    let notice: InstallPlanModel.Notice?
    let rows: [InstallPlanModel.Row]
    let hasRows: Bool
    let more: String?
    /// How much stands as desired.
    let unchanged: String
    let blocked: String?
    let denied: String?
    let submit: String?
    let hasRemovals: Bool
    let text: String
    let reason: String?
    let plan: String
    /// Made for this form: sending it twice starts each run once.
    let key: String

    init(
        _ visit: Visit,
        _ order: DesiredStateOrder,
        _ plan: DesiredStatePlan,
        _ providers: [ProviderView],
        refusal: Problem?
    ) {
        let words = visit.words
        let known = Dictionary(uniqueKeysWithValues: providers.map { ($0.id, $0) })
        // What needs a decision comes first.
        let targets = plan.blocked + plan.steps.flatMap(\.plan.targets)
        title = words["desired.plan_title"]
        notice = refusal.map { InstallPlanModel.Notice($0, words) }
        rows = targets.prefix(InstallPlanModel.maximumRows).map { .init($0, known[$0.provider], words) }
        hasRows = !rows.isEmpty
        more =
            targets.count > rows.count
            ? words.counted("install.more_targets", targets.count - rows.count) : nil
        unchanged = words.counted("desired.unchanged", plan.unchanged)
        blocked = plan.blocked.isEmpty ? nil : words.counted("desired.blocked", plan.blocked.count)
        denied = visit.isAllowed(.startRun) ? nil : words["problem.permission_denied_next"]
        submit =
            plan.steps.isEmpty || denied != nil ? nil : words.counted("desired.submit", plan.steps.count)
        hasRemovals = plan.steps.contains { $0.request.kind == .uninstall }
        text = order.text
        reason = order.reason
        self.plan = plan.key
        key = UUIDv7.make(at: visit.site.now())
    }
}
