import Contract
import Engine
import Testing

/// What a change would do is shown, and nothing of it happens before it is confirmed (CH-01, CH-02).
@Suite(.timeLimit(.minutes(5))) struct ChatPlanTests {
    /// CH-02: one line is one command, named in full.
    @Test func anInstallIsProposedAndNotBegun() async throws {
        try await withChat { chat in
            let turn = try await chat.say("demo를 alpha랑 beta에 설치해줘. 이유: 출시")
            #expect(turn.outcome == .proposed)
            #expect(turn.canonical == "/설치 demo 대상 alpha, beta 이유: 출시")
            let placement = ChatPlacement(
                skills: [.named("demo", version: nil)],
                providers: .listed(["alpha", "beta"]),
                reason: "출시"
            )
            #expect(turn.command == .install(placement))
            let proposal = try #require(turn.proposal)
            #expect(proposal.expiresAt == turn.saidAt + .seconds(300))
            #expect(proposal.targets?.map(\.provider) == ["alpha", "beta"])
            #expect(proposal.targets?.map(\.version) == [1, 1])
            #expect(proposal.omitted == nil)
            #expect(!proposal.effects.isEmpty)
            #expect(turn.runID == nil && turn.run == nil)
            let request = RunRequest(skills: ["demo"], providers: ["alpha", "beta"], reason: "출시")
            #expect(try await chat.olga.planRun(request).hash == proposal.planHash)
            #expect(try await chat.rows("install_runs") == 0)
        }
    }

    /// CH-01: the audit log has the action of the API, through the door that it came by.
    @Test func whatIsConfirmedIsTheRunOfTheAPI() async throws {
        try await withChat { chat in
            let turn = try await chat.carryOut("install demo on alpha because of the launch")
            #expect(turn.outcome == .done)
            let run = try await chat.olga.run(try #require(turn.runID))
            #expect(run.source == .chat)
            #expect(run.requestedBy == "olga")
            #expect(run.reason == "the launch")
            let entries = try await chat.audit(.startRun)
            #expect(entries.map(\.source) == ["chat"])
            #expect(entries.map(\.actor) == ["olga"])
            #expect(entries.map(\.subject) == ["run:\(run.id)"])
            #expect(entries.first?.detail["plan"] == turn.proposal?.planHash)
            #expect(entries.first?.detail["account"] == "account-olga")
        }
    }

    @Test func whatWouldBeRefusedIsLeftOutAndSaid() async throws {
        try await withChat { chat in
            try await chat.world.addProvider("beta") { $0.enabled = false }
            let turn = try await chat.say("install demo on alpha and beta")
            #expect(turn.outcome == .proposed)
            #expect(turn.proposal?.targets?.map(\.action) == [.blocked, .create])
            #expect(turn.proposal?.targets?.map(\.provider) == ["beta", "alpha"])
            #expect(turn.reply.text.contains("demo@1 is refused on beta"))
            let done = try await chat.confirm(turn)
            #expect(try await chat.olga.run(try #require(done.runID)).tasks?.map(\.provider) == ["alpha"])
        }
    }

    @Test func whatIsRefusedAltogetherIsNotProposed() async throws {
        try await withChat { chat in
            _ = try await chat.ann.yank(version: 1, of: "demo", reason: "broken", if: .present)
            let turn = try await chat.say("install demo@1 on alpha")
            #expect(turn.outcome == .refused)
            #expect(turn.reply.problem?.code == .validationFailed)
            #expect(turn.proposal == nil)
            #expect(
                try await problem { try await chat.olga.confirmChat(turn.id, planHash: "x") }?.code
                    == .conflict
            )
        }
    }

    @Test func whatIsThereAlreadyLeavesNothingToDo() async throws {
        try await withChat { chat in
            let done = try await chat.carryOut("install demo on alpha")
            try await chat.world.finish(try #require(done.run))
            let again = try await chat.say("install demo on alpha")
            #expect(again.outcome == .answered)
            #expect(again.reply.plan?.targets.map(\.action) == [.skip])
            let both = try await chat.say("install demo on alpha and beta")
            #expect(both.outcome == .proposed)
            #expect(both.proposal?.targets?.map(\.action) == [.create, .skip])
        }
    }

    @Test func aTagAndAllMeanWhatIsThereNow() async throws {
        try await withChat { chat in
            try await chat.world.addProvider("gamma") { $0.enabled = false }
            for name in ["first", "second"] {
                let upload = SkillUpload(content: .text(skillText(name)), tags: ["docs"])
                _ = try await chat.ann.registerSkill(upload)
            }
            let turn = try await chat.say("install tag:docs on all")
            let targets = try #require(turn.proposal?.targets).map { "\($0.skill) \($0.provider)" }
            #expect(targets.sorted() == ["first alpha", "first beta", "second alpha", "second beta"])
            let upload = SkillUpload(content: .text(skillText("third")), tags: ["docs"])
            _ = try await chat.ann.registerSkill(upload)
            #expect(try await problem { try await chat.confirm(turn) }?.code == .planChanged)
        }
    }

    @Test func moreTargetsThanAreShownAreCounted() async throws {
        try await withChat { chat in
            for number in 10..<70 { try await chat.world.addProvider(ProviderID(rawValue: "p\(number)")) }
            let turn = try await chat.say("install demo on all")
            #expect(turn.proposal?.targets?.count == ChatProposal.maximumTargets)
            #expect(turn.proposal?.omitted == 13)
            #expect(turn.reply.plan?.targets.count == ChatProposal.maximumTargets)
            #expect(try await chat.confirm(turn).run?.counts.total == 63)
        }
    }

    @Test func aPlanAloneProposesNothing() async throws {
        try await withChat { chat in
            let turn = try await chat.say("what happens if I install demo on alpha?", as: chat.vera)
            #expect(turn.outcome == .answered)
            #expect(turn.reply.plan?.targets.map(\.action) == [.create])
            #expect(turn.proposal == nil)
        }
    }

    @Test(arguments: [
        ("demo 설치해줘", "/설치 demo 대상 alpha"), ("install demo", "/install demo on alpha"),
    ])
    func aQuestionOffersLinesThatSayAllOfIt(_ line: String, _ first: String) async throws {
        try await withChat { chat in
            let turn = try await chat.say(line)
            #expect(turn.outcome == .asked)
            let choices = try #require(turn.reply.choices)
            #expect(choices.map(\.label) == ["alpha", "beta", "gamma", "all"])
            #expect(choices.first?.line == first)
            let chosen = try await chat.say(try #require(choices[0].line), in: turn.thread)
            #expect(chosen.outcome == .proposed)
        }
    }

    @Test func anAnswerNeedsNoMoreThanFiveChoices() async throws {
        try await withChat { chat in
            for number in 10..<20 { try await chat.world.addProvider(ProviderID(rawValue: "p\(number)")) }
            #expect(try await chat.say("install demo").reply.choices?.count == 5)
            let lost = try await chat.say("xyzzy plugh")
            #expect(lost.outcome == .notUnderstood)
            #expect(lost.reply.choices?.count == 5)
        }
    }
}
