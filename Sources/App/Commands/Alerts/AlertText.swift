import Contract

extension AlertView {
    /// Everything there is to say of it.
    var lines: [String] {
        let known = [
            "\(id): \(title) (\(severity.rawValue), \(state.rawValue))",
            "  rule          \(rule)",
            "  cause         \(cause.words)",
            "  seen          \(counted(count, "time")), \(openedAt.toTheSecond) to \(lastAt.toTheSecond)",
        ]
        let when = acknowledgedAt.map { ", \($0.toTheSecond)" } ?? ""
        let rest: [String?] = [
            message.map { "  message       \($0)" },
            skills.isEmpty ? nil : "  skills        \(skills.joined(separator: ", "))",
            recoveredAt.map { "  recovered     \($0.toTheSecond)" },
            acknowledgedBy.map { "  acknowledged  by \($0)\(when)" },
            snoozeUntil.map { "  snoozed       until \($0.toTheSecond)" },
            reason.map { "  reason        \($0)" },
            rule.runbook.map { "  runbook       \($0)" },
        ]
        return known + rest.compactMap(\.self)
    }
}

extension AlertRuleView {
    /// Everything there is to say of it.
    var lines: [String] {
        let use = settings.enabled ? "enabled" : "disabled"
        let pause = settings.repeatMinutes.map { "every \(counted($0, "minute"))" } ?? "never"
        let runbook = id.runbook.map { ["  runbook    \($0)"] } ?? []
        return [
            "\(id): \(settings.title) (\(settings.severity.rawValue), \(use))",
            "  looks for  \(settings.condition.words)",
            "  repeated   \(pause)",
        ] + runbook + ["  revision   \(revisionNumber), by \(updatedBy), \(updatedAt.toTheSecond)"]
    }
}

extension AlertRuleID {
    /// Where it stands what to do; nil for a rule that somebody made.
    fileprivate var runbook: String? { runbookAnchor.map { "docs/operations.md#\($0)" } }
}
