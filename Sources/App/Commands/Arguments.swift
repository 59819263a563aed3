import ArgumentParser
package import Contract

/// `name` or `name@version`, as typed.
extension RunRequest.Selection {
    package init?(argument: String) {
        let parts = argument.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.first, !name.isEmpty else { return nil }
        if parts.count == 2 {
            guard let version = Int(parts[1]), version > 0 else { return nil }
            self.init(name: String(name), version: version)
        } else {
            self.init(name: String(name))
        }
    }
}

extension RunRequest.Selection: ExpressibleByArgument {}

extension ProviderID: ExpressibleByArgument {
    package init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self.init(rawValue: argument)
    }
}

extension Timestamp: ExpressibleByArgument {
    /// RFC 3339, or a date alone for its first moment in UTC.
    package init?(argument: String) {
        self.init(argument.utf8.count == 10 ? argument + "T00:00:00Z" : argument)
    }
}

extension RunStatus: ExpressibleByArgument {}
extension RunKind: ExpressibleByArgument {}
extension FailureCode: ExpressibleByArgument {}
extension AlertState: ExpressibleByArgument {}
extension AlertSeverity: ExpressibleByArgument {}
extension AlertCondition.Kind: ExpressibleByArgument {}
extension ChannelKind: ExpressibleByArgument {}
extension ChannelLanguage: ExpressibleByArgument {}
extension DeliveryState: ExpressibleByArgument {}
extension ChatLanguage: ExpressibleByArgument {}
extension CommandSource: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension SkillState: ExpressibleByArgument {}
extension SkillQuery.Order: ExpressibleByArgument {}
extension OverviewRange: ExpressibleByArgument {}
extension ProviderKind: ExpressibleByArgument {}
extension ApprovalRule: ExpressibleByArgument {}
