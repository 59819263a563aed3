import Contract
import Domain
import Engine
import Testing

/// Every command that changes something, carried out by the operation of the API (CH-01).
@Suite(.timeLimit(.minutes(5))) struct ChatChangeTests {
    @Test func whatFailedIsTriedAgain() async throws {
        try await withChat { chat in
            let failed = try await chat.failedRun("demo")
            let turn = try await chat.say("방금 실패한 거 다시", in: failed.thread)
            let id = try #require(failed.runID)
            #expect(turn.command == .retry(.id(id.rawValue)))
            #expect(turn.canonical == "/재시도 \(id)")
            let done = try await chat.confirm(turn)
            #expect(done.outcome == .done)
            #expect(done.runID == id)
            #expect(try await chat.world.finish(try #require(done.run)).status == .success)
            #expect(try await chat.audit(.retryRun).map(\.source) == ["chat"])
            let over = try await chat.say("retry \(id)", in: failed.thread)
            #expect(over.outcome == .refused)
            #expect(over.reply.problem?.code == .nothingToRetry)
        }
    }

    @Test func whatFailedAgainMeanwhileIsAnotherPlan() async throws {
        try await withChat { chat in
            let failed = try await chat.failedRun("demo")
            let turn = try await chat.say("retry the last failed run", in: failed.thread)
            chat.world.providers.fail("alpha", ProviderFailure(.authFailed, "Still void."))
            try await chat.world.finish(try await chat.ann.retryRun(try #require(failed.runID)))
            #expect(try await problem { try await chat.confirm(turn) }?.code == .planChanged)
        }
    }

    @Test func aRunIsCanceledHoweverFarItIs() async throws {
        try await withChat { chat in
            let begun = try await chat.carryOut("install demo on alpha and beta")
            let turn = try await chat.say("마지막 실행 취소해줘", in: begun.thread)
            let done = try await chat.confirm(turn)
            #expect(done.outcome == .done)
            #expect(done.run?.counts.canceled == 2)
            let late = try await chat.say("/cancel \(try #require(begun.runID))", in: begun.thread)
            #expect(late.reply.problem?.code == .nothingToCancel)
        }
    }

    @Test func anApproverDecides() async throws {
        try await withChat { chat in
            try await chat.world.addProvider("alpha") { $0.approval = .always }
            let first = try await chat.carryOut("install demo on alpha")
            let second = try await chat.carryOut("install other on alpha")
            let approver = chat.world.person("paul", .approver)
            let approval = try await chat.say("approve \(try #require(first.runID))", as: approver)
            #expect(try await chat.confirm(approval, as: approver).outcome == .done)
            #expect(try await chat.olga.run(try #require(first.runID)).approval?.state == .approved)
            let id = try #require(second.runID)
            let unexplained = try await chat.say("refuse \(id)", as: approver)
            #expect(unexplained.outcome == .asked)
            #expect(unexplained.reply.text.contains("because"))
            let refusal = try await chat.say("refuse \(id) because it is untested", as: approver)
            #expect(try await chat.confirm(refusal, as: approver).outcome == .done)
            let run = try await chat.olga.run(id)
            #expect(run.approval?.state == .refused)
            #expect(run.approval?.comment == "it is untested")
        }
    }

    @Test func whatIsAskedForSinceIsNotApproved() async throws {
        try await withChat { chat in
            try await chat.world.addProvider("alpha") { $0.approval = .always }
            let begun = try await chat.carryOut("install demo on alpha")
            let id = try #require(begun.runID)
            let turn = try await chat.say("approve \(id)", as: chat.ann)
            _ = try await chat.ann.refuseRun(id, comment: "no")
            chat.world.clock.advance(by: .milliseconds(1))
            _ = try await chat.olga.retryRun(id)
            #expect(try await problem { try await chat.confirm(turn, as: chat.ann) }?.code == .planChanged)
            #expect(try await chat.olga.run(id).approval?.state == .pending)
        }
    }

    @Test func aSkillIsRolledBackByTheRunThatPutItThere() async throws {
        try await withChat { chat in
            try await chat.world.finish(try #require(try await chat.carryOut("install demo on alpha").run))
            try await chat.world.addSkill("demo", content: "v2")
            let second = try await chat.carryOut("install demo on alpha")
            try await chat.world.finish(try #require(second.run))
            #expect(try await chat.say("roll back demo").outcome == .asked)
            let turn = try await chat.say("roll back demo because it is broken")
            #expect(turn.outcome == .proposed)
            let done = try await chat.confirm(turn)
            let run = try await chat.world.finish(try #require(done.run))
            #expect(run.kind == .rollback)
            #expect(run.parentRunID == second.runID)
            #expect(run.reason == "it is broken")
            #expect(try await chat.world.installed("demo", on: "alpha")?.version == 1)
        }
    }

    @Test func aRunThatDidMoreIsOfferedAndNotUndone() async throws {
        try await withChat { chat in
            let both = try await chat.carryOut("install demo and other on alpha")
            try await chat.world.finish(try #require(both.run))
            let turn = try await chat.say("roll back demo because it is broken")
            #expect(turn.outcome == .asked)
            #expect(turn.reply.text.contains("other@1 → alpha"))
            let line = try #require(turn.reply.choices?.first?.line)
            #expect(line == "/rollback run \(try #require(both.runID)) because it is broken")
            let chosen = try await chat.say(line, in: turn.thread)
            #expect(try await chat.confirm(chosen).outcome == .done)
        }
    }

    @Test func aProviderIsPausedForTheLineAndResumed() async throws {
        try await withChat { chat in
            let line = "베타 말고 alpha 일시중지해줘"
            _ = try await chat.say(line)
            let paused = try await chat.carryOut("pause alpha")
            #expect(paused.outcome == .done)
            #expect(paused.runID == nil)
            #expect(try await chat.olga.provider("alpha").pause?.reason == "pause alpha")
            #expect(try await chat.olga.provider("beta").pause == nil)
            #expect(try await chat.say("resume beta").outcome == .answered)
            #expect(try await chat.carryOut("resume alpha").outcome == .done)
            #expect(try await chat.olga.provider("alpha").pause == nil)
        }
    }

    @Test func anAlertIsAcknowledged() async throws {
        try await withChat { chat in
            let id = try await AlertGrounds(chat.world).alert(on: "alpha")
            let turn = try await chat.say("/ack_alert \(id) because we know")
            #expect(turn.outcome == .proposed)
            #expect(try await chat.confirm(turn).outcome == .done)
            let alert = try await chat.olga.alert(id)
            #expect(alert.state == .acknowledged)
            #expect(alert.reason == "we know")
            #expect(alert.acknowledgedBy == "olga")
        }
    }

    @Test func aSkillIsRemovedFromWhereItIs() async throws {
        try await withChat { chat in
            try await chat.world.finish(try #require(try await chat.carryOut("install demo on alpha").run))
            let turn = try await chat.say("uninstall demo from all")
            #expect(turn.proposal?.targets?.map(\.action) == [.remove])
            try await chat.world.finish(try #require(try await chat.confirm(turn).run))
            #expect(try await chat.world.installed("demo", on: "alpha") == nil)
        }
    }
}
