package import Contract

/// Changes of runs that take exactly what was shown, or nothing.
///
/// Other front doors ask for "whatever failed"; somebody who confirms a plan has seen a list, and means that list.
package protocol ShownRunChanges: ControlPlane {
    /// What a retry would take up again by what holds now.
    ///
    /// - Throws: ``Problem`` as ``ControlPlane/retryRun(_:)`` does.
    func targets(retrying run: RunID) async throws(Problem) -> RetriedTargets
    /// The targets that a rollback would undo.
    ///
    /// - Throws: ``Problem`` as ``ControlPlane/rollbackRun(_:reason:source:)`` does.
    func targets(undoing run: RunID) async throws(Problem) -> Set<TaskID>
    /// - Throws: ``Problem`` with `plan_changed` when it would be others by now; and what
    ///   ``ControlPlane/retryRun(_:)`` throws.
    func retryRun(_ run: RunID, exactly targets: Set<TaskID>) async throws(Problem) -> RunView
    /// - Throws: ``Problem`` with `plan_changed` when it would be others by now; and what
    ///   ``ControlPlane/rollbackRun(_:reason:source:)`` throws.
    func rollbackRun(_ run: RunID, exactly targets: Set<TaskID>, reason: String) async throws(Problem)
        -> RunView
    /// As ``ControlPlane/refuseRun(_:comment:)``, of the approval that was asked for at `requestedAt`.
    func refuseRun(_ run: RunID, comment: String, requestedAt: Timestamp?) async throws(Problem) -> RunView
}

/// What a retry would take up again.
package struct RetriedTargets: Equatable, Sendable {
    package let all: Set<TaskID>
    /// Those that an approval is needed for first.
    package let awaitingApproval: Set<TaskID>

    package init(all: Set<TaskID>, awaitingApproval: Set<TaskID>) {
        self.all = all
        self.awaitingApproval = awaitingApproval
    }
}
