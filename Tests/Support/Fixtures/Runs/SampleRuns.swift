package import Contract
import Synchronization

/// Runs in every state that a page has to show, which change as a real control plane's would.
package final class SampleRuns: Sendable {
    private let runs: Mutex<[RunID: RunView]>

    /// Ends of the ids of the runs that tests and screenshots look for.
    package enum Known: Int, CaseIterable, Sendable {
        case failed = 1
        case running
        case large
        case rollback
        case queued
    }

    /// Of the one that waits for an approval, where there is one.
    package static var waitingID: RunID { id(60) }

    /// Of the one with waves, where there is one.
    package static var wavedID: RunID { id(61) }

    package static func id(_ known: Known) -> RunID { id(known.rawValue) }

    private static let start = Timestamp("2026-11-22T10:00:00Z") ?? Timestamp(microseconds: 0)

    /// - Parameters:
    ///   - more: Ordinary runs beside the ``Known`` ones.
    ///   - waiting: Whether one waits for an approval, and
    ///   - waved: one for its second wave.
    package init(more: Int = 120, waiting: Bool = false, waved: Bool = false) {
        var all = [Self.failed(), Self.running(), Self.large(), Self.rollback(), Self.queued()]
        if waiting { all.append(Self.waiting()) }
        if waved { all.append(Self.waved()) }
        for number in 0..<more { all.append(Self.ordinary(number)) }
        runs = Mutex(Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) }))
    }

    package func find(_ id: RunID) -> RunView? { runs.withLock { $0[id] } }

    package func list(_ query: RunQuery) -> Page<RunView> {
        let all = runs.withLock { Array($0.values) }.filter { Self.takes(query, $0) }
            .sorted { ($1.createdAt, $1.id) < ($0.createdAt, $0.id) }
        let first = query.page.cursor.flatMap { Int($0) } ?? 0
        let page = all.dropFirst(first).prefix(query.page.limit)
        let next = first + page.count
        return Page(
            items: page.map { $0.with(tasks: nil) },
            nextCursor: next < all.count ? String(next) : nil
        )
    }

    /// Puts tasks in these states into another; nil when there are none.
    package func move(_ id: RunID, from states: Set<TaskStatus>, to state: TaskStatus) -> RunView? {
        runs.withLock { runs in
            guard let run = runs[id], let tasks = run.tasks,
                tasks.contains(where: { states.contains($0.status) })
            else { return nil }
            let moved = run.with(
                targets: tasks.map { states.contains($0.status) ? $0.with(status: state) : $0 }
            )
            runs[id] = moved
            return moved
        }
    }

    package func add(_ run: RunView) { runs.withLock { $0[run.id] = run } }

    private static func takes(_ query: RunQuery, _ run: RunView) -> Bool {
        (query.status.map { $0 == run.status } ?? true) && (query.kind.map { $0 == run.kind } ?? true)
            && (query.source.map { $0 == run.source } ?? true)
            && (query.requestedBy.map { $0 == run.requestedBy } ?? true)
            && (query.parent.map { $0 == run.parentRunID } ?? true)
            && (query.approval.map { $0 == run.approval?.state } ?? true)
            && (query.createdAfter.map { $0 <= run.createdAt } ?? true)
            && (query.createdBefore.map { run.createdAt < $0 } ?? true)
            && (query.provider.map { provider in run.tasks?.contains { $0.provider == provider } ?? false }
                ?? true)
            && (query.skill.map { skill in run.tasks?.contains { $0.skill == skill } ?? false } ?? true)
    }

    // MARK: The runs

    private static func id(_ number: Int) -> RunID {
        RunID(rawValue: "019abcde-f012-7a3b-8c4d-\(padded(number))")
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static func failed() -> RunView {
        run(
            .failed,
            reason: "Version 2 for everybody",
            [
                .init(
                    "release-notes",
                    "claude",
                    .failed,
                    [(0.1, 0.5, .rateLimited), (5.5, 6.9, .providerUnavailable)]
                ),
                .init("release-notes", "openai", .failed, [(0.1, 0.5, .authFailed)]),
                .init("release-notes", "codex-home", .success, [(0.1, 0.4, nil)]),
            ],
            ended: 6.9
        )
    }

    private static func running() -> RunView {
        run(
            .running,
            reason: nil,
            [
                .init("release-notes", "claude", .running, [(280, 281, .rateLimited), (290, nil, nil)]),
                .init("pdf-report", "claude", .retryWait, [(281, 283, .timeout)]),
                .init("release-notes", "openai", .success, [(280, 284, nil)]),
                .init("pdf-report", "openai", .queued, []),
                .init("release-notes", "codex-home", .skipped, [(280, 280.01, nil)]),
            ],
            ended: nil
        )
    }

    private static func large() -> RunView {
        let providers = [
            "claude", "codex-home", "openai", "gemini-eu", "gemini-us", "registry", "cursor-lab",
            "copilot-lab",
        ]
        var targets: [Target] = []
        for number in 0..<5000 {
            let start = Double(number / 40)
            let outcome: FailureCode? = number.isMultiple(of: 37) ? .authFailed : nil
            let tries: [Target.Try] =
                number.isMultiple(of: 11)
                ? [(start, start + 0.6, .rateLimited), (start + 6, start + 7, outcome)]
                : [(start, start + 0.8, outcome)]
            targets.append(
                .init(
                    "skill-\(number / 8)",
                    providers[number % 8],
                    outcome == nil ? .success : .failed,
                    tries
                )
            )
        }
        return run(.large, reason: "The whole catalogue", targets, ended: 134)
    }

    private static func rollback() -> RunView {
        run(
            .rollback,
            kind: .rollback,
            reason: "Notes came out empty",
            parent: id(.failed),
            [
                .init("release-notes", "codex-home", .success, [(0.1, 0.3, nil)])
            ],
            ended: 0.3
        )
    }

    private static func queued() -> RunView {
        run(.queued, reason: nil, [.init("pdf-report", "claude", .queued, [])], ended: nil)
    }

    private static func ordinary(_ number: Int) -> RunView {
        let isBad = number.isMultiple(of: 9)
        return run(
            id(100 + number),
            at: start - .seconds(60 * (number + 3)),
            kind: number.isMultiple(of: 7) ? .uninstall : .install,
            reason: number.isMultiple(of: 3) ? "정기 배포 \(number)" : nil,
            parent: nil,
            [
                .init("pdf-report", "claude", isBad ? .failed : .success, [(0, 1, isBad ? .timeout : nil)]),
                .init("pdf-report", "openai", .success, [(0, 2, nil)]),
            ],
            ended: 2
        )
    }

    private struct Target {
        /// Seconds from the run's beginning; no end while it runs, no code when it went well.
        typealias Try = (start: Double, end: Double?, code: FailureCode?)

        let skill: String
        let provider: String
        let status: TaskStatus
        let tries: [Try]

        init(_ skill: String, _ provider: String, _ status: TaskStatus, _ tries: [Try]) {
            (self.skill, self.provider, self.status, self.tries) = (skill, provider, status, tries)
        }
    }

    private static func run(
        _ known: Known,
        kind: RunKind = .install,
        reason: String?,
        parent: RunID? = nil,
        _ targets: [Target],
        ended: Double?
    ) -> RunView {
        let begun = start - .seconds(known.rawValue)
        return run(id(known), at: begun, kind: kind, reason: reason, parent: parent, targets, ended: ended)
    }

    private static func run(
        _ id: RunID,
        at created: Timestamp,
        kind: RunKind,
        reason: String?,
        parent: RunID?,
        _ targets: [Target],
        ended: Double?
    ) -> RunView {
        let tasks = targets.enumerated().map { task($1, $0, of: id, from: created) }
        let begun = tasks.compactMap(\.startedAt).min()
        return RunView(
            id: id,
            kind: kind,
            status: .queued,
            requestedBy: "mina",
            source: .web,
            reason: reason,
            parentRunID: parent,
            createdAt: created,
            startedAt: begun,
            finishedAt: ended.map { created + .milliseconds(Int($0 * 1000)) },
            counts: TaskCounts(),
            requestID: request(of: id),
            tasks: nil
        ).with(targets: tasks)
    }

    private static func task(_ target: Target, _ index: Int, of run: RunID, from start: Timestamp) -> TaskView
    {
        func time(_ seconds: Double) -> Timestamp { start + .milliseconds(Int(seconds * 1000)) }
        let attempts = target.tries.enumerated().map { number, attempt in
            AttemptView(
                number: number + 1,
                startedAt: time(attempt.start),
                finishedAt: attempt.end.map(time),
                outcome: attempt.end == nil ? nil : attempt.code?.rawValue ?? "success",
                error: attempt.code.map(error),
                worker: "node-1",
                requestID: request(of: run)
            )
        }
        let isWell = target.status == .success
        return TaskView(
            id: TaskID(
                rawValue:
                    "\(run.rawValue.prefix(23))-\(padded((Int(run.rawValue.suffix(6), radix: 16) ?? 0) << 16 | index))"
            ),
            skill: target.skill,
            version: 2,
            provider: ProviderID(rawValue: target.provider),
            status: target.status,
            attempt: attempts.count,
            maxAttempts: 5,
            nextAttemptAt: target.status == .retryWait ? time(330) : nil,
            startedAt: attempts.first?.startedAt,
            finishedAt: target.status.isFinal ? attempts.last?.finishedAt : nil,
            error: attempts.last(where: { $0.error != nil })?.error,
            remote: isWell ? RemoteReference(id: "skill_01Ab\(index)", version: "1763805606") : nil,
            step: attempts.isEmpty ? nil : "create_version",
            requestID: request(of: run),
            attempts: attempts
        )
    }

    /// What asked for a run; each has its own.
    static func request(of run: RunID) -> String { "request-\(run.rawValue.suffix(6))" }

    private static func error(_ code: FailureCode) -> TaskError {
        TaskError(
            code: code,
            message: code.sentence.english,
            retryable: code.isRetryable,
            providerStatus: code == .authFailed ? 401 : 429,
            vendorCode: "error_of_the_vendor",
            providerRequestID: "req_7f3c"
        )
    }
}

extension RunView {
    /// The same with these targets, counted, and the state that follows.
    func with(targets: [TaskView]) -> RunView {
        var counts = TaskCounts()
        for target in targets { counts[target.status] += 1 }
        return with(
            status: RunView.status(counts),
            counts: counts,
            startedAt: startedAt,
            finishedAt: finishedAt,
            tasks: targets
        )
    }

    private static func status(_ counts: TaskCounts) -> RunStatus {
        let good = counts.success + counts.skipped
        let open = counts.queued + counts.running + counts.retryWait
        if open == counts.total, counts.queued == open { return .queued }
        if open > 0 { return .running }
        return good == counts.total ? .success : good == 0 ? .failed : .partialFailed
    }
}

extension TaskView {
    /// As the engine does it: what runs when it is canceled finishes its step first.
    func with(status wanted: TaskStatus) -> TaskView {
        let finishesFirst = wanted == .canceled && self.status == .running
        let status = finishesFirst ? .running : wanted
        return TaskView(
            id: id,
            skill: skill,
            version: version,
            provider: provider,
            status: status,
            attempt: attempt,
            maxAttempts: maxAttempts,
            nextAttemptAt: nil,
            startedAt: startedAt,
            finishedAt: status.isFinal ? finishedAt : nil,
            error: error,
            remote: remote,
            step: step,
            cancelRequested: finishesFirst ? true : nil,
            requestID: requestID,
            attempts: attempts
        )
    }
}
