import App
import Contract
import Foundation
import LanguageModel
import Testing

@Suite struct LanguageModelConfigurationTests {
    private static let model = ["SKILLYARD_CHAT_MODEL": "small-1", "SKILLYARD_CHAT_MODEL_KEY": "sk-4711"]

    private func read(_ environment: [String: String]) throws(ConfigurationError) -> Configuration {
        try Configuration.read(flags: [:], environment: environment, workingFolder: "/srv/app")
    }

    @Test func withoutANameNoModelIsAsked() throws {
        #expect(try read([:]).languageModel == nil)
        let found = try #require(try read(Self.model).languageModel)
        #expect(
            found.settings
                == .init(address: "https://api.openai.com/v1", model: "small-1", key: Secret("sk-4711"))
        )
        let other = Self.model.merging(["SKILLYARD_CHAT_MODEL_URL": "http://127.0.0.1:11434/v1/"]) { $1 }
        #expect(try read(other).languageModel?.settings.address == "http://127.0.0.1:11434/v1")
    }

    @Test("the key may lie in a file (SEC-06)") func files() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")
        try "sk-from-a-file\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try read(
            Self.model.merging(["SKILLYARD_CHAT_MODEL_KEY": "file:\(file.path)"]) { $1 }
        )
        #expect(configuration.languageModel?.settings.key == Secret("sk-from-a-file"))
        #expect(configuration.secretFiles.contains(file.path))
        #expect(!"\(configuration)".contains("sk-from-a-file"))
    }

    @Test(arguments: [
        (["SKILLYARD_CHAT_MODEL": ""], "SKILLYARD_CHAT_MODEL_KEY"),
        (["SKILLYARD_CHAT_MODEL_KEY": ""], "SKILLYARD_CHAT_MODEL"),
        (["SKILLYARD_CHAT_MODEL_KEY": "two words"], "SKILLYARD_CHAT_MODEL_KEY"),
        (["SKILLYARD_CHAT_MODEL_KEY": "file:/nowhere/at/all"], "SKILLYARD_CHAT_MODEL_KEY"),
        (["SKILLYARD_CHAT_MODEL_URL": "http://models.example.com/v1"], "SKILLYARD_CHAT_MODEL_URL"),
        (["SKILLYARD_CHAT_MODEL_URL": "https://me@models.example.com"], "SKILLYARD_CHAT_MODEL_URL"),
        (["SKILLYARD_CHAT_MODEL_URL": "models.example.com"], "SKILLYARD_CHAT_MODEL_URL"),
    ])
    func halfASettingIsNamed(_ change: [String: String], _ setting: String) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read(Self.model.merging(change) { $1 })
        }
        #expect(error?.faults.map(\.setting) == [setting])
    }
}
