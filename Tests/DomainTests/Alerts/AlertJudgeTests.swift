import Contract
import Domain
import Testing

@Suite struct AlertJudgeTests {
    private static let claude = ProviderID(rawValue: "claude")

    private static func ended(
        _ skill: String,
        _ outcome: TaskStatus,
        _ code: FailureCode? = nil,
        at seconds: Int,
        signature: String? = nil,
        on provider: ProviderID = claude
    ) -> AlertFact {
        var fact = AlertFact(.targetEnded, at: start + .seconds(seconds), provider: provider)
        fact.skill = skill
        fact.task = TaskID(rawValue: skill)
        fact.outcome = outcome.rawValue
        fact.code = code
        fact.signature = signature
        return fact
    }

    private static func judge(_ condition: AlertCondition, repeatMinutes: Int? = nil) -> AlertJudge {
        AlertJudge([
            .init(.init(rawValue: "rule"), condition, repeatAfter: repeatMinutes.map { .seconds(60 * $0) })
        ])
    }

    private func run(_ judge: AlertJudge, _ facts: [AlertFact]) -> AlertJudge {
        var judge = judge
        for fact in facts { judge.consider(fact) }
        return judge
    }

    @Test("one failure opens one alert, and a later success of the same ends it (AL-01)")
    func opensAndRecovers() {
        let judge = run(
            Self.judge(.targetFailed()),
            [
                Self.ended("a", .failed, .timeout, at: 0), Self.ended("b", .success, at: 1),
                Self.ended("a", .success, at: 2),
            ]
        )
        #expect(judge.notices.map(\.kind) == [.opened, .recovered])
        #expect(judge.changed.map(\.state) == [.recovered])
        #expect(judge.changed.first?.recoveredAt == start + .seconds(2))
    }

    @Test("a hundred failures of one cause are one alert (AL-02)")
    func groups() {
        let failures = (0..<100).map { Self.ended("s\($0)", .failed, .rateLimited, at: 3 * $0) }
        let judge = run(Self.judge(.targetFailed(), repeatMinutes: 60), failures)
        #expect(judge.notices.map(\.kind) == [.opened])
        #expect(judge.changed.map(\.count) == [100])
        #expect(judge.changed.first?.skills.count == OngoingAlert.shownSkills)
    }

    @Test func causesAreToldApartByProviderCodeAndSignature() {
        let judge = run(
            Self.judge(.targetFailed()),
            [
                Self.ended("a", .failed, .timeout, at: 0),
                Self.ended("a", .failed, .timeout, at: 1, on: .init(rawValue: "gemini")),
                Self.ended("a", .failed, .authFailed, at: 2),
                Self.ended("b", .failed, .authFailed, at: 3, signature: "expired"),
                Self.ended("c", .failed, .authFailed, at: 4, signature: "expired"),
            ]
        )
        #expect(judge.changed.map(\.count) == [1, 1, 1, 2])
    }

    /// Where some succeed and some fail all the time, there is one alert and no flood of them.
    @Test func aProviderThatFailsOnAndOffHasOneAlertUntilItIsQuiet() {
        var facts: [AlertFact] = []
        for turn in 0..<200 {
            facts.append(Self.ended("bad\(turn)", .failed, .providerUnavailable, at: 10 * turn))
            facts.append(Self.ended("good\(turn)", .success, at: 10 * turn + 5))
        }
        let flapping = run(Self.judge(.targetFailed()), facts)
        #expect(flapping.notices.map(\.kind) == [.opened])
        let calm = run(flapping, [Self.ended("good", .success, at: 2000 + 300)])
        #expect(calm.notices.map(\.kind) == [.opened, .recovered])
    }

    @Test func aFailureOfOneSkillIsNotOverBecauseOthersSucceed() {
        let failed = Self.ended("a", .failed, .invalidSkill, at: 0)
        let others = run(Self.judge(.targetFailed()), [failed, Self.ended("b", .success, at: 9000)])
        #expect(others.notices.map(\.kind) == [.opened])
        // What is there already needs no sending: the skill is fine there.
        let same = run(others, [Self.ended("a", .skipped, at: 9001)])
        #expect(same.notices.map(\.kind) == [.opened, .recovered])
    }

    /// Which skills failed is known of a thousand of them; when those have succeeded, quiet must do.
    @Test func aFailureOfVeryManySkillsIsOverAsWell() {
        let skills = (0...OngoingAlert.maximumMembers).map { "s\($0)" }
        let failed = run(
            Self.judge(.targetFailed()),
            skills.map { Self.ended($0, .failed, .invalidSkill, at: 0) }
        )
        let half = run(failed, skills.prefix(500).map { Self.ended($0, .success, at: 900) })
        #expect(half.notices.map(\.kind) == [.opened])
        let known = run(half, skills.dropFirst(500).dropLast().map { Self.ended($0, .success, at: 901) })
        #expect(known.notices.map(\.kind) == [.opened, .recovered])
        let early = run(failed, skills.dropLast().map { Self.ended($0, .success, at: 299) })
        #expect(early.notices.map(\.kind) == [.opened])
        let quiet = run(early, [Self.ended("s1000", .success, at: 300)])
        #expect(quiet.notices.map(\.kind) == [.opened, .recovered])
    }

    /// A skill that nobody sends any more leaves no alert behind for ever.
    @Test func whatWasNotSeenForAMonthIsOver() {
        let failed = run(Self.judge(.targetFailed()), [Self.ended("a", .failed, .conflict, at: 0)])
        let month = 30 * 86_400
        #expect(run(failed, [Self.ended("b", .success, at: month - 1)]).notices.count == 1)
        #expect(
            run(failed, [Self.ended("b", .success, at: month)]).notices.map(\.kind) == [.opened, .recovered]
        )
    }

    @Test("a vendor that gives every failure a code of its own opens no alert for each (AL-02)")
    func manySignaturesAreOneAlert() {
        let failures = (0..<300).map { number in
            Self.ended("s\(number)", .failed, .conflict, at: number, signature: "E-\(number)")
        }
        let judge = run(Self.judge(.targetFailed()), failures)
        #expect(judge.changed.count == AlertJudge.signatures + 1)
        #expect(judge.changed.last?.cause == AlertCause(provider: Self.claude, code: .conflict))
        #expect(judge.changed.last?.count == 300 - AlertJudge.signatures)
        // Those that are known are still told apart, and so are those of others.
        let later = run(
            judge,
            [
                Self.ended("s0", .failed, .conflict, at: 400, signature: "E-0"),
                Self.ended(
                    "s0",
                    .failed,
                    .conflict,
                    at: 401,
                    signature: "E-999",
                    on: .init(rawValue: "gemini")
                ),
            ]
        )
        #expect(later.changed.count == AlertJudge.signatures + 2)
        #expect(later.changed.first?.count == 2)
    }

    @Test(arguments: [
        ("expired", "expired"), ("no such thing", "no_such_thing"), ("\u{0}é오류", "____"),
        (String(repeating: "e\u{301}\u{302}", count: 500), String(repeating: "e__", count: 33) + "e"),
    ])
    func aSignatureIsAKey(_ code: String, _ signature: String) {
        let error = TaskError(code: .conflict, message: "No.", retryable: false, vendorCode: code)
        #expect(error.signature == signature)
    }

    @Test func codesAndProvidersNarrowARule() {
        let narrow = Self.judge(.targetFailed(provider: Self.claude, codes: [.timeout]))
        let facts = [
            Self.ended("a", .failed, .authFailed, at: 0),
            Self.ended("b", .failed, .timeout, at: 1, on: .init(rawValue: "gemini")),
            Self.ended("c", .canceled, .canceled, at: 2),
        ]
        #expect(run(narrow, facts).notices.isEmpty)
        #expect(run(narrow, facts + [Self.ended("d", .failed, .timeout, at: 3)]).notices.count == 1)
    }

    @Test func anOpenAlertIsToldAgainAndAnAcknowledgedOneIsNot() throws {
        let opened = run(
            Self.judge(.targetFailed(), repeatMinutes: 10),
            [
                Self.ended("a", .failed, .timeout, at: 0), Self.ended("b", .failed, .timeout, at: 599),
                Self.ended("c", .failed, .timeout, at: 600), Self.ended("d", .failed, .timeout, at: 601),
            ]
        )
        #expect(opened.notices.map(\.kind) == [.opened, .repeated])
        var alert = try #require(opened.changed.first)
        alert.state = .acknowledged
        let rule = AlertJudge.Rule(alert.rule, .targetFailed(), repeatAfter: .seconds(600))
        let later = [Self.ended("e", .failed, .timeout, at: 5000)]
        let acknowledged = run(AlertJudge([rule], ongoing: [alert]), later)
        #expect(acknowledged.notices.isEmpty)
        #expect(acknowledged.changed.map(\.count) == [5])
        #expect(acknowledged.changed.map(\.state) == [.acknowledged])
        alert.state = .snoozed
        alert.snoozeUntil = start + .seconds(6000)
        #expect(run(AlertJudge([rule], ongoing: [alert]), later).notices.isEmpty)
        let awake = run(
            AlertJudge([rule], ongoing: [alert]),
            [Self.ended("e", .failed, .timeout, at: 6000)]
        )
        #expect(awake.notices.map(\.kind) == [.repeated])
        #expect(awake.changed.map(\.state) == [.open])
    }

    @Test func theShareOfFailuresCountsWithinItsWindowOnly() {
        let rule = Self.judge(.failureRate(percent: 50, windowMinutes: 5, atLeast: 4))
        let three = (0..<3).map { Self.ended("a\($0)", .failed, .timeout, at: $0) }
        #expect(run(rule, three).notices.isEmpty)
        let four = run(rule, three + [Self.ended("b", .success, at: 4), Self.ended("c", .failed, at: 5)])
        #expect(four.notices.map(\.kind) == [.opened])
        #expect(four.changed.first?.message == "4 of 5 targets failed within 5 minutes.")
        let better = run(four, (0..<4).map { Self.ended("d\($0)", .success, at: 60 + $0) })
        #expect(better.notices.map(\.kind) == [.opened, .recovered])
        // Ten minutes later the old failures are out of sight.
        let old = run(rule, three + [Self.ended("b", .failed, .timeout, at: 600)])
        #expect(old.notices.isEmpty)
    }

    /// Nobody sends anything there any more, and the minutes go by.
    @Test func aShareOfFailuresEndsWithItsWindow() {
        let rule = AlertCondition.failureRate(
            provider: Self.claude,
            percent: 50,
            windowMinutes: 5,
            atLeast: 2
        )
        let failed = (0..<3).map { Self.ended("a\($0)", .failed, .timeout, at: $0) }
        let within = run(
            Self.judge(rule),
            failed + [AlertFact(.workers, at: start + .seconds(240), value: 1)]
        )
        #expect(within.changed.map(\.state) == [.open])
        let over = run(within, [AlertFact(.workers, at: start + .seconds(300), value: 1)])
        #expect(over.notices.map(\.kind) == [.opened, .recovered])
        #expect(over.changed.first?.recoveredAt == start + .seconds(300))
    }

    @Test func whoeverCarriesOutATargetIsWell() {
        let failed = AlertFact(.providerChecked, at: start, provider: Self.claude, value: 0)
        let others = run(
            Self.judge(.providerUnhealthy()),
            [
                failed, Self.ended("a", .success, at: 1, on: .init(rawValue: "gemini")),
                Self.ended("b", .failed, .timeout, at: 2), Self.ended("c", .skipped, at: 3),
            ]
        )
        #expect(others.notices.map(\.kind) == [.opened])
        let well = run(others, [Self.ended("d", .success, at: 4)])
        #expect(well.notices.map(\.kind) == [.opened, .recovered])
    }

    @Test func measurementsOpenAndEndAlerts() {
        let judge = run(
            AlertJudge([
                .init(.init(rawValue: "queue"), .queueAge(minutes: 30)),
                .init(.init(rawValue: "stuck"), .stuckTask(minutes: 60)),
                .init(.init(rawValue: "gone"), .workerGone(minimum: 2)),
                .init(.init(rawValue: "sick"), .providerUnhealthy()),
                .init(.init(rawValue: "audit"), .auditBroken),
            ]),
            [
                AlertFact(.queueAge, at: start, provider: Self.claude, value: 1799),
                AlertFact(.queueAge, at: start + .seconds(1), provider: Self.claude, value: 1800),
                AlertFact(.tryAge, at: start + .seconds(2), provider: Self.claude, value: 3600),
                AlertFact(.workers, at: start + .seconds(3), value: 1),
                AlertFact(.providerChecked, at: start + .seconds(4), provider: Self.claude, value: 0),
                AlertFact(.auditChecked, at: start + .seconds(5), value: 0),
                AlertFact(.queueAge, at: start + .seconds(6), provider: Self.claude, value: 0),
                AlertFact(.workers, at: start + .seconds(7), value: 2),
            ]
        )
        #expect(judge.changed.map(\.rule.rawValue) == ["queue", "stuck", "gone", "sick", "audit"])
        #expect(judge.changed.map(\.state) == [.recovered, .open, .recovered, .open, .open])
    }

    /// Not a second too early, once for as long as it lasts, and over when the credential holds for longer again.
    @Test func aCredentialIsSpokenOfSoManyDaysBeforeItsEnd() {
        let (rule, day) = (Self.judge(.credentialExpiring(withinDays: 14)), Int64(86_400))
        func left(_ seconds: Int64, at offset: Int) -> AlertFact {
            AlertFact(.credentialLeft, at: start + .seconds(offset), provider: Self.claude, value: seconds)
        }
        #expect(run(rule, [left(14 * day + 1, at: 0)]).notices.isEmpty)
        let open = run(rule, [left(14 * day, at: 1), left(14 * day - 3600, at: 3601)])
        #expect(open.notices.map(\.kind) == [.opened])
        #expect(open.changed.map(\.cause) == [AlertCause(provider: Self.claude)])
        #expect(open.changed.first?.message == "The credential expires within 14 days.")
        let last = run(rule, [left(1, at: 0)])
        #expect(last.changed.first?.message == "The credential expires within 1 day.")
        let late = run(open, [left(0, at: 9000)])
        #expect(late.notices.map(\.kind) == [.opened])
        #expect(late.changed.first?.message == "The credential has expired.")
        let renewed = run(late, [left(CredentialSpan.unending.seconds, at: 9001)])
        #expect(renewed.notices.map(\.kind) == [.opened, .recovered])
    }

    /// A fact an hour is enough, and what is far off is none.
    @Test func howLongACredentialHoldsIsCountedInBegunHours() {
        let hours = [-3600, -3599, 0, 1, 3600, 3601].map { CredentialSpan(seconds: $0).hours }
        #expect(hours == [-1, 0, 0, 1, 1, 2])
        let (near, far) = (start + .seconds(365 * 86_400), start + .seconds(400 * 86_400))
        #expect(CredentialSpan(from: start, to: near).seconds == 365 * 86_400)
        #expect(CredentialSpan(from: start, to: far) == .unending)
        #expect(CredentialSpan.unending.warning(within: AlertCondition.days.upperBound) == nil)
    }

    @Test func aRunThatFailedIsToldByItsCauses() {
        let endings = [
            Self.ended("a", .failed, .timeout, at: 0), Self.ended("b", .failed, .timeout, at: 1),
            Self.ended("c", .failed, .authFailed, at: 2), Self.ended("c", .success, at: 3),
        ]
        var ended = AlertFact(.runEnded, at: start + .seconds(4))
        ended.outcome = RunStatus.partialFailed.rawValue
        ended.failures = AlertFact.failures(among: endings)
        // The one that was tried again to success does not count.
        #expect(ended.failures?.map(\.count) == [2])
        let judge = run(Self.judge(.runFailed()), endings + [ended])
        #expect(judge.changed.map(\.count) == [2])
        #expect(run(Self.judge(.runFailed(outcomes: [.failed])), endings + [ended]).changed.isEmpty)
        let retried = run(judge, [Self.ended("a", .success, at: 5), Self.ended("b", .success, at: 6)])
        #expect(retried.notices.map(\.kind) == [.opened, .recovered])
    }

    @Test(arguments: [
        AlertCondition.targetFailed(codes: [.timeout]), .runFailed(outcomes: [.failed], provider: claude),
        .failureRate(percent: 1, windowMinutes: 2, atLeast: 3), .queueAge(provider: claude, minutes: 4),
        .stuckTask(minutes: 5), .providerUnhealthy(), .workerGone(minimum: 6), .auditBroken,
        .driftFound(atLeast: 7), .credentialExpiring(provider: claude, withinDays: 8), .credentialExpiring(),
    ])
    func aConditionSurvivesWritingAndReading(_ condition: AlertCondition) throws {
        let text = try JSON.text(condition)
        #expect(try JSON.decode(AlertCondition.self, from: text.utf8) == condition)
    }
}
