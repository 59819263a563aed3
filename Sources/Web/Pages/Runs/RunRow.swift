import Contract

/// A run as a row of a table: template `runs/row`, below the head `runs/head`.
///
/// The row refreshes itself when the run changes.
struct RunRow: Sendable {
    /// The element's id: `run-<id>`, so that it starts with a letter and a live event finds it.
    let id: String
    let runID: String
    let href: String
    let kind: String
    /// Tells runs of one kind apart where the whole id would be too long.
    let short: String
    let reason: String?
    let chip: Chip
    /// While it waits for an approval.
    let approval: Chip?
    /// When it begins, until it has.
    let start: Moment?
    let counts: RunCounts
    let when: Moment
    let duration: String?
    let who: String
    let source: String
    /// Where the row comes from anew.
    let refresh: String
    /// Whether it can be marked for an action on several runs.
    let isSelectable: Bool
    let retry: RunAction?
    let cancel: RunAction?

    init(_ run: RunView, _ visit: Visit, selectable: Bool = false) {
        let words = visit.words
        let actions = RunActions(run, visit)
        let mark = selectable ? "1" : nil
        id = run.elementID
        runID = run.id.rawValue
        href = run.path
        kind = words["runs.kind_\(run.kind.rawValue)"]
        short = run.shortID
        reason = run.reason
        chip = Chip(run.status, words)
        approval = run.isAwaitingApproval ? Chip(.pending, words) : nil
        start = run.startsLater(than: visit.site.now()) ? run.startAt.map(visit.moment) : nil
        counts = RunCounts(run.counts, of: run.kind, words)
        when = visit.moment(run.createdAt)
        duration = run.duration(until: visit.site.now()).map(words.duration)
        who = run.requestedBy
        source = words["runs.source_\(run.source.rawValue)"]
        refresh = Address(run.path + "/row", ["select": mark]).text
        isSelectable = selectable
        retry = actions.retry?.reaching(Address(run.path + "/retry", ["select": mark]))
        cancel = actions.retry == nil ? actions.cancel : nil
    }
}

extension RunView {
    var path: String { "/runs/\(id)" }

    var elementID: String { "run-\(id)" }

    /// The random end of the id: its beginning is the time, which runs of one minute share.
    var shortID: String { String(id.rawValue.suffix(8)) }

    /// Milliseconds from the first try to the end, or to `now` while it is at work; nil before.
    func duration(until now: Timestamp) -> Int? {
        guard let startedAt else { return nil }
        return (startedAt.distance(to: finishedAt ?? now)).milliseconds
    }
}

extension Timestamp {
    func distance(to other: Timestamp) -> Duration { other - self }
}

extension Duration {
    /// Whole ones; never negative, as a clock that was set back would have it.
    var milliseconds: Int { Int(max(0, wholeMicroseconds / 1000)) }
}
