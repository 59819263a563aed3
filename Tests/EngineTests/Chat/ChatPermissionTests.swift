import Contract
import Engine
import Testing

/// CH-05: chat allows what the role allows, says what is missing and who has it, and the denial stands in the history.
@Suite(.timeLimit(.minutes(5))) struct ChatPermissionTests {
    private static let changes: [(line: String, operation: Contract.Operation)] = [
        ("install demo on alpha", .startRun), ("uninstall demo from alpha", .startRun),
        ("pause alpha", .pauseProvider), ("resume alpha", .resumeProvider), ("/retry RUN", .retryRun),
        ("/cancel RUN", .cancelRun), ("/approve RUN", .approveRun), ("/refuse RUN because no", .refuseRun),
        ("/rollback run RUN because no", .rollbackRun), ("/ack_alert ALERT because no", .acknowledgeAlert),
    ]

    @Test(arguments: ChatLanguage.allCases) func aViewersChangesAreRefusedAndAudited(_ language: ChatLanguage)
        async throws
    {
        try await withChat { chat in
            let run = try await chat.world.start(["demo"], on: ["alpha"])
            let alert = try await AlertGrounds(chat.world).alert(on: "alpha")
            for (line, operation) in Self.changes {
                let before = try await chat.audit(operation).count
                let text = line.replacing("RUN", with: run.id.rawValue).replacing(
                    "ALERT",
                    with: alert.rawValue
                )
                chat.world.clock.advance(by: .milliseconds(1))
                let turn = try await chat.vera.say(ChatMessage(text, locale: language))
                #expect(turn.outcome == .refused, "\(text)")
                #expect(turn.reply.problem?.code == .permissionDenied)
                #expect(turn.proposal == nil)
                #expect(turn.reply.text.contains(operation.rawValue))
                for role in operation.roles { #expect(turn.reply.text.contains(role.rawValue)) }
                let entries = try await chat.audit(operation)
                #expect(entries.count == before + 1)
                #expect(entries.first?.outcome == "denied")
                #expect(entries.first?.actor == "vera")
                #expect(entries.first?.source == "chat")
            }
        }
    }

    @Test func readingIsForEverybody() async throws {
        try await withChat { chat in
            let lines = [
                "스킬 목록 보여줘", "show demo", "where is demo installed?", "/plan demo on alpha",
                "/preflight demo on alpha", "/list_runs", "alerts", "프로바이더 다 괜찮아?", "show the audit log",
                "what's the status of demo?", "help",
            ]
            for role in Role.allCases {
                let person = chat.world.person("eve-\(role.rawValue)", role)
                for line in lines {
                    let turn = try await chat.say(line, as: person)
                    #expect(turn.outcome == .answered, "\(role): \(line)")
                    #expect(!turn.reply.text.isEmpty)
                }
            }
        }
    }

    @Test(arguments: Role.allCases) func helpListsWhatIsPermitted(_ role: Role) async throws {
        try await withChat { chat in
            let person = chat.world.person("eve", role)
            let commands = try await person.chatCommands(in: .korean).items
            let mayStart = Contract.Operation.startRun.roles.contains(role)
            let mayApprove = Contract.Operation.approveRun.roles.contains(role)
            #expect(commands.contains { $0.intent == .install } == mayStart)
            #expect(commands.contains { $0.intent == .approve } == mayApprove)
            #expect(commands.contains { $0.intent == .listSkills })
            let help = try await chat.say("도움말", as: person)
            #expect(help.reply.commands == commands)
            #expect(help.reply.text.contains("/설치") == mayStart)
        }
    }

    @Test func whatLiesOutsideOfTheScopeIsRefusedBeforeItIsConfirmed() async throws {
        try await withChat { chat in
            let caller = Caller(
                name: "olga",
                role: .operator,
                scope: Scope(providers: ["alpha"]),
                account: "account-olga",
                requestID: "request-1"
            )
            let olga = chat.world.engine.session(for: caller)
            for (line, operation) in [
                ("install demo on alpha and beta", Contract.Operation.startRun),
                ("pause beta", .pauseProvider),
            ] {
                let turn = try await chat.say(line, as: olga)
                #expect(turn.outcome == .refused)
                #expect(turn.reply.text.contains("provider beta"))
                #expect(try await chat.audit(operation).map(\.outcome) == ["denied"])
            }
            #expect(try await chat.carryOut("install demo on alpha", as: olga).outcome == .done)
            #expect(try await olga.chatCommands(in: .english).items.contains { $0.intent == .install })
        }
    }

    @Test(arguments: [
        "왜 안 돼?", "왜 거절됐어?", "왜 설치가 안 돼?", "왜 실패했어?", "why?", "why can't I?", "why was I refused?",
        "why can't I install it?",
    ])
    func whySaysWhatTheLastLineLacked(_ line: String) async throws {
        try await withChat { chat in
            let refused = try await chat.say("install demo on alpha", as: chat.vera)
            #expect(refused.outcome == .refused)
            // It may be asked twice, and is no denial itself.
            for _ in 0..<2 {
                let why = try await chat.say(line, as: chat.vera, in: refused.thread)
                #expect(why.outcome == .answered)
                #expect(why.command == .why(.lastFailed))
                #expect(why.reply.problem == refused.reply.problem)
                #expect(why.reply.text.contains(Contract.Operation.startRun.rawValue))
                for role in Contract.Operation.startRun.roles {
                    #expect(why.reply.text.contains(role.rawValue))
                }
            }
            #expect(try await chat.audit(.startRun).map(\.outcome) == ["denied"])
        }
    }

    @Test func whyOutsideOfTheScopeNamesThePlace() async throws {
        try await withChat { chat in
            let scope = Scope(providers: ["alpha"])
            let caller = Caller(
                name: "olga",
                role: .operator,
                scope: scope,
                account: "account-olga",
                requestID: "request-1"
            )
            let olga = chat.world.engine.session(for: caller)
            let refused = try await chat.say("pause beta", as: olga)
            let why = try await chat.say("왜 안 돼?", as: olga, in: refused.thread)
            #expect(why.outcome == .answered)
            #expect(why.reply.text.contains("provider beta"))
        }
    }

    @Test func whyIsAboutARunWhereNothingWasDeniedLast() async throws {
        try await withChat { chat in
            let failed = try await chat.failedRun("demo")
            let run = try #require(failed.runID)
            let refused = try await chat.say("approve \(run)", in: failed.thread)
            #expect(refused.reply.problem?.code == .permissionDenied)
            let denied = try await chat.say("왜 안 돼?", in: failed.thread)
            #expect(denied.reply.text.contains(Contract.Operation.approveRun.rawValue))
            // Denials do not fail, and lie behind whatever was said after them.
            for line in ["왜 실패했어?", "why did \(run) fail?", "show runs", "왜 안 돼?"] {
                let turn = try await chat.say(line, in: failed.thread)
                #expect(turn.reply.problem == nil, "\(line)")
                #expect(turn.reply.runs?.first?.id == run, "\(line)")
            }
            let elsewhere = try await chat.say("왜 안 돼?", as: chat.vera)
            #expect(elsewhere.outcome == .asked)
        }
    }

    @Test func whyForgetsARoleThatWasGivenSince() async throws {
        try await withChat { chat in
            let refused = try await chat.say("install demo on alpha", as: chat.vera)
            let promoted = chat.world.person("vera", .operator)
            let why = try await chat.say("왜 안 돼?", as: promoted, in: refused.thread)
            #expect(why.outcome == .asked)
            #expect(why.reply.problem == nil)
        }
    }

    @Test func rightsThatWereLostMeanwhileAreMissed() async throws {
        try await withChat { chat in
            let turn = try await chat.say("install demo on alpha")
            let done = try await chat.confirm(turn, as: chat.world.person("olga", .viewer))
            #expect(done.outcome == .refused)
            #expect(done.reply.problem?.code == .permissionDenied)
            #expect(try await chat.audit(.startRun).map(\.outcome) == ["denied"])
            #expect(try await chat.rows("install_runs") == 0)
        }
    }

    @Test func aLesserTokenSeesNothingThatItsAccountWasShown() async throws {
        try await withChat { chat in
            _ = try await chat.carryOut("install demo on alpha")
            let turn = try await chat.say("show the audit log", as: chat.ann)
            #expect(turn.reply.audit?.contains { $0.actor == "olga" } ?? false)
            let lesser = chat.world.person("ann", .viewer)
            let seen = try #require(try await lesser.chatThread(turn.thread).turns.first)
            #expect(seen.reply.audit == nil)
            #expect(!seen.reply.text.contains("olga"))
            #expect(try await lesser.chatTurn(turn.id, in: turn.thread) == seen)
            #expect(try await chat.ann.chatThread(turn.thread).turns == [turn])
        }
    }

    @Test func whoAskedDoesNotApproveWhereTwoAreWanted() async throws {
        try await withChat { chat in
            try await chat.world.addProvider("alpha") { ($0.approval, $0.fourEyes) = (.always, true) }
            let begun = try await chat.carryOut("install demo on alpha", as: chat.ann)
            let turn = try await chat.carryOut("approve \(try #require(begun.runID))", as: chat.ann)
            #expect(turn.outcome == .refused)
            #expect(turn.reply.problem?.code == .permissionDenied)
            #expect(try await chat.audit(.approveRun).map(\.outcome) == ["denied"])
        }
    }
}
