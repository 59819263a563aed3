/// The part of the control plane that is about what was changed at providers.
package protocol DriftPlane: Sendable {
    /// Where providers do not hold what the ledger says, newest first.
    func driftFindings(_ query: DriftQuery) async throws(Problem) -> Page<DriftFindingView>
    /// How it stands with looking at each provider, by id.
    func driftChecks() async throws(Problem) -> Page<DriftCheckView>
    /// Asks for a look at a provider, which begins as soon as a node comes to it.
    ///
    /// - Throws: ``Problem`` with `conflict` where no look would begin.
    func checkDrift(_ request: DriftCheckRequest) async throws(Problem) -> DriftCheckView
    /// Plans what would put a provider right; to be started like any other run.
    func planDriftRepair(_ request: DriftRepairRequest) async throws(Problem) -> DriftRepair
    /// Has the ledger take over what stands there.
    ///
    /// - Parameters:
    ///   - id: The finding that was looked at; what is found later is another one.
    ///   - acceptance: Why.
    /// - Returns: The finding, resolved.
    /// - Throws: ``Problem`` with `conflict` when it is over, or what stands there is no known version.
    func acceptDrift(_ id: DriftFindingID, _ acceptance: DriftAcceptance) async throws(Problem)
        -> DriftFindingView
}
