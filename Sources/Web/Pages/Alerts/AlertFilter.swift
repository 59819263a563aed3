import Contract

/// Which alerts are listed; all of it stands in the address.
///
/// Parameters: `state`, which is `open` unless given and may be `all`; `rule`, `provider`.
struct AlertFilter: Sendable {
    static let pageSize = 30
    private static let everything = "all"

    let query: AlertQuery

    init(_ fields: FormFields) {
        let isEverything = fields["state"] == Self.everything
        query = AlertQuery(
            state: isEverything ? nil : fields.choice("state") ?? .open,
            rule: fields["rule"].map { AlertRuleID(rawValue: $0) },
            provider: fields["provider"].map { ProviderID(rawValue: $0) },
            page: PageRequest(limit: Self.pageSize, cursor: fields["cursor"])
        )
    }

    /// As the address says it; nil for open ones.
    var state: String? { Self.text(query.state) }

    private static func text(_ state: AlertState?) -> String? {
        state == .open ? nil : state?.rawValue ?? everything
    }

    /// Without the page.
    var address: Address {
        Address(
            "/alerts",
            ["state": state, "rule": query.rule?.rawValue, "provider": query.provider?.rawValue]
        )
    }

    /// Whether it is about some rules or providers only.
    var isNarrowed: Bool { query.rule != nil || query.provider != nil }

    /// The same for another state; nil for all.
    func address(of state: AlertState?) -> Address { address.with("state", Self.text(state)) }
}
