import Contract
import Domain
import Testing

@Suite struct PlanTests {
    private func candidate(
        installed: String? = nil,
        yanked: Bool = false,
        enabled: Bool = true,
        refused: Bool = false
    ) -> Plan.Candidate {
        let provider = ProviderID(rawValue: "openai")
        let finding = Finding(level: .error, code: "files.count", path: nil, line: nil, message: "", fix: "")
        return Plan.Candidate(
            skill: "demo",
            version: 2,
            digest: "d2",
            yanked: yanked,
            provider: provider,
            providerEnabled: enabled,
            installed: installed.map { .init(version: 1, digest: $0, remote: .init(id: "r", version: nil)) },
            verdict: .init(
                provider: provider,
                outcome: refused ? .refused : .accepted,
                findings: refused ? [finding] : []
            )
        )
    }

    @Test func anInstallCreatesAddsAVersionOrSkips() {
        #expect(Plan.install(candidate()).action == .create)
        #expect(Plan.install(candidate(installed: "d1")).action == .newVersion)
        #expect(Plan.install(candidate(installed: "d2")).action == .skip)
    }

    @Test func whatMayNotBeInstalledIsBlockedWithItsReason() {
        #expect(Plan.install(candidate(yanked: true)).reasons.map(\.code) == ["plan.yanked"])
        #expect(Plan.install(candidate(enabled: false)).reasons.map(\.code) == ["plan.provider_disabled"])
        #expect(Plan.install(candidate(refused: true)).reasons.map(\.code) == ["files.count"])
        for blocked in [candidate(yanked: true), candidate(enabled: false), candidate(refused: true)] {
            #expect(Plan.install(blocked).action == .blocked)
        }
    }

    @Test func anUninstallRemovesWhatStandsThere() {
        let plan = Plan.uninstall(candidate(installed: "d1"))
        #expect(plan.action == .remove)
        #expect(plan.version == 1)
        #expect(Plan.uninstall(candidate()).action == .skip)
        #expect(Plan.uninstall(candidate(installed: "d1", yanked: true, refused: true)).action == .remove)
    }

    @Test func theCanonicalTextChangesExactlyWithThePlan() {
        let create = Plan.install(candidate())
        let skip = Plan.install(candidate(installed: "d2"))
        let text = Plan.canonicalText(kind: .install, targets: [create, skip])
        #expect(text == Plan.canonicalText(kind: .install, targets: [skip, create]))
        #expect(text != Plan.canonicalText(kind: .install, targets: [create]))
        #expect(text != Plan.canonicalText(kind: .uninstall, targets: [create, skip]))
    }
}
