import Contract
import Domain
import Store

extension RunPlanner.Target {
    func task(of run: RunView, at now: Timestamp) -> InstallTask {
        // What is removed is what stands there, whichever version the newest is.
        let removed = run.kind == .uninstall ? installed : nil
        return InstallTask(
            id: .make(at: now),
            runID: run.id,
            kind: run.kind,
            skillID: skill.skillID,
            skill: skill.name,
            version: removed?.version ?? skill.version,
            digest: removed?.digest ?? skill.digest,
            provider: provider.id,
            state: approval.isEmpty ? .queued(due: now) : .held,
            maxAttempts: provider.settings.maxAttempts,
            requestID: run.requestID
        )
    }

    /// The same, waiting for an approval for these reasons, if there are any.
    func awaiting(_ reasons: [Finding]) -> Self {
        guard !reasons.isEmpty else { return self }
        let waiting = PlanView.Target(
            skill: view.skill,
            version: view.version,
            provider: view.provider,
            action: view.action,
            reasons: view.reasons + reasons,
            signer: view.signer,
            needsApproval: true
        )
        return Self(skill: skill, provider: provider, installed: installed, view: waiting, approval: reasons)
    }
}
