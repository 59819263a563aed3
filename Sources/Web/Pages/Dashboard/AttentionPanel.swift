import Contract

/// What somebody should look at now, worst first, each with what can be done about it.
struct AttentionPanel: Sendable {
    struct Item: Sendable {
        let id: String
        let chip: Chip
        let title: String
        let href: String
        let detail: String
        let when: Moment?
        /// Done from here, by a form.
        let action: RunAction?
        /// Done elsewhere.
        let step: RunAction?
    }

    struct More: Sendable {
        let status: String
        let path: String
        let label: String
    }

    /// A target that could begin waits this long before anybody is told: longer than a limit on the rate of
    /// calls holds it back.
    static let patience = Duration.seconds(300)
    private static let waitingLimit = 4
    /// Few: one line says how many failures there are in all.
    private static let failedLimit = 2

    let items: [Item]
    let isClear: Bool
    /// How many there are, as the page's title shows it: `5`, or `12+` when there are more than were counted; nil
    /// for none.
    let count: String?
    /// The lists of all failed runs, when not all of them stand here.
    let more: [More]
    /// Why something here could be missing.
    let refusals: [RefusalModel]
    /// Said to whoever may look but not act.
    let mayNotAct: Bool

    init(_ answers: DashboardAnswers, _ filter: DashboardFilter, since: Timestamp, _ visit: Visit) {
        let failures = answers.failures?.value ?? .none
        let providers = (answers.providers?.value?.items ?? []).filter {
            filter.traits.provider == nil || filter.traits.provider == $0.id
        }
        let names = ProviderNames(answers.providers?.value?.items ?? [])
        let first =
            [
                answers.alerts?.value.flatMap { Item($0, names, visit) },
                answers.inbox?.value.flatMap { Item($0, only: filter.traits.provider, names, visit) },
            ].compactMap(\.self)
            + providers.compactMap { Item($0, visit) }
            + [answers.overview?.value.flatMap { Item($0.open, visit) }].compactMap { $0 }
        let waiting = answers.waiting?.value
        let undecided = waiting?.items ?? []
        let runs =
            undecided.prefix(Self.waitingLimit).map { Item(waiting: $0, visit) }
            + failures.runs.prefix(Self.failedLimit).map { Item($0, visit) }
        items = first + runs
        let number = first.count + undecided.count + failures.runs.count
        let areMore = failures.areMore || waiting?.nextCursor != nil
        count = number == 0 ? nil : "\(number)\(areMore ? "+" : "")"
        let statuses: [RunStatus] = failures.runs.count > Self.failedLimit ? [.failed, .partialFailed] : []
        let failed = statuses.filter { status in failures.runs.contains { $0.status == status } }.map {
            More(
                status: $0.rawValue,
                path: filter.runs(status: $0, since: since).text,
                label: visit.words["dashboard.all_\($0.rawValue)"]
            )
        }
        let all = filter.runs(status: nil, since: nil).with("status", nil).with("approval", "pending").text
        more =
            (undecided.count > Self.waitingLimit
                ? [More(status: "waiting", path: all, label: visit.words["dashboard.all_waiting"])] : [])
            + failed
        refusals = Self.refusals(of: answers, visit)
        isClear = items.isEmpty && refusals.isEmpty
        mayNotAct = !items.isEmpty && !visit.isAllowed(.retryRun)
    }

    /// One reason said twice says no more.
    private static func refusals(of answers: DashboardAnswers, _ visit: Visit) -> [RefusalModel] {
        let problems = [
            answers.failures?.problem, answers.waiting?.problem, answers.alerts?.problem,
            answers.inbox?.problem, answers.providers?.problem,
        ].compactMap { $0 }
        return problems.enumerated().filter { index, problem in
            !problems[..<index].contains { $0.code == problem.code }
        }.map { RefusalModel($0.element.of(visit), visit) }
    }
}

extension AttentionPanel.Item {
    /// A run that failed, as a whole or in part.
    init(_ run: RunView, _ visit: Visit) {
        let words = visit.words
        let about = [run.requestedBy, words["runs.source_\(run.source.rawValue)"], run.reason ?? ""]
        self.init(
            id: "attend-\(run.id)",
            chip: Chip(run.status, words),
            title: words[
                "dashboard.run_failed",
                [
                    "kind": words["runs.kind_\(run.kind.rawValue)"], "id": run.shortID,
                    "n": words.grouped(run.counts.failed), "total": words.grouped(run.counts.total),
                ]
            ],
            href: run.path,
            detail: about.filter { !$0.isEmpty }.joined(separator: " · "),
            when: visit.moment(run.finishedAt ?? run.createdAt),
            action: RunActions(run, visit).retry,
            step: nil
        )
    }

    /// A run that waits for an approval.
    init(waiting run: RunView, _ visit: Visit) {
        let words = visit.words
        let mayDecide = visit.isAllowed(.approveRun) && run.approval?.isAsked(by: visit) == false
        let first = (run.approval?.reasons.first).map { words.said($0.message, $0.wording).text }
        self.init(
            id: "attend-\(run.id)",
            chip: Chip(.pending, words),
            title: words[
                "dashboard.run_waits",
                ["kind": words["runs.kind_\(run.kind.rawValue)"], "id": run.shortID]
            ],
            href: run.path,
            detail: [run.requestedBy, first].compactMap(\.self).joined(separator: " · "),
            when: visit.moment(run.approval?.requestedAt ?? run.createdAt),
            action: nil,
            step: mayDecide ? RunAction(path: run.path, label: words["dashboard.decide"]) : nil
        )
    }

    /// A provider whose last check failed; nil for one that is well, was never asked or is switched off.
    init?(_ provider: ProviderView, _ visit: Visit) {
        guard provider.settings.enabled, let check = provider.lastCheck, !check.healthy else { return nil }
        let words = visit.words
        let code = check.error?.code ?? .providerUnavailable
        self.init(
            id: "attend-provider-\(provider.id)",
            chip: Chip(.fail, words["providers.unreachable"]),
            title: "\(provider.settings.displayName): \(words.of(code.sentence))",
            href: ProviderHealth.address(of: provider.id),
            detail: words.of(code.nextAction),
            when: visit.moment(check.checkedAt),
            action: visit.isAllowed(.checkProvider)
                ? RunAction(path: "/providers/\(provider.id)/check", label: words["dashboard.check_again"])
                : nil,
            step: nil
        )
    }

    /// Work that does not begin; nil while the queue moves.
    init?(_ open: OpenWork, _ visit: Visit) {
        guard let since = open.waitingSince, visit.site.now() - since >= AttentionPanel.patience,
            let age = open.age(at: visit.site.now())
        else { return nil }
        let words = visit.words
        self.init(
            id: "attend-queue",
            chip: Chip(.warn, words["dashboard.queue_slow"]),
            title: words["dashboard.queue_waits", ["time": words.duration(milliseconds: age)]],
            href: "/runs?status=queued",
            detail: words.counted("dashboard.waiting_targets", open.waitingTargets),
            when: nil,
            action: nil,
            step: RunAction(path: "/runs?status=queued", label: words["dashboard.see_queue"])
        )
    }
}
