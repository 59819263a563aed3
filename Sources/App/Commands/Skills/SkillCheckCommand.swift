import ArgumentParser
import Contract

struct SkillCheckCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what adding would say, and which providers would take it; status 4 when not accepted."
    )

    @OptionGroup var sources: SkillSourceOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let sources = try sources.sources(session.context)
        var reports: [SkillCheckReport] = []
        for source in sources {
            let report = try await session.plane.checkSkill(try source.upload(tags: nil))
            reports.append(report)
            if !session.json { session.console.print(lines(source, report, session.console.style)) }
        }
        if session.json {
            if reports.count == 1, let report = reports.first {
                try session.console.print(json: report)
            } else {
                try session.console.print(json: Page(items: reports, nextCursor: nil))
            }
        }
        let accepted = reports.count(where: \.accepted)
        try CommandStatus(succeeded: accepted, failed: reports.count - accepted).end()
    }

    private func lines(_ source: SkillSource, _ report: SkillCheckReport, _ style: Style) -> [String] {
        let verdict = report.accepted ? style("accepted", .good) : style("NOT ACCEPTED", .bad)
        let head = "\((report.name ?? source.path).terminalSafe)  \(verdict)"
        return [head] + report.findings.flatMap { $0.lines(style) }
            + report.preflight.flatMap { $0.lines(style) } + report.scan.lines(style)
    }
}
