package import Contract

extension Problem {
    /// This refusal for people: title, detail, each fault with where it is and how to mend it, what to do next.
    package func lines(_ style: Style) -> [String] {
        var lines = [style("error:", .bad) + " " + style(code.title, .strong)]
        if !detail.isEmpty, detail != code.title { lines.append("  " + detail.terminalSafe) }
        for fault in errors {
            lines.append("  - " + fault.place + ": " + fault.detail.terminalSafe)
            if let fix = fault.fix, !fix.isEmpty { lines.append("    fix: " + fix.terminalSafe) }
        }
        if let retryAfterSeconds { lines.append("  try again in \(retryAfterSeconds) s") }
        lines.append("  next: " + nextStep)
        if let requestID { lines.append("  " + style("request id: \(requestID.terminalSafe)", .quiet)) }
        return lines
    }
}

extension Problem {
    /// As the code has it, but in the words of a command line where those differ from HTTP's.
    private var nextStep: String {
        switch code {
        case .authenticationRequired:
            "Set SKILLYARD_TOKEN; on the server's machine, run this where the server was started."
        case .unavailable where requestID == nil:
            "`skillyard doctor` shows how far it gets; `make run` starts a server here."
        default:
            code.nextStep
        }
    }
}

extension Problem.Fault {
    fileprivate var place: String {
        guard let path else { return (pointer.isEmpty ? code : pointer).terminalSafe }
        return (path + (line.map { ":\($0)" } ?? "")).terminalSafe
    }
}

extension Finding {
    /// This finding for people, on one line, with its fix on the next.
    package func lines(_ style: Style) -> [String] {
        let label = level == .error ? style("error", .bad) : style("warning", .warning)
        let place = path.map { $0 + (line.map { ":\($0)" } ?? "") + ": " } ?? ""
        let first = "  \(label) \((place + message).terminalSafe) " + style("[\(code)]", .quiet)
        return fix.isEmpty ? [first] : [first, "    fix: " + fix.terminalSafe]
    }
}
