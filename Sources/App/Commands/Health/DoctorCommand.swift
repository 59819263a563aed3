import ArgumentParser
import Contract

struct DoctorCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything between you and an install; status 4 when something fails."
    )

    @OptionGroup var connection: ConnectionOptions

    /// That there is none is one of its findings.
    var needsToken: Bool { false }

    func run(_ session: Session) async throws {
        let report = await Diagnosis(session: session, data: connection.data).report()
        try session.show(report) { console in
            for check in report.checks { console.print(check.lines(console.style)) }
        }
        try (report.healthy ? CommandStatus.ok : .failed).end()
    }
}

/// What `doctor` found.
struct DoctorReport: Codable, Equatable, Sendable {
    struct Check: Codable, Equatable, Sendable {
        enum Verdict: String, Codable, Sendable {
            case ok
            case warn
            case fail
        }

        let name: String
        let verdict: Verdict
        let detail: String
        /// What to do about it; nil when nothing.
        let next: String?
    }

    let checks: [Check]

    var healthy: Bool { !checks.contains { $0.verdict == .fail } }
}

extension DoctorReport.Check {
    static func ok(_ name: String, _ detail: String) -> Self {
        Self(name: name, verdict: .ok, detail: detail, next: nil)
    }

    static func warn(_ name: String, _ detail: String, next: String) -> Self {
        Self(name: name, verdict: .warn, detail: detail, next: next)
    }

    static func fail(_ name: String, _ detail: String, next: String) -> Self {
        Self(name: name, verdict: .fail, detail: detail, next: next)
    }

    func lines(_ style: Style) -> [String] {
        let word =
            switch verdict {
            case .ok: style("ok  ", .good)
            case .warn: style("warn", .warning)
            case .fail: style("FAIL", .bad)
            }
        let line = "\(word)  \(name.terminalSafe.padded(to: 22))  \(detail.terminalSafe)"
        return next.map { [line, "      next: " + $0.terminalSafe] } ?? [line]
    }
}
