import Contract
import Domain
import Store

/// Random runs up to the end of a span, and everything an overview says of them, counted the plain way.
struct HandCount: Sendable {
    struct Target: Sendable {
        let skill: String
        let provider: ProviderID
        let status: TaskStatus
        let due: Timestamp
        let finished: Timestamp?
    }

    let span: OverviewSpan
    let runs: [(run: RunView, targets: [Target])]

    init(span: OverviewSpan, runs: Int) {
        var dice = Dice(state: 20_261_126)
        self.span = span
        self.runs = (0..<runs).map { _ in Self.run(span, &dice) }
    }

    var parts: [OverviewSpan] {
        span.beginnings.map { OverviewSpan(from: $0, until: $0 + .seconds(100)) }
    }

    private func matching(_ traits: RunTraits) -> [(run: RunView, targets: [Target])] {
        runs.filter { run, targets in
            (traits.status.map { $0 == run.status } ?? true) && (traits.kind.map { $0 == run.kind } ?? true)
                && (traits.requestedBy.map { $0 == run.requestedBy } ?? true)
                && (traits.source.map { $0 == run.source } ?? true)
                && (traits.provider.map { wanted in targets.contains { $0.provider == wanted } } ?? true)
                && (traits.skill.map { wanted in targets.contains { $0.skill == wanted } } ?? true)
        }
    }

    /// Targets of those runs that are there, or of it.
    private func targets(_ traits: RunTraits) -> [Target] {
        matching(traits).flatMap(\.targets).filter {
            (traits.provider ?? $0.provider) == $0.provider && (traits.skill ?? $0.skill) == $0.skill
        }
    }

    func totals(_ traits: RunTraits, in span: OverviewSpan) -> RunTotals {
        let ended = matching(traits).map(\.run).filter { span.holds($0.finishedAt) }
        let milliseconds = ended.compactMap { run in
            run.finishedAt.map { ($0 - run.createdAt).wholeMicroseconds / 1000 }
        }.sorted()
        func count(_ status: RunStatus) -> Int { ended.count { $0.status == status } }
        return RunTotals(
            success: count(.success),
            failed: count(.failed),
            partialFailed: count(.partialFailed),
            p95Milliseconds: ended.isEmpty ? nil : Int(milliseconds[(ended.count * 95 + 99) / 100 - 1])
        )
    }

    func moments(_ traits: RunTraits) -> [OpenRuns] {
        let runs = matching(traits).map(\.run)
        return span.beginnings.map { moment in
            let there = runs.filter { $0.createdAt <= moment && ($0.finishedAt ?? .max) > moment }
            let waiting = there.filter { ($0.startedAt ?? .max) > moment }
            return OpenRuns(
                running: there.count - waiting.count,
                queuedSince: waiting.map(\.createdAt).min()
            )
        }
    }

    func providers(_ traits: RunTraits) -> [ProviderID: [TargetTotals]] {
        let ended = targets(traits).filter { span.holds($0.finished) }
        return Dictionary(grouping: ended, by: \.provider).mapValues { targets in
            parts.map { part in
                func count(_ states: Set<TaskStatus>) -> Int {
                    targets.count { states.contains($0.status) && part.holds($0.finished) }
                }
                return TargetTotals(
                    success: count([.success, .skipped]),
                    failed: count([.failed]),
                    canceled: count([.canceled])
                )
            }
        }
    }

    func open(_ traits: RunTraits) -> OpenWork {
        let runs = matching(traits).map(\.run)
        let waiting = targets(traits).filter { $0.status == .queued || $0.status == .retryWait }
        return OpenWork(
            queuedRuns: runs.count { $0.status == .queued },
            runningRuns: runs.count { $0.status == .running },
            waitingTargets: waiting.count,
            waitingSince: waiting.map(\.due).filter { $0 <= span.until }.min(),
            queuedSince: runs.filter { $0.finishedAt == nil && $0.startedAt == nil }.map(\.createdAt).min()
        )
    }
}

extension Timestamp {
    fileprivate static var max: Timestamp { Timestamp(microseconds: .max) }
}

extension OverviewSpan {
    fileprivate func holds(_ time: Timestamp?) -> Bool {
        time.map { $0 > from && $0 <= until } ?? false
    }
}

// MARK: Making them up

extension HandCount {
    private static func run(_ span: OverviewSpan, _ dice: inout Dice) -> (run: RunView, targets: [Target]) {
        let created = span.from + .seconds(dice.number(below: 3000) - 600)
        let begins = created + .milliseconds(dice.number(below: 4) == 0 ? dice.number(below: 300_000) : 20)
        // One in four takes long enough to see the next part begin.
        let ends = begins + .milliseconds(dice.number(below: dice.number(below: 4) == 0 ? 400_000 : 9000))
        let started = begins <= span.until ? begins : nil
        let finished = ends <= span.until ? ends : nil
        let targets = (0...dice.number(below: 3)).map { number in
            target(number, created, started, finished, &dice)
        }
        let ended: [RunStatus] = [.success, .success, .failed, .partialFailed]
        var counts = TaskCounts()
        for target in targets { counts[target.status] += 1 }
        let run = RunView(
            id: .make(at: created),
            kind: one(of: [.install, .install, .uninstall, .rollback], &dice),
            status: finished != nil ? one(of: ended, &dice) : started != nil ? .running : .queued,
            requestedBy: one(of: ["ann", "bob", "eve"], &dice),
            source: one(of: [.api, .api, .cli, .web], &dice),
            reason: nil,
            parentRunID: nil,
            createdAt: created,
            startedAt: started,
            finishedAt: finished,
            counts: counts,
            tasks: nil
        )
        return (run, targets)
    }

    private static func target(
        _ number: Int,
        _ created: Timestamp,
        _ started: Timestamp?,
        _ finished: Timestamp?,
        _ dice: inout Dice
    ) -> Target {
        let ended: [TaskStatus] = [.success, .success, .failed, .canceled, .skipped]
        let isFirst = number == 0
        let status: TaskStatus =
            finished != nil
            ? one(of: ended, &dice)
            : started == nil
                ? .queued : one(of: isFirst ? [.retryWait] : [.queued, .success, .failed], &dice)
        return Target(
            skill: one(of: ["a", "b", "c"], &dice),
            provider: [.alpha, .beta, ProviderID(rawValue: "gamma")][
                (number + dice.number(below: 2)) % 3
            ],
            status: status,
            due: created + .milliseconds(dice.number(below: 50)),
            finished: status.isFinal ? finished ?? started : nil
        )
    }

    private static func one<Value>(of values: [Value], _ dice: inout Dice) -> Value {
        values[dice.number(below: values.count)]
    }

    func fill(_ database: any Database) async throws {
        try await database.prepare(
            skills: ["a", "b", "c"],
            providers: [.alpha, .beta, ProviderID(rawValue: "gamma")]
        )
        var skills: [String: SkillID] = [:]
        for name in ["a", "b", "c"] { skills[name] = try await database.skillID(name) }
        try await database.write { [skills] connection in
            for (run, targets) in runs {
                try RunTable(connection).insert(run)
                for (number, target) in targets.enumerated() {
                    try connection.run(
                        """
                        INSERT INTO install_tasks (id, run_id, kind, skill_id, skill, version, digest, provider_id,
                            status, due_at, attempt, max_attempts, rescues, cancel_requested, finished_at)
                        VALUES (\("\(run.id)-\(number)"), \(run.id), \(run.kind), \(skills[target.skill]),
                            \(target.skill), 1, 'digest', \(target.provider), \(target.status),
                            \(target.status.isFinal ? nil : target.due), 0, 6, 0, 0, \(target.finished))
                        """
                    )
                }
            }
        }
    }
}
