import Contract

extension ControlPlane {
    /// A run as lists show it.
    ///
    /// A row is asked for at every change of a run, which may have thousands of targets. Its id tells when it was
    /// made (RFC 9562, section 5.7), so the list of that moment has it; the whole run is read only where it does
    /// not.
    func runWithoutTargets(_ id: RunID) async throws(Problem) -> RunView {
        if let millisecond = Int64(id.rawValue.prefix(13).filter { $0 != "-" }, radix: 16) {
            let made = Timestamp(microseconds: millisecond * 1000)
            let query = RunQuery(
                createdAfter: made - .milliseconds(1),
                createdBefore: made + .milliseconds(2),
                page: PageRequest(limit: PageRequest.maximumLimit)
            )
            if let run = try await runs(query).items.first(where: { $0.id == id }) { return run }
        }
        return try await run(id)
    }
}
