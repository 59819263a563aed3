package import Contract

extension FixtureControlPlane {
    package func overview(_ query: OverviewQuery) async throws(Problem) -> Overview {
        let sample: Overview = try answer("getOverview", "overview \(query)")
        return isEmpty ? sample.withoutRuns : sample.narrowed(to: query.runs.provider)
    }

    package func matrix(_ query: SkillQuery) async throws(Problem) -> Page<MatrixRow> {
        let page: Page<MatrixRow> = try answer("getMatrix", "matrix \(query)")
        return isEmpty ? Page(items: [], nextCursor: nil) : page
    }
}

extension Overview {
    /// The same with the targets of one provider only.
    fileprivate func narrowed(to provider: ProviderID?) -> Overview {
        guard let provider else { return self }
        return Overview(
            range: range,
            from: from,
            until: until,
            open: open,
            current: current,
            previous: previous,
            parts: parts,
            providers: providers.filter { $0.provider == provider },
            providerSeries: providerSeries.filter { $0.provider == provider }
        )
    }

    /// The same span with nothing in it.
    fileprivate var withoutRuns: Overview {
        let none = RunTotals(success: 0, failed: 0, partialFailed: 0, p95Milliseconds: nil)
        return Overview(
            range: range,
            from: from,
            until: until,
            open: OpenWork(queuedRuns: 0, runningRuns: 0, waitingTargets: 0, waitingSince: nil),
            current: none,
            previous: none,
            parts: parts.map { OverviewPart(from: $0.from, totals: none) },
            providers: [],
            providerSeries: []
        )
    }
}
