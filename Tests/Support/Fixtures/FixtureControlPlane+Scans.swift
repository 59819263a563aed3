package import Contract

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

    package func revokeWaiver(_ id: WaiverID, version number: Int, of skill: String) async throws(Problem)
        -> ScanWaiver
    {
        try answer("revokeScanWaiver", "revokeWaiver \(id) \(number) \(skill)")
    }
}
