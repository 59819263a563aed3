import Contract

extension SkillView {
    /// Such as `claude, openai` or `–`.
    var whereabouts: String {
        installedOn.isEmpty ? "–" : installedOn.map(\.rawValue).joined(separator: ", ")
    }
}

extension SkillVersionView {
    /// This version for people.
    func lines(_ style: Style) -> [String] {
        var lines = [style("\(skill)@\(version)".terminalSafe, .strong), "  " + description.terminalSafe]
        if let yankedAt {
            let reason = (yankReason ?? "").terminalSafe
            lines.append("  " + style("yanked", .warning) + " \(yankedAt.toTheSecond): \(reason)")
        }
        lines.append("  digest   \(digest)")
        lines.append("  added    \(createdAt.toTheSecond) by \(createdBy)".terminalSafe)
        if let signature {
            lines.append(
                "  signed   by \(signature.signer ?? style("a key nobody accepted", .warning))".terminalSafe
            )
            lines.append("           \(signature.keyID)".terminalSafe)
        }
        if let license { lines.append("  license  " + license.terminalSafe) }
        if let compatibility { lines.append("  needs    " + compatibility.terminalSafe) }
        lines.append("  files    \(fileCount), \(byteCount(size))")
        let width = files.map(\.path.displayWidth).max() ?? 0
        for file in files {
            let mark = file.executable ? "  executable" : ""
            lines.append("    \(file.path.terminalSafe.padded(to: width))  \(byteCount(file.size))\(mark)")
        }
        return lines + findings.flatMap { $0.lines(style) }
    }
}

extension PreflightVerdict {
    /// This verdict for people.
    func lines(_ style: Style) -> [String] {
        let words =
            switch outcome {
            case .accepted: style("✓ accepted", .good)
            case .acceptedWithWarnings: style("! accepted with warnings", .warning)
            case .refused: style("✗ refused", .bad)
            }
        return ["  \(provider.rawValue.terminalSafe.padded(to: 14))  \(words)"]
            + findings.flatMap { $0.lines(style) }
    }
}
