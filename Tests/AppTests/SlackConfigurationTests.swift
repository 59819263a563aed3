import API
import App
import Contract
import Foundation
import Testing

@Suite struct SlackConfigurationTests {
    private static let slack = [
        "SKILLYARD_SLACK_SIGNING_SECRET": "8f742231b10e8888abcd",
        "SKILLYARD_SLACK_USERS": "U1=mina, T9/U2=jun",
    ]

    private func read(_ environment: [String: String]) throws(ConfigurationError) -> Configuration {
        try Configuration.read(flags: [:], environment: environment, workingFolder: "/srv/app")
    }

    @Test func withoutASecretNothingIsTaken() throws {
        #expect(try read([:]).slack == nil)
        let slack = try #require(try read(Self.slack).slack)
        #expect(slack.settings.signingSecret == Secret("8f742231b10e8888abcd"))
        #expect(slack.settings.accounts == [.init(id: "U1"): "mina", .init(team: "T9", id: "U2"): "jun"])
        #expect(slack.hosts == ["hooks.slack.com"])
    }

    @Test("the secret may lie in a file, as the list of people may (SEC-06)") func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slack-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (secret, users) = (folder.appending(path: "secret"), folder.appending(path: "users"))
        try "paper boats at noon\n".write(to: secret, atomically: true, encoding: .utf8)
        try "U1=mina\nU2=jun\n".write(to: users, atomically: true, encoding: .utf8)
        let configuration = try read([
            "SKILLYARD_SLACK_SIGNING_SECRET": "file:\(secret.path)",
            "SKILLYARD_SLACK_USERS": "file:\(users.path)", "SKILLYARD_SLACK_HOSTS": "Hooks.example.com",
        ])
        let slack = try #require(configuration.slack)
        #expect(slack.settings.signingSecret == Secret("paper boats at noon"))
        #expect(slack.settings.accounts == [.init(id: "U1"): "mina", .init(id: "U2"): "jun"])
        #expect(slack.hosts == ["hooks.example.com"])
        #expect(configuration.secretFiles.contains(secret.path))
        #expect(!"\(configuration)".contains("paper boats"))
    }

    @Test(arguments: [
        (["SKILLYARD_SLACK_SIGNING_SECRET": ""], ["SKILLYARD_SLACK_USERS"]),
        (["SKILLYARD_SLACK_SIGNING_SECRET": "short"], ["SKILLYARD_SLACK_SIGNING_SECRET"]),
        (["SKILLYARD_SLACK_SIGNING_SECRET": "file:/nowhere/at/all"], ["SKILLYARD_SLACK_SIGNING_SECRET"]),
        (["SKILLYARD_SLACK_USERS": ""], ["SKILLYARD_SLACK_USERS"]),
        (["SKILLYARD_SLACK_USERS": "U1=mina,U1=jun"], ["SKILLYARD_SLACK_USERS"]),
        (["SKILLYARD_SLACK_USERS": "mina=U1"], ["SKILLYARD_SLACK_USERS"]),
        (["SKILLYARD_SLACK_USERS": "U1"], ["SKILLYARD_SLACK_USERS"]),
        (["SKILLYARD_SLACK_USERS": "T1/T2/U1=mina"], ["SKILLYARD_SLACK_USERS"]),
        (["SKILLYARD_SLACK_HOSTS": "https://hooks.slack.com"], ["SKILLYARD_SLACK_HOSTS"]),
    ])
    func halfASettingIsNamed(_ change: [String: String], _ settings: [String]) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read(Self.slack.merging(change) { $1 })
        }
        #expect(error?.faults.map(\.setting) == settings)
    }
}
