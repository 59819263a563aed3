import Contract
import Domain
import Testing

@Suite struct DeliveryCourseTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)
    private let down = SendOutcome.trouble(status: 503, detail: "It answered 503.")

    private func tried(_ attempts: Int, after time: Duration = .zero) -> DeliveryCourse {
        DeliveryCourse(state: .pending, attempts: attempts, since: now - time, nextAt: now)
    }

    @Test func whatIsTakenIsDelivered() {
        let ended = DeliveryCourse(at: now).begun(at: now)
            .after(.accepted(status: 202), of: .opened, at: now, jitter: 0)
        #expect(ended.state == .delivered && ended.status == 202 && ended.attempts == 1)
        #expect(ended.finishedAt == now && ended.nextAt == nil && ended.error == nil)
    }

    @Test func whoeverBeginsHoldsItForAWhile() {
        let begun = DeliveryCourse(at: now).begun(at: now)
        #expect(begun.attempts == 1 && begun.state == .pending)
        #expect(begun.nextAt == now + DeliveryCourse.lease)
    }

    @Test(arguments: [(1, 10), (2, 20), (3, 40), (8, 1280), (10, 3600), (40, 3600)])
    func pausesDoubleUpToAnHour(_ attempts: Int, _ seconds: Int) throws {
        let longest = tried(attempts).after(down, of: .opened, at: now, jitter: 0.999_999)
        let next = try #require(longest.nextAt)
        #expect(next <= now + .seconds(seconds) && next > now + .milliseconds(seconds * 999))
        let shortest = tried(attempts).after(down, of: .opened, at: now, jitter: 0)
        #expect(shortest.nextAt == now + .seconds(1))
        #expect(shortest.state == .pending && shortest.status == 503)
    }

    @Test func aDayIsEnough() {
        let late = tried(30, after: DeliveryCourse.longest).after(down, of: .opened, at: now, jitter: 0)
        #expect(late.state == .givenUp && late.finishedAt == now && late.error == "It answered 503.")
        let wait = SendOutcome.trouble(status: 429, detail: "", retryAfter: .seconds(25 * 3600))
        #expect(tried(1).after(wait, of: .opened, at: now, jitter: 0).state == .givenUp)
    }

    @Test func whatIsRefusedForGoodIsNotTriedAgain() {
        let refused = tried(1).after(.refused(status: 410, detail: "no"), of: .opened, at: now, jitter: 0)
        #expect(refused.state == .failed && refused.error == "no")
        #expect(tried(1).after(down, of: .test, at: now, jitter: 0).state == .failed)
    }

    @Test func whatIsSentAgainBeginsAnew() {
        let ended = tried(30, after: .seconds(90_000)).after(down, of: .opened, at: now, jitter: 0)
        let again = ended.replayed(at: now)
        #expect(again.state == .pending && again.attempts == 0 && again.since == now && again.nextAt == now)
        #expect(again.finishedAt == nil && again.error == ended.error)
    }
}

@Suite struct ChannelChoiceTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)
    private let rule = AlertRuleID(rawValue: "target-failed")

    private func alert(_ state: AlertState = .open, minutes: Int = 0) -> AlertView {
        AlertView(
            id: AlertID(rawValue: "a"),
            rule: rule,
            title: "T",
            severity: .warning,
            state: state,
            cause: AlertCause(),
            message: nil,
            count: 1,
            skills: [],
            openedAt: now - .seconds(minutes * 60),
            lastAt: now
        )
    }

    @Test func aChannelTakesWhatItNamesOrEverything() {
        var channel = ChannelSettings(name: "n", kind: .slack)
        #expect(channel.tells(.opened, of: alert(), hasEscalated: false))
        channel.severities = [.critical]
        #expect(!channel.tells(.opened, of: alert(), hasEscalated: false))
        channel.severities = [.warning, .critical]
        channel.rules = [AlertRuleID(rawValue: "queue-age")]
        #expect(!channel.tells(.recovered, of: alert(), hasEscalated: false))
        channel.rules.append(rule)
        #expect(channel.tells(.recovered, of: alert(), hasEscalated: false))
        channel.enabled = false
        #expect(!channel.tells(.opened, of: alert(), hasEscalated: false))
    }

    @Test func whoHearsOnlyOfWhatEscalatedHearsOfItsRecovery() {
        let channel = ChannelSettings(name: "n", kind: .slack, escalateMinutes: 5, onlyEscalated: true)
        #expect(!channel.tells(.opened, of: alert(), hasEscalated: false))
        #expect(channel.tells(.escalated, of: alert(), hasEscalated: false))
        #expect(!channel.tells(.recovered, of: alert(.recovered), hasEscalated: false))
        #expect(channel.tells(.recovered, of: alert(.recovered), hasEscalated: true))
    }

    @Test func onlyWhatNobodyLooksAfterEscalates() {
        var channel = ChannelSettings(name: "n", kind: .slack, escalateMinutes: 5)
        #expect(!channel.escalates(alert(minutes: 4), at: now))
        #expect(channel.escalates(alert(minutes: 5), at: now))
        for state in [AlertState.acknowledged, .snoozed, .recovered] {
            #expect(!channel.escalates(alert(state, minutes: 60), at: now))
        }
        channel.escalateMinutes = nil
        #expect(!channel.escalates(alert(minutes: 60), at: now))
    }
}
