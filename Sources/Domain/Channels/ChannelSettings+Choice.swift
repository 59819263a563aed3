package import Contract

extension ChannelSettings {
    /// Whether alerts of this severity and rule are its business.
    package func takes(_ severity: AlertSeverity, of rule: AlertRuleID) -> Bool {
        enabled && (severities.isEmpty || severities.contains(severity))
            && (rules.isEmpty || rules.contains(rule))
    }

    /// Whether it tells of this.
    ///
    /// - Parameters:
    ///   - kind: What there is to tell.
    ///   - alert: The alert as it is now.
    ///   - hasEscalated: Whether it told that the alert escalated.
    /// - Returns: Whether to make a message of it.
    package func tells(_ kind: DeliveryKind, of alert: AlertView, hasEscalated: Bool) -> Bool {
        guard takes(alert.severity, of: alert.rule) else { return false }
        switch kind {
        case .opened, .repeated, .recovered: return !onlyEscalated || hasEscalated
        case .escalated, .test: return true
        }
    }

    /// Whether an alert has escalated by now: it is open, and nobody looks after it.
    package func escalates(_ alert: AlertView, at now: Timestamp) -> Bool {
        guard let escalateMinutes, alert.state == .open, takes(alert.severity, of: alert.rule) else {
            return false
        }
        return alert.openedAt <= now - .seconds(escalateMinutes * 60)
    }
}
