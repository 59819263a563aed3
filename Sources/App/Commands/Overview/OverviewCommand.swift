import ArgumentParser
import Contract

struct OverviewCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "overview",
        abstract: "Show how everything does: what is open, and how runs ended lately."
    )

    @Option(help: "How far to look back: 24h, 7d or 30d.")
    var range: OverviewRange = .day
    @OptionGroup var runs: RunTraitsOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let overview = try await session.plane.overview(OverviewQuery(range, runs: runs.traits))
        try session.show(overview) { console in
            console.print(overview.open.words(at: session.now))
            console.print("")
            console.print(overview.runTable)
            guard !overview.providers.isEmpty else { return }
            console.print("")
            console.print(overview.providerTable)
        }
    }
}

extension OpenWork {
    fileprivate func words(at now: Timestamp) -> String {
        let runs = "Open: \(counted(runningRuns, "run")) running, \(queuedRuns) queued"
        let targets = "\(counted(waitingTargets, "target")) waiting"
        guard let waitingSince else { return "\(runs), \(targets)" }
        return "\(runs), \(targets), the oldest for \((now - waitingSince).brief)"
    }
}

extension Overview {
    fileprivate var runTable: Table {
        Table(
            [
                .init("ended"), .init("runs", .right), .init("success", .right), .init("failed", .right),
                .init("partly", .right), .init("95 % within", .right),
            ],
            rows: [
                ["last \(range.rawValue)"] + current.cells, ["\(range.rawValue) before"] + previous.cells,
            ]
        )
    }

    fileprivate var providerTable: Table {
        Table(
            [
                .init("provider"), .init("success", .right), .init("failed", .right),
                .init("canceled", .right),
            ],
            rows: providers.map { totals in
                [
                    totals.provider.rawValue, String(totals.success), String(totals.failed),
                    String(totals.canceled),
                ]
            }
        )
    }
}

extension RunTotals {
    fileprivate var cells: [String] {
        let within = p95Milliseconds.map { Duration.milliseconds($0).brief }
        return [total, success, failed, partialFailed].map(String.init) + [within ?? "-"]
    }
}
