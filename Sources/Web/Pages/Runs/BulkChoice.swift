import Contract
import Requests

/// Several runs to act on: the ones marked, or all that match a filter up to a moment.
///
/// The moment stands in the address, so that runs that begin later are never among them.
struct BulkChoice: Sendable {
    enum Scope: Sendable {
        case marked([RunID])
        case matching(RunFilter, before: Timestamp)
    }

    let command: RunCommand
    let scope: Scope

    /// Runs that one form carries; more would make a page of megabytes.
    static let maximum = 5000

    /// Nil without a command.
    init?(_ fields: FormFields, now: Timestamp) {
        guard let command: RunCommand = fields.choice("action") else { return nil }
        self.command = command
        if fields["scope"] == "all" {
            let before = fields["before"].flatMap { Timestamp($0) } ?? now
            scope = .matching(RunFilter(fields, limit: PageRequest.maximumLimit), before: before)
        } else {
            let ids = fields.all("run").filter(Grammar.isUUID).map { RunID(rawValue: $0) }
            scope = .marked(Array(ids.prefix(PageRequest.maximumLimit)))
        }
    }

    /// With the moment in it; reading it again gives the same choice.
    var address: Address {
        switch scope {
        case .marked(let ids):
            var address = Address("/runs/bulk", ["action": command.rawValue])
            for id in ids { address = address.adding("run", id.rawValue) }
            return address
        case .matching(let filter, let before):
            var address = Address("/runs/bulk", ["action": command.rawValue, "scope": "all"])
            for (name, value) in filter.address.query { address = address.with(name, value) }
            return address.with("before", before.description)
        }
    }

    /// Where the choice was made.
    var list: Address {
        switch scope {
        case .marked: Address("/runs")
        case .matching(let filter, _): filter.address
        }
    }
}

extension RunCommand {
    /// The states in which a run can have something for it to do.
    var states: [RunStatus] {
        switch self {
        case .retry: [.failed, .partialFailed, .running]
        case .cancel: [.queued, .running]
        case .rollback: [.success, .partialFailed]
        }
    }

    /// How many targets of a run it concerns; none when it makes no sense.
    func targets(of run: RunView) -> Int {
        switch self {
        case .retry: run.counts.unsuccessful
        case .cancel: run.counts.open
        case .rollback: run.status.isFinal ? run.counts.success : 0
        }
    }
}

/// The runs of a choice as they are now.
struct BulkRuns: Sendable {
    /// What the command has something to do for.
    private(set) var eligible: [RunView] = []
    /// What was marked and has nothing to be done (any more), or is gone.
    private(set) var left = 0
    /// Whether there are more than one form carries.
    private(set) var isTooMany = false

    init(_ choice: BulkChoice, _ plane: any ControlPlane) async throws {
        switch choice.scope {
        case .marked(let ids):
            let found = try await plane.runsWithoutTargets(ids)
            for id in ids { take(found[id], for: choice.command) }
        case .matching(let filter, let before):
            try await takeAll(filter, before: before, for: choice.command, plane)
        }
    }

    var targets: Int { targetCounts.reduce(0, +) }

    private var targetCounts: [Int] = []

    private mutating func take(_ run: RunView?, for command: RunCommand) {
        guard let run, command.targets(of: run) > 0 else {
            left += 1
            return
        }
        eligible.append(run)
        targetCounts.append(command.targets(of: run))
    }

    /// States are asked for one by one: most of many runs are in a state in which there is nothing to do.
    private mutating func takeAll(
        _ filter: RunFilter,
        before: Timestamp,
        for command: RunCommand,
        _ plane: any ControlPlane
    ) async throws(Problem) {
        var seen: Set<RunID> = []
        var query = filter.query
        query.createdBefore = min(query.createdBefore ?? before, before)
        let wanted = filter.query.status
        for status in command.states where wanted == nil || wanted == status {
            query.status = status
            query.page.cursor = nil
            repeat {
                let page = try await plane.runs(query)
                // A run may change its state between two pages.
                for run in page.items where command.targets(of: run) > 0 && seen.insert(run.id).inserted {
                    take(run, for: command)
                }
                guard eligible.count <= BulkChoice.maximum else {
                    isTooMany = true
                    return
                }
                query.page.cursor = page.nextCursor
            } while query.page.cursor != nil
        }
        eligible.sort { $1.createdAt < $0.createdAt }
    }
}
