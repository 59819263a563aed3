import Contract

/// Which deliveries are listed; all of it stands in the address.
///
/// Parameters: `state`, `channel`.
struct DeliveryFilter: Sendable {
    static let pageSize = 20

    let query: DeliveryQuery

    init(_ fields: FormFields) {
        query = DeliveryQuery(
            channel: fields["channel"].map { ChannelID(rawValue: $0) },
            state: fields.choice("state"),
            page: PageRequest(limit: Self.pageSize, cursor: fields["cursor"])
        )
    }

    /// Without the page.
    var address: Address {
        Address(
            "/settings/channels",
            ["state": query.state?.rawValue, "channel": query.channel?.rawValue]
        )
    }

    /// The same for another state; nil for all.
    func address(of state: DeliveryState?) -> Address { address.with("state", state?.rawValue) }
}
