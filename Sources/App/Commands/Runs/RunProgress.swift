import Contract
import Synchronization

/// Shows a run while it goes on.
protocol RunProgressView: Sendable {
    func show(_ run: RunView)
    func lost(_ problem: Problem)
}

/// Says once that a run waits for somebody: nothing else would tell why it goes on so long.
final class ApprovalNote: Sendable {
    private let isTold = Mutex(false)

    func show(_ run: RunView, on console: Console) {
        guard let approval = run.approval, approval.state == .pending, !run.status.isFinal,
            isTold.withLock({ told in
                defer { told = true }
                return !told
            })
        else { return }
        console.note(
            "It waits for an approval until \(approval.expiresAt.toTheSecond): skillyard run approve \(run.id)"
        )
    }
}

/// Says what a run waits for, and how its waves go on: a silence of hours would look like a fault.
final class WaitNotes: Sendable {
    let now: @Sendable () -> Timestamp
    private let approval = ApprovalNote()
    private let isStartTold = Mutex(false)
    private let waves = Mutex<[Int: RunWavesView.Wave.State]>([:])

    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    func show(_ run: RunView, on console: Console) {
        approval.show(run, on: console)
        let moment = now()
        if let start = run.startSentence(at: moment),
            isStartTold.withLock({ told in
                defer { told = true }
                return !told
            })
        {
            console.note("It \(start).")
        }
        for wave in run.waves?.waves ?? [] {
            let before = waves.withLock { $0.updateValue(wave.state, forKey: wave.wave) }
            // That the others wait is said by the first, which does not.
            guard before != wave.state, wave.state != .waiting else { continue }
            console.note(wave.sentence(of: run.waves?.waves.count ?? 0, .plain, at: moment))
        }
    }
}

/// Says nothing of the targets: for `--json`, whose answer is the end.
struct SilentProgress: RunProgressView {
    private let console: Console
    private let notes: WaitNotes

    init(console: Console, now: @escaping @Sendable () -> Timestamp) {
        self.console = console
        notes = WaitNotes(now: now)
    }

    func show(_ run: RunView) { notes.show(run, on: console) }
    func lost(_ problem: Problem) { console.note("The server does not answer; asking again.") }
}

/// One line for each change, for logs and pipes.
final class PlainProgress: RunProgressView {
    private let console: Console
    private let notes: WaitNotes
    private let seen = Mutex<[TaskID: TaskStatus]>([:])
    private let gates = Mutex<[ClosedGate.Key]>([])

    init(console: Console, now: @escaping @Sendable () -> Timestamp) {
        self.console = console
        notes = WaitNotes(now: now)
    }

    func show(_ run: RunView) {
        notes.show(run, on: console)
        for task in run.sortedTasks {
            let before = seen.withLock { $0.updateValue(task.status, forKey: task.id) }
            guard before != task.status, task.status != .queued else { continue }
            let at = task.finishedAt ?? task.startedAt ?? run.createdAt
            console.print(task.lines(.plain, at: at))
        }
        let closed = run.gates ?? []
        let known = gates.withLock { known in
            defer { known = closed.map(\.key) }
            return known
        }
        for gate in closed where !known.contains(gate.key) {
            console.print("  " + gate.sentence(at: max(notes.now(), gate.since)))
        }
        if run.status.isFinal { console.print(run.summary(.plain)) }
    }

    func lost(_ problem: Problem) { console.note("The server does not answer; asking again.") }
}

extension ClosedGate {
    /// What tells one from another, however often a breaker is probed.
    fileprivate struct Key: Equatable, Sendable {
        let provider: ProviderID
        let cause: Cause
        let since: Timestamp
    }

    fileprivate var key: Key { Key(provider: provider, cause: cause, since: since) }
}

/// The run's targets in place, repainted as they change.
final class LiveProgress: RunProgressView {
    private let console: Console
    private let screen: Console.Screen
    private let now: @Sendable () -> Timestamp
    /// Lines on the screen that the next picture replaces.
    private let painted = Mutex(0)

    init(console: Console, screen: Console.Screen, now: @escaping @Sendable () -> Timestamp) {
        self.console = console
        self.screen = screen
        self.now = now
    }

    func show(_ run: RunView) {
        paint(RunPicture(run: run, now: now()).lines(console.style, height: screen.height))
    }

    func lost(_ problem: Problem) {
        paint([console.style("  The server does not answer; asking again.", .warning)])
    }

    private func paint(_ lines: [String]) {
        painted.withLock { height in
            let back = height == 0 ? "" : "\u{1B}[\(height)A"
            // Wrapping is off meanwhile: a wrapped line would be two, and the way back one short.
            let body = lines.map { "\r\u{1B}[2K\($0)\n" }.joined()
            console.write("\u{1B}[?7l\(back)\(body)\u{1B}[J\u{1B}[?7h")
            height = lines.count
        }
    }
}

/// A run as a screenful of lines.
struct RunPicture {
    let run: RunView
    let now: Timestamp

    /// The headline, then as many targets as fit: those that fail or move first when not all do.
    func lines(_ style: Style, height: Int) -> [String] {
        let elapsed = run.couldBegin(by: now).map { max(.zero, (run.finishedAt ?? now) - $0).brief }
        let headline =
            "\(bar(style)) \(run.summary(style))" + (elapsed.map { style("  \($0)", .quiet) } ?? "")
        let start = [run.startSentence(at: now)].compactMap { $0 }.map { "  " + style($0, .warning) }
        let gates = (run.gates ?? []).map { "  " + style($0.sentence(at: now), .warning) }
        let waiting = start + (run.waves?.lines(style, at: now) ?? []) + gates
        let tasks = run.sortedTasks
        let room = max(3, height - 4 - waiting.count)
        let explained = run.status.isFinal
        let all = tasks.flatMap { $0.lines(style, at: now, explained: explained) }
        guard all.count > room else { return [headline] + waiting + all }
        let interesting = tasks.filter {
            $0.status == .failed || $0.status == .running || $0.status == .retryWait
        }
        let shown = interesting.flatMap { $0.lines(style, at: now, explained: explained) }.prefix(room - 1)
        return [headline] + waiting + shown + [style("  … \(counted(tasks.count, "target")) in all", .quiet)]
    }

    private func bar(_ style: Style) -> String {
        let cells = 20
        let counts = run.counts
        let total = max(1, counts.total)
        let good = (counts.success + counts.skipped) * cells / total
        let bad = min(cells - good, ((counts.failed + counts.canceled) * cells + total - 1) / total)
        let rest = String(repeating: "░", count: cells - good - bad)
        return style(String(repeating: "█", count: good), .good)
            + style(String(repeating: "▓", count: bad), .bad) + rest
    }
}
