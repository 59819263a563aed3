import Contract
import Domain
import Store

extension RunPlanner.Target {
    /// - Parameters:
    ///   - run: About to be accepted.
    ///   - rollout: When its waves begin, if it has any.
    ///   - now: When.
    /// - Returns: What is to be done.
    func task(of run: RunView, _ rollout: RunRollout?, at now: Timestamp) -> InstallTask {
        var hold: InstallTask.Hold = approval.isEmpty ? [] : .approval
        if let rollout, !rollout.isReleased(wave ?? 1) { hold.insert(.wave) }
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
            state: hold.isEmpty ? .queued(due: now) : .held(hold),
            maxAttempts: provider.settings.maxAttempts,
            wave: wave,
            requestID: run.requestID
        )
    }

    /// The same in a wave.
    func inWave(_ wave: Int?) -> Self {
        let shown = PlanView.Target(
            skill: view.skill,
            version: view.version,
            provider: view.provider,
            action: view.action,
            reasons: view.reasons,
            signer: view.signer,
            needsApproval: view.needsApproval,
            wave: wave
        )
        return Self(
            skill: skill,
            provider: provider,
            installed: installed,
            view: shown,
            approval: approval,
            wave: wave
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
