import Contract
import Store

extension Overview {
    /// Looks at everything in one transaction, so that its numbers belong together.
    ///
    /// - Throws: ``StoreError``
    init(_ query: OverviewQuery, until: Timestamp, connection: any Connection) throws(StoreError) {
        let table = try OverviewTable(connection, of: query.runs)
        let range = query.range
        let from = until - range.length
        let span = OverviewSpan(from: from, until: until, partCount: range.partCount)
        let ended = try table.ended(in: span)
        let before = OverviewSpan(from: from - range.length, until: from)
        let moments = try table.moments(of: span)
        let providers = try table.providers(in: span)
        self.init(
            range: range,
            from: from,
            until: until,
            open: try table.open(at: until),
            current: ended.whole,
            previous: try table.ended(in: before).whole,
            parts: span.beginnings.indices.map { index in
                OverviewPart(
                    from: span.beginnings[index],
                    totals: ended.parts[index],
                    running: moments[index].running,
                    queuedSince: moments[index].queuedSince
                )
            },
            providers: providers.sorted { $0.key < $1.key }.map { ProviderTotals($0, $1.total) },
            providerSeries: ProviderSeries.busiest(of: providers)
        )
    }
}

extension ProviderTotals {
    fileprivate init(_ provider: ProviderID, _ totals: TargetTotals) {
        self.init(
            provider: provider,
            success: totals.success,
            failed: totals.failed,
            canceled: totals.canceled
        )
    }
}

extension ProviderSeries {
    /// Those with the most targets, the busiest first; what is left is one series, unless it is one provider's.
    static func busiest(of providers: [ProviderID: [TargetTotals]]) -> [ProviderSeries] {
        let order = providers.sorted { ($1.value.total.total, $0.key) < ($0.value.total.total, $1.key) }
        let own = order.count == limit + 1 ? order.count : min(limit, order.count)
        let series = order.prefix(own).map { ProviderSeries(provider: $0.key, parts: $0.value) }
        guard let first = order.dropFirst(own).first else { return series }
        let others = order.dropFirst(own + 1).reduce(first.value) { sum, item in
            zip(sum, item.value).map { $0 + $1 }
        }
        return series + [ProviderSeries(provider: nil, parts: others)]
    }
}

extension [TargetTotals] {
    fileprivate var total: TargetTotals { reduce(.none) { $0 + $1 } }
}
