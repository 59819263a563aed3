import App
import Contract
import Testing

/// Runs that wait for an approval, at the command line.
@Suite struct CLIApprovalTests {
    private static let asked = Samples.now - .seconds(60)

    private func approval(_ state: RunApproval.State, comment: String? = nil) -> RunApproval {
        RunApproval(
            state: state,
            reasons: [
                Finding(
                    level: .warning,
                    code: "approval.scripts",
                    path: "run.sh",
                    line: nil,
                    message: "It has a file that can run.",
                    fix: "Look at it."
                ),
                Finding(
                    level: .warning,
                    code: "approval.provider",
                    path: nil,
                    line: nil,
                    message: "The first of its kind there.",
                    fix: "Look at it."
                ),
            ],
            providers: ["openai"].map(ProviderID.init(rawValue:)),
            targets: 2,
            fourEyes: true,
            requestedBy: ["ana", "ben"],
            requestedAt: Self.asked,
            expiresAt: Samples.now + .seconds(3600),
            decidedBy: state == .pending ? nil : "juno",
            decidedAt: state == .pending ? nil : Samples.now,
            comment: comment
        )
    }

    private var waiting: RunView { Samples.run(.queued, approval: approval(.pending)) }
    private var approved: RunView {
        Samples.run(.queued, approval: approval(.approved, comment: "Read it."))
    }

    @Test func approvingSendsBackWhatWasLookedAt() async {
        let plane = FakePlane(.init(runs: [waiting, approved]))
        let run = await skillyard("run", "approve", "r1", "--comment", "Read it.", plane: plane)
        #expect(run.status == .ok)
        #expect(run.output == "\(waiting.id)\n")
        #expect(run.messages.contains("? It has a file that can run."))
        #expect(
            plane.asked.decisions == [
                .init(
                    run: RunID(rawValue: "r1"),
                    isApproved: true,
                    comment: "Read it.",
                    requestedAt: Self.asked
                )
            ]
        )
    }

    @Test func whatWaitsForNothingYetIsNotApprovedForLater() async {
        let plane = FakePlane(.init(runs: [Samples.run(.queued), approved]))
        _ = await skillyard("run", "approve", "r1", plane: plane)
        #expect(plane.asked.decisions.map(\.requestedAt) == [Samples.now])
        #expect(plane.asked.decisions.map(\.comment) == [nil])
    }

    @Test func approvingCanWaitForTheEnd() async {
        let done = Samples.run(
            .success,
            [Samples.task("a", "openai", .success)],
            approval: approval(.approved)
        )
        let plane = FakePlane(.init(runs: [waiting, approved, done]))
        let run = await skillyard("run", "approve", "latest", "--wait", plane: plane)
        #expect(run.status == .ok)
        #expect(run.outputLines.last == "install success: 1 of 1 done")
    }

    @Test func aRefusalSaysWhy() async {
        let refused = Samples.run(.failed, approval: approval(.refused, comment: "Not now."))
        let plane = FakePlane(.init(runs: [refused]))
        let without = await skillyard("run", "refuse", "r1", plane: plane)
        #expect(without.status == .usage)
        #expect(without.messages.contains("--comment"))
        #expect(plane.asked.decisions.isEmpty)
        let run = await skillyard("run", "refuse", "r1", "--comment", "Not now.", plane: plane)
        #expect(run.status == .ok)
        #expect(
            plane.asked.decisions == [
                .init(run: RunID(rawValue: "r1"), isApproved: false, comment: "Not now.")
            ]
        )
    }

    // CH-05
    @Test func whoMayNotIsToldSoWithAStatusOfItsOwn() async {
        let denial = Problem(.permissionDenied, "That takes the role approver or admin.")
        let plane = FakePlane(.init(refusal: denial))
        let run = await skillyard("run", "refuse", "r1", "--comment", "Not now.", plane: plane)
        #expect(run.status == .denied)
        #expect(run.messages.contains("That takes the role approver or admin."))
    }

    @Test func thoseThatWaitAreListed() async {
        let plane = FakePlane(.init(runs: [waiting]))
        let run = await skillyard("runs", "--waiting-approval", plane: plane)
        #expect(plane.asked.runQueries.map(\.approval) == [.pending])
        #expect(run.output.contains("queued, waits for approval"))
        _ = await skillyard("runs", plane: plane)
        #expect(plane.asked.runQueries.last?.approval == nil)
    }

    @Test func theReasonsAreNamedWhileItWaits() async {
        let run = await skillyard("run", "show", "r1", plane: FakePlane(.init(runs: [waiting])))
        let lines = run.outputLines
        #expect(lines.contains { $0.hasPrefix("  waits for an approval: 2 targets, until ") })
        #expect(lines.contains("    ? It has a file that can run."))
        #expect(lines.contains("    ? The first of its kind there."))
        #expect(lines.contains("    by anybody who may, but not ana, ben"))
    }

    @Test func afterwardsItSaysWhoDecided() async {
        let run = await skillyard("run", "show", "r1", plane: FakePlane(.init(runs: [approved])))
        #expect(run.outputLines.contains { $0.hasPrefix("  approval of 2 targets: approved by juno, ") })
        #expect(run.outputLines.contains("    Read it."))
        #expect(!run.output.contains("?"))
    }
}
