import Contract
import Testing

@testable import Web

@Suite struct InstallOrderTests {
    @Test func anAddressSaysWhatGoesWhere() {
        let order = InstallOrder(
            FormFields("skill=a%403&skill=b&skill=a&skill=No&provider=x&provider=x&provider=Y")
        )
        #expect(order.kind == .install)
        #expect(order.skills.map(\.text) == ["a@3", "b"])
        #expect(order.providers.map(\.rawValue) == ["x"])
        #expect(InstallOrder(FormFields(String(order.address.text.dropFirst("/install?".count)))) == order)
    }

    @Test func aVersionBelongsToTheOneSkill() {
        #expect(InstallOrder(FormFields("skill=a&version=2")).skills.map(\.text) == ["a@2"])
        #expect(InstallOrder(FormFields("skill=a&skill=b&version=2")).skills.map(\.text) == ["a", "b"])
        #expect(InstallOrder(FormFields("skill=a&kind=uninstall")).kind == .uninstall)
        // A rollback undoes a run, and is no order of its own.
        #expect(InstallOrder(FormFields("skill=a&kind=rollback")).kind == .install)
    }

    // MARK: What a plan comes to

    private func target(_ skill: String, _ provider: String, _ action: PlanView.Action) -> PlanView.Target {
        PlanView.Target(
            skill: skill,
            version: 1,
            provider: ProviderID(rawValue: provider),
            action: action,
            reasons: []
        )
    }

    @Test func theButtonCountsTheProvidersThatChange() throws {
        let words = try Languages()[.english]
        let summary = PlanSummary(
            PlanView(
                kind: .install,
                targets: [target("a", "x", .create), target("b", "x", .newVersion), target("a", "y", .skip)],
                hash: ""
            )
        )
        #expect(summary.objection(words) == nil)
        #expect(summary.submit(words) == "Install on 1 provider")
    }

    @Test func nothingToDoIsSaid() throws {
        let words = try Languages()[.english]
        let plan = PlanView(kind: .uninstall, targets: [target("a", "x", .skip)], hash: "")
        #expect(PlanSummary(plan).objection(words) == words["install.nothing_uninstall"])
    }

    /// The engine refuses a run with a blocked target as a whole, so what is left over is offered.
    @Test func blockedTargetsCanBeLeftOut() throws {
        let words = try Languages()[.english]
        let order = InstallOrder(FormFields("skill=a&skill=b&provider=x&provider=y"))
        let plan = PlanView(
            kind: .install,
            targets: [
                target("a", "x", .create), target("a", "y", .blocked), target("b", "x", .create),
                target("b", "y", .create),
            ],
            hash: ""
        )
        let summary = PlanSummary(plan)
        #expect(summary.objection(words)?.hasPrefix("1 target is blocked.") == true)
        let remainders = summary.remainders(order, [:], words)
        #expect(remainders.map(\.label) == ["Go on without y", "Go on without a"])
        #expect(remainders.map(\.skills) == [["a", "b"], ["b"]])
        #expect(remainders.map(\.providers) == [["x"], ["x", "y"]])
    }
}
