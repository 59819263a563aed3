import Contract
import HTTPTypes
import Hummingbird
import Requests

extension WebSite {
    /// What would be done, with exact numbers; nothing is done yet.
    static let bulkPreview: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        guard let choice = BulkChoice(visit.query, now: visit.site.now()) else {
            let detail: Phrase = "One of retry, cancel and rollback is expected as the action."
            throw Problem(.validationFailed, as: "bulk_action", detail)
        }
        // Before the moment is fixed: the choice's own address leaves out what is unusable, and so matches more.
        if case .matching(let filter, _) = choice.scope, !filter.faults.isEmpty {
            return visit.redirect(to: "/runs?" + (visit.request.uri.query ?? ""))
        }
        if case .matching = choice.scope, visit.query["before"] == nil {
            return visit.redirect(to: choice.address.text)
        }
        let runs = try await BulkRuns(choice, plane)
        let model = BulkModel(choice, runs, visit)
        return try visit.page("runs/bulk", title: model.title, active: .runs, model)
    }

    /// The way without scripts: so many at once as a browser waits for, then the rest by the same button.
    static let bulkAction: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let form = try await visit.form()
        guard let command: RunCommand = form.choice("action") else { return visit.redirect(to: "/runs") }
        let ids = (form["runs"] ?? "").split(separator: ",").map(String.init).filter(Grammar.isUUID)
        let reason = form["reason"] ?? ""
        if command == .rollback,
            reason.allSatisfy(\.isWhitespace) || reason.count > RollbackModel.longestReason
        {
            let model = BulkModel(again: command, ids, reason: reason, visit)
            return try visit.page(
                "runs/bulk",
                title: model.title,
                active: .runs,
                status: .unprocessableContent,
                model
            )
        }
        var tally = BulkTally()
        for id in ids.prefix(BulkTally.atOnce) {
            try await tally.note(RunID(rawValue: id), command, reason: reason, plane, visit)
        }
        let rest = Array(ids.dropFirst(BulkTally.atOnce))
        let model = BulkResultModel(command, tally, rest: rest, reason: reason, visit)
        return try visit.page("runs/bulk-result", title: model.title, active: .runs, model)
    }
}

/// How the runs of one request fared.
struct BulkTally: Sendable {
    struct Refusal: Sendable {
        let href: String
        let run: String
        let why: String
    }

    static let atOnce = 100

    private(set) var done = 0
    private(set) var skipped = 0
    private(set) var refusals: [Refusal] = []

    /// - Throws: ``Problem`` when no further run would fare better.
    mutating func note(
        _ id: RunID,
        _ command: RunCommand,
        reason: String,
        _ plane: any ControlPlane,
        _ visit: Visit
    ) async throws(Problem) {
        do throws(Problem) {
            switch command {
            case .retry: _ = try await plane.retryRun(id)
            case .cancel: _ = try await plane.cancelRun(id)
            case .rollback: _ = try await plane.rollbackRun(id, reason: reason, source: .web)
            }
            done += 1
        } catch {
            switch error.code {
            case .authenticationRequired, .permissionDenied: throw error
            case let code where RunCommand.conflicts.contains(code): skipped += 1
            default: break
            }
            let short = String(id.rawValue.suffix(8))
            refusals.append(Refusal(href: "/runs/\(id)", run: short, why: RefusalModel(error, visit).summary))
        }
    }
}

/// What would be done to several runs.
struct BulkModel: Sendable {
    let title: String
    let action: String
    let lead: String
    let effect: String
    let left: String?
    let tooMany: String?
    let rows: [RunRow]
    let more: String?
    /// The ids, with commas between.
    let runs: String
    let needsReason: Bool
    let reason: String
    let reasonFault: String?
    let maximumReason: Int
    let submit: String?
    /// Only the first so many are done at once without scripts.
    let withoutScripts: String?
    let back: String
    let isDangerous: Bool

    private static let shown = 20

    init(_ choice: BulkChoice, _ found: BulkRuns, _ visit: Visit) {
        let ids = found.isTooMany ? [] : found.eligible.map(\.id.rawValue)
        self.init(
            choice.command,
            ids: ids,
            targets: found.targets,
            left: found.left,
            isTooMany: found.isTooMany,
            rows: found.isTooMany ? [] : found.eligible.prefix(Self.shown).map { RunRow($0, visit) },
            back: choice.list.text,
            visit
        )
    }

    /// The form once more, because its reason cannot be taken.
    init(again command: RunCommand, _ ids: [String], reason: String, _ visit: Visit) {
        self.init(command, ids: ids, targets: nil, reason: reason, isFaulty: true, back: "/runs", visit)
    }

    private init(
        _ command: RunCommand,
        ids: [String],
        targets: Int?,
        left: Int = 0,
        isTooMany: Bool = false,
        rows: [RunRow] = [],
        reason: String = "",
        isFaulty: Bool = false,
        back: String,
        _ visit: Visit
    ) {
        let words = visit.words
        let name = command.rawValue
        title = words["runs.bulk_\(name)"]
        action = name
        let count = words.counted("runs.bulk_runs", ids.count)
        let concerned = targets.map { " · " + words.counted("runs.targets", $0) } ?? ""
        lead = ids.isEmpty ? words["runs.bulk_none"] : count + concerned
        effect = words["runs.bulk_effect_\(name)"]
        self.left = left > 0 ? words.counted("runs.bulk_left", left) : nil
        tooMany = isTooMany ? words["runs.bulk_too_many", ["n": words.grouped(BulkChoice.maximum)]] : nil
        self.rows = rows
        more =
            ids.count > rows.count && !rows.isEmpty
            ? words.counted("runs.bulk_more", ids.count - rows.count) : nil
        runs = ids.joined(separator: ",")
        needsReason = command == .rollback
        self.reason = reason
        reasonFault =
            isFaulty
            ? words[
                reason.isEmpty ? "runs.reason_missing" : "runs.reason_unusable",
                ["n": String(RollbackModel.longestReason)]
            ]
            : nil
        maximumReason = RollbackModel.longestReason
        let isPossible = !ids.isEmpty && visit.isAllowed(command.operation)
        submit = isPossible ? words.counted("runs.bulk_do_\(name)", ids.count) : nil
        withoutScripts =
            ids.count > BulkTally.atOnce
            ? words["runs.bulk_first", ["n": String(BulkTally.atOnce)]] : nil
        self.back = back
        isDangerous = command != .retry
    }
}

/// What was done without scripts, and what is left.
struct BulkResultModel: Sendable {
    let title: String
    let action: String
    let done: String
    let skipped: String
    let failed: String
    let refusals: [BulkTally.Refusal]
    let rest: String
    let reason: String
    let submit: String?

    init(_ command: RunCommand, _ tally: BulkTally, rest: [String], reason: String, _ visit: Visit) {
        let words = visit.words
        title = words["runs.bulk_\(command.rawValue)"]
        action = command.rawValue
        done = words.counted("runs.bulk_done", tally.done)
        skipped = words.counted("runs.bulk_skipped", tally.skipped)
        failed = words.counted("runs.bulk_failed", tally.refusals.count - tally.skipped)
        refusals = tally.refusals
        self.rest = rest.joined(separator: ",")
        self.reason = reason
        submit = rest.isEmpty ? nil : words.counted("runs.bulk_next", rest.count)
    }
}
