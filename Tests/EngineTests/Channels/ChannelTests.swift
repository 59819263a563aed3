import Contract
import Domain
import Store
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(5))) struct ChannelTests {
    private static let url = Secret("https://hooks.example.com/services/secret-path")

    private func withKey(_ body: (World) async throws -> Void) async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await body(world)
        }
    }

    @Test("the address of a channel is sealed and never shown (SEC-06)")
    func addressesAreSealed() async throws {
        try await withKey { world in
            let change = ChannelChange(settings: ChannelSettings(name: "Chat", kind: .slack), url: Self.url)
            let registration = try await world.admin.putChannel("chat", change, if: .absent)
            #expect(registration.created)
            #expect(registration.saved.channel.origin == "https://hooks.example.com")
            #expect(registration.saved.signingSecret == nil)
            let listed = try JSON.text(try await world.admin.channels())
            #expect(!listed.contains("secret-path"))
            let audited = try JSON.text(try await world.admin.audit(AuditQuery()))
            #expect(!audited.contains("secret-path"))
            let stored = try #require(
                try await world.database.read { try ChannelTable($0).find("chat")?.sealed }
            )
            #expect(!String(decoding: stored.bytes, as: UTF8.self).contains("secret-path"))
        }
    }

    @Test func aWebhookGetsASecretOnceAndKeepsIt() async throws {
        try await withKey { world in
            var change = ChannelChange(settings: ChannelSettings(name: "Hook", kind: .webhook), url: Self.url)
            let made = try await world.admin.putChannel("hook", change, if: .absent).saved
            let secret = try #require(made.signingSecret)
            #expect(SigningSecret.isWellFormed(Secret(secret)))
            // Another address, the same secret.
            change.url = Secret("https://hooks.example.com/other")
            let moved = try await world.admin.putChannel("hook", change, if: .present).saved
            #expect(moved.signingSecret == nil)
            _ = try await world.admin.testChannel("hook")
            #expect(world.messenger.sent.map(\.url) == ["https://hooks.example.com/other"])
            #expect(world.messenger.sent.map(\.signingSecret) == [secret])
        }
    }

    @Test func theSameAgainChangesNothing() async throws {
        try await withKey { world in
            let settings = ChannelSettings(name: "Hook", kind: .webhook)
            let change = ChannelChange(settings: settings, url: Self.url)
            _ = try await world.admin.putChannel("hook", change, if: .absent)
            let again = ChannelChange(settings: settings)
            let stale = Precondition.unchanged(Revision(text: "9"))
            let same = try await world.admin.putChannel("hook", again, if: stale)
            #expect(!same.created && same.saved.channel.revisionNumber == 1)
            var other = again
            other.settings.name = "Renamed"
            let refusal = try await problem { try await world.admin.putChannel("hook", other, if: stale) }
            #expect(refusal?.code == .preconditionFailed)
            let entries = try await world.admin.audit(AuditQuery(action: "channel.put")).items
            #expect(entries.filter { $0.outcome == "accepted" }.count == 1)
        }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let change: ChannelChange
        let faults: [String]

        var testDescription: String { "\(faults)" }

        init(
            _ faults: [String],
            _ kind: ChannelKind = .webhook,
            url: Secret? = ChannelTests.url,
            secret: Secret? = nil,
            _ adjust: (inout ChannelSettings) -> Void = { _ in }
        ) {
            self.faults = faults
            var settings = ChannelSettings(name: "Name", kind: kind)
            adjust(&settings)
            change = ChannelChange(settings: settings, url: url, signingSecret: secret)
        }
    }

    static let wrong: [Wrong] = [
        Wrong(["/name"]) { $0.name = " " },
        Wrong(["/url"], url: nil),
        Wrong(["/url"], url: Secret("http://hooks.example.com")),
        Wrong(["/recipients"]) { $0.recipients = ["a@example.com"] },
        Wrong(["/recipients"], .email, url: nil),
        Wrong(["/url"], .email) { $0.recipients = ["a@example.com"] },
        Wrong(["/recipients/1"], .email, url: nil) {
            $0.recipients = ["a@example.com", "a@example.com\r\nRCPT TO:<b@example.com>"]
        },
        Wrong(["/signing_secret"], secret: Secret("whsec_short")),
        Wrong(["/signing_secret"], .slack, secret: Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
        Wrong(["/escalate_minutes"]) { $0.escalateMinutes = 0 },
        Wrong(["/escalate_minutes"]) { $0.onlyEscalated = true },
        Wrong(["/rules"]) { $0.rules = ["Not One"] },
    ]

    @Test(arguments: wrong) func whatIsWrongWithAChannelIsSaid(_ wrong: Wrong) async throws {
        try await withKey { world in
            let refusal = try await problem {
                try await world.admin.putChannel("hook", wrong.change, if: .absent)
            }
            #expect(refusal?.code == .validationFailed)
            #expect(refusal?.errors.map(\.pointer) == wrong.faults)
        }
    }

    @Test func withoutAKeyNoAddressIsKept() async throws {
        try await withWorld { world in
            let change = ChannelChange(settings: ChannelSettings(name: "Hook", kind: .discord), url: Self.url)
            let refusal = try await problem { try await world.admin.putChannel("hook", change, if: .absent) }
            #expect(refusal?.code == .sealingKeyMissing)
        }
    }

    @Test func aKeyThatWasReplacedSealsNoAddressAnyMore() async throws {
        try await withKey { world in
            let change = ChannelChange(settings: ChannelSettings(name: "Hook", kind: .discord), url: Self.url)
            _ = try await world.admin.putChannel("hook", change, if: .absent)
            let clock = world.clock
            let rotation = CredentialRotation(world.database, keys: world.keys) { clock.now }
            let report = try await rotation.run()
            #expect(report.resealed == 1 && report.isNewKey && report.unused.count == 1)
            #expect(try await rotation.prune() == report.unused)
            #expect(try await world.admin.testChannel("hook").state == .delivered)
            #expect(world.messenger.sent.map(\.url) == [Self.url.text])
        }
    }

    @Test func aTestIsTriedOnceAndSaysWhatBecameOfIt() async throws {
        try await withKey { world in
            try await world.addChannel("ops") { $0.enabled = false }
            #expect(try await world.admin.testChannel("ops").state == .delivered)
            world.messenger.answer(.trouble(status: 500, detail: "It answered 500."), on: "ops")
            let failed = try await world.admin.testChannel("ops")
            #expect(failed.state == .failed && failed.status == 500 && failed.error == "It answered 500.")
            #expect(try await world.admin.channel("ops").lastDelivery == failed)
        }
    }

    @Test("what was given up is sent again with the same id")
    func replay() async throws {
        try await withKey { world in
            try await world.addChannel("ops")
            let courier = try await world.startedCourier()
            _ = try await world.raise()
            world.messenger.answer(.refused(status: 400, detail: "It answered 400."), on: "ops")
            try await courier.finish()
            let failed = try #require(try await world.told().first)
            #expect(failed.state == .failed)
            world.messenger.answer(nil, on: "ops")
            let replayed = try await world.admin.replayDelivery(failed.id)
            #expect(replayed.state == .pending && replayed.attempts == 0)
            try await courier.finish()
            #expect(try await world.told().map(\.state) == [.delivered])
            #expect(world.messenger.sent.map(\.id) == [failed.id, failed.id])
            #expect(world.messenger.sent[0].message == world.messenger.sent[1].message)
        }
    }

    @Test func whatIsToldThroughAChannelThatIsGoneOrOffEnds() async throws {
        try await withKey { world in
            try await world.addChannel("gone")
            try await world.addChannel("off")
            let courier = try await world.startedCourier()
            let wait = SendOutcome.trouble(status: 503, detail: "It answered 503.")
            for name in ["gone", "off"] { world.messenger.answer(wait, on: name) }
            _ = try await world.raise()
            try await courier.finish()
            _ = try await world.admin.removeChannel("gone", if: .present)
            var settings = try await world.admin.channel("off").settings
            settings.enabled = false
            _ = try await world.admin.putChannel("off", ChannelChange(settings: settings), if: .present)
            world.clock.advance(by: .seconds(10))
            try await courier.finish()
            #expect(world.messenger.sent.count == 2)
            let left = try await world.told()
            #expect(left.map(\.channel) == ["off"])
            #expect(left.map(\.state) == [.failed])
        }
    }
}
