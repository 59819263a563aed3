/// The part of the control plane that is about desired states.
package protocol DesiredStatePlane: Sendable {
    /// What would make what stands be what is desired: runs that are started as any other.
    ///
    /// - Throws: ``Problem`` with every fault of the state.
    func planDesiredState(_ request: DesiredStateRequest) async throws(Problem) -> DesiredStatePlan
    /// What stands now, by skill and version.
    func desiredState() async throws(Problem) -> DesiredState

    // MARK: At a glance

    func overview(_ query: OverviewQuery) async throws(Problem) -> Overview
    /// Where each of the skills that the query finds stands on every provider.
    func matrix(_ query: SkillQuery) async throws(Problem) -> Page<MatrixRow>

    // MARK: Alerts

    /// Newest first.
    func alerts(_ query: AlertQuery) async throws(Problem) -> Page<AlertView>
    func alert(_ id: AlertID) async throws(Problem) -> AlertView
    /// Says that somebody looks after it; it is not told again, and still recovers by itself.
    ///
    /// - Throws: ``Problem`` with `conflict` when it has recovered.
    func acknowledgeAlert(_ id: AlertID, _ acknowledgement: AlertAcknowledgement) async throws(Problem)
        -> AlertView
    /// The same for a time.
    func snoozeAlert(_ id: AlertID, _ snooze: AlertSnooze) async throws(Problem) -> AlertView
    func alertRules() async throws(Problem) -> Page<AlertRuleView>
    func alertRule(_ id: AlertRuleID) async throws(Problem) -> AlertRuleView
    /// Creates the rule or replaces all its settings; one that is disabled has no open alerts any more.
    ///
    /// - Parameters:
    ///   - id: The rule.
    ///   - settings: All of them.
    ///   - precondition: What must hold of it; one that has these very settings is as it should be already.
    /// - Returns: The rule, and whether it is new.
    /// - Throws: ``Problem``, `precondition_failed` among others.
    func putAlertRule(
        _ id: AlertRuleID,
        _ settings: AlertRuleSettings,
        if precondition: Precondition
    ) async throws(Problem) -> AlertRuleRegistration
    /// Ends the rule and its open alerts; answers the rule as it was.
    func removeAlertRule(_ id: AlertRuleID, if precondition: Precondition) async throws(Problem)
        -> AlertRuleView
    /// Says when a rule would have fired.
    func dryRunAlertRule(_ request: AlertDryRunRequest) async throws(Problem) -> AlertDryRun
    /// What failed and nobody has dealt with yet, among the newest targets of which nobody has: up to `limit`.
    func failures(limit: Int) async throws(Problem) -> FailureInbox
    func acknowledgeFailures(_ request: FailureAcknowledgementRequest) async throws(Problem)
        -> FailureAcknowledgement
    /// Puts every open failed target of a cause back to work; canceled targets and those of other causes stay.
    ///
    /// Each run is decided as a retry of it would be, some at a time: what was put back before something went wrong
    /// stays so, and the rest is answered as left.
    ///
    /// - Throws: ``Problem`` with `not_found` when there are none, `permission_denied` when none is within the
    ///   caller's scope.
    func retryFailures(_ request: FailureRetryRequest) async throws(Problem) -> FailureRetry
}
