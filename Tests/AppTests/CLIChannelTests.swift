import App
import Contract
import Foundation
import Testing

@Suite struct CLIChannelTests {
    @Test("channels are listed, shown, tried and deleted (AL-02)")
    func channels() async throws {
        let plane = FakePlane()
        let list = await skillyard("channels", plane: plane)
        for text in ["ops-hook", "https://hooks.slack.com", "oncall@example.com", "failed"] {
            #expect(list.output.contains(text), "\(text)")
        }
        let shown = await skillyard("channels", "show", "chat", plane: plane)
        for text in ["after 15 minutes", "queue-age", "critical", "It answered 410."] {
            #expect(shown.output.contains(text), "\(text)")
        }
        let test = await skillyard("channels", "test", "ops-hook", plane: plane)
        #expect(test.status == .ok)
        #expect(test.output.contains("delivered after 1 try"))
        let deleted = await skillyard("channels", "delete", "ops-hook", plane: plane)
        #expect(deleted.status == .ok)
        #expect(plane.asked.preconditions == [.unchanged(Revision(text: "2"))])
    }

    @Test func ofAChannelOnlyWhatIsNamedChanges() async throws {
        let plane = FakePlane()
        let run = await skillyard("channels", "set", "chat", "--escalate", "30", "--disabled", plane: plane)
        #expect(run.status == .ok)
        let change = try #require(plane.asked.channels.first)
        #expect(change.settings.escalateMinutes == 30)
        #expect(change.settings.onlyEscalated)
        #expect(!change.settings.enabled)
        #expect(change.settings.severities == [.critical])
        #expect(change.url == nil && change.signingSecret == nil)
    }

    @Test func theAddressComesFromAFile() async throws {
        let plane = FakePlane()
        let file = FileManager.default.temporaryDirectory.appending(path: "address-\(UUID().uuidString)")
        try "https://hooks.example.com/secret\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(await skillyard("channels", "set", "new", plane: plane).status == .usage)
        let run = await skillyard(
            "channels",
            "set",
            "new",
            "--kind",
            "webhook",
            "--address-file",
            file.path,
            plane: plane
        )
        #expect(run.status == .ok)
        #expect(plane.asked.channels.map(\.url?.text) == ["https://hooks.example.com/secret"])
        #expect(plane.asked.preconditions == [.absent])
        #expect(run.output.contains("whsec_"))
        #expect(!run.output.contains("hooks.example.com/secret"))
    }

    @Test("deliveries are listed and sent again")
    func deliveries() async throws {
        let plane = FakePlane()
        let list = await skillyard("deliveries", "--state", "given_up", plane: plane)
        #expect(list.output.contains("given_up"))
        #expect(list.output.contains("It could not be reached"))
        let replay = await skillyard("deliveries", "replay", "d", plane: plane)
        #expect(replay.output.contains("To be sent again"))
    }
}
