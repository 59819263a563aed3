package import Contract
import Synchronization

/// The safety scan's samples.
extension FixtureControlPlane {
    package func scan(version number: Int, of skill: String) async throws(Problem) -> SkillScan {
        try answer("getSkillScan", "scan \(number) \(skill)")
    }

    package func waivers(version number: Int, of skill: String) async throws(Problem) -> Page<ScanWaiver> {
        try answer("listScanWaivers", "waivers \(number) \(skill)")
    }

    package func waive(_ request: WaiverRequest, version number: Int, of skill: String) async throws(Problem)
        -> ScanWaiver
    {
        try answer("createScanWaiver", "waive \(number) \(skill) \(request)")
    }

    package func revokeWaiver(
        _ id: WaiverID,
        version number: Int,
        of skill: String,
        if precondition: Precondition
    ) async throws(Problem) -> ScanWaiver {
        try answer("revokeScanWaiver", "revokeWaiver \(id) \(number) \(skill) \(precondition.text)")
    }
}

extension FixtureControlPlane {
    /// Answers every plan as one that the safety scan blocks, with the sample's findings.
    package func blockThePlan() {
        state.withLock { $0.isPlanBlocked = true }
    }
}

extension PlanView {
    /// The same with its first target blocked.
    var blockedByTheScan: PlanView {
        let reason = Finding(
            .error,
            FailureCode.scanBlocked.rawValue,
            as: "one",
            path: "scripts/merged.sh",
            line: 8,
            """
            The safety scan blocks this version: one finding (\("secret.vendor_key", as: "rules")) in \
            \("scripts/merged.sh:8", as: "place").
            """,
            fix: "Mend the skill and register it anew, or have an approver waive the findings."
        )
        let first = targets.prefix(1).map { target in
            Target(
                skill: target.skill,
                version: target.version,
                provider: target.provider,
                action: .blocked,
                reasons: [reason]
            )
        }
        return PlanView(kind: kind, targets: first + targets.dropFirst(), hash: hash)
    }
}
