import Contract

/// Which of a run's targets are shown; stands in the address as `state`, `provider` and `page`.
struct TargetFilter: Sendable {
    let state: TaskStatus?
    let provider: ProviderID?
    /// From 1.
    let page: Int

    /// So many that a page of a run stays below 6,000 elements even when each target was tried often.
    static let pageSize = 50

    init(_ fields: FormFields) {
        state = fields.choice("state")
        provider = fields["provider"].map { ProviderID(rawValue: $0) }
        page = max(1, fields["page"].flatMap { Int($0) } ?? 1)
    }

    func takes(_ task: TaskView) -> Bool {
        (state == nil || task.status == state) && (provider == nil || task.provider == provider)
    }

    var isNarrowed: Bool { state != nil || provider != nil }

    func address(of path: String) -> Address {
        Address(path, ["state": state?.rawValue, "provider": provider?.rawValue])
    }
}

/// The targets of a run, a page at a time, grouped by provider and, within one, by what needs eyes first.
struct RunTargets: Sendable {
    let rows: [TargetRow]
    let shown: String
    let isEmpty: Bool
    let isNarrowed: Bool
    let previous: String?
    let next: String?
    let all: String
    let failedOnly: Toggle

    struct Toggle: Sendable {
        let href: String
        let label: String
        let isOn: Bool
        let isUseless: Bool
    }

    init(_ run: RunView, _ filter: TargetFilter, _ providers: ProviderNames, _ visit: Visit) {
        let words = visit.words
        let matching = (run.tasks ?? []).filter(filter.takes)
            .sorted { Self.place($0, providers) < Self.place($1, providers) }
        let pages = max(1, (matching.count + TargetFilter.pageSize - 1) / TargetFilter.pageSize)
        let page = min(filter.page, pages)
        let first = (page - 1) * TargetFilter.pageSize
        let visible = matching.dropFirst(first).prefix(TargetFilter.pageSize)
        let address = filter.address(of: run.path)
        rows = visible.map { TargetRow($0, of: run, providers, visit) }
        isEmpty = rows.isEmpty
        isNarrowed = filter.isNarrowed
        shown =
            pages == 1
            ? words.counted("runs.targets", matching.count)
            : words[
                "runs.targets_span",
                [
                    "first": words.grouped(first + 1), "last": words.grouped(first + visible.count),
                    "n": words.grouped(matching.count),
                ]
            ]
        previous = page > 1 ? address.with("page", page == 2 ? nil : String(page - 1)).text : nil
        next = page < pages ? address.with("page", String(page + 1)).text : nil
        all = run.path
        let isOn = filter.state == .failed
        failedOnly = Toggle(
            href: address.with("state", isOn ? nil : TaskStatus.failed.rawValue).text,
            label: words.counted("runs.failed_only", run.counts.failed),
            isOn: isOn,
            isUseless: run.counts.failed == 0 && !isOn
        )
    }

    private static func place(_ task: TaskView, _ providers: ProviderNames) -> (
        String, String, Int, String, Int
    ) {
        (
            providers[task.provider], task.provider.rawValue,
            RunCounts.order.firstIndex(of: task.status) ?? 0, task.skill, task.version
        )
    }
}

/// How a run stands on each provider, each number a link to those targets.
struct ProviderSummary: Sendable {
    struct Cell: Sendable {
        let id: String
        let href: String
        let label: String
        let chip: Chip
        let count: String
    }

    struct Row: Sendable {
        let name: String
        let href: String
        let isChosen: Bool
        let total: String
        let cells: [Cell]
    }

    let rows: [Row]
    let more: String?

    /// Fewer targets are seen faster in the table itself.
    static let minimumTargets = 13
    private static let maximumRows = 40

    /// Nil for a run with few targets.
    init?(_ run: RunView, _ filter: TargetFilter, _ providers: ProviderNames, _ words: Words) {
        guard let tasks = run.tasks, tasks.count >= Self.minimumTargets else { return nil }
        var counts: [ProviderID: TaskCounts] = [:]
        for task in tasks { counts[task.provider, default: TaskCounts()][task.status] += 1 }
        let sorted = counts.sorted {
            ($1.value.unsuccessful, providers[$0.key]) < ($0.value.unsuccessful, providers[$1.key])
        }
        rows = sorted.prefix(Self.maximumRows).map { provider, counts in
            let address = Address(run.path, ["provider": provider.rawValue])
            return Row(
                name: providers[provider],
                href: address.text,
                isChosen: provider == filter.provider && filter.state == nil,
                total: words.grouped(counts.total),
                cells: RunCounts.order.filter { counts[$0] > 0 }.map { status in
                    let chip = Chip(Chip.tone(of: status), words.state(status, of: run.kind))
                    return Cell(
                        id: "sum-\(provider)-\(status.rawValue)",
                        href: address.with("state", status.rawValue).text,
                        label: chip.label,
                        chip: chip,
                        count: words.grouped(counts[status])
                    )
                }
            )
        }
        let hidden = counts.count - rows.count
        more = hidden > 0 ? words.counted("runs.more_providers", hidden) : nil
    }
}
