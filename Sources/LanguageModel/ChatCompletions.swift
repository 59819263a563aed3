package import AsyncHTTPClient
package import Contract
import Domain
package import Logging
import NIOCore
import NIOHTTP1

/// Asks a language model by the interface for chat completions that OpenAI has, and Anthropic, Google and most programs
/// that run models on one's own machines offer as well.
///
/// Source: platform.openai.com/docs/api-reference/chat, docs.claude.com/en/api/openai-sdk, ai.google.dev/gemini-api/docs/openai
package struct ChatCompletions: LineSuggester {
    package struct Settings: Equatable, Sendable {
        /// What `/chat/completions` comes behind.
        package let address: String
        package let model: String
        package let key: Secret

        package init(address: String, model: String, key: Secret) {
            self.address = address
            self.model = model
            self.key = key
        }
    }

    /// People wait for it, and help is there without it.
    private static let patience = Duration.seconds(6)
    private static let largestAnswer = 64 << 10

    private let settings: Settings
    private let client: HTTPClient
    private let logger: Logger

    package init(_ settings: Settings, client: HTTPClient, logger: Logger) {
        self.settings = settings
        self.client = client
        self.logger = logger
    }

    package func suggestion(for line: String, among commands: [ChatCommandHelp]) async -> String? {
        do {
            let answer = try await TimeLimit.cancelling(after: Self.patience) { [self] in
                try await ask(CompletionRequest(settings.model, line, commands))
            }
            if answer == nil { logger.warning("The language model did not answer in time.") }
            return answer?.line
        } catch {
            // Of the error nothing is told: it may hold what was sent, and people are helped without the model.
            logger.warning("The language model did not answer as it should.")
            return nil
        }
    }

    private func ask(_ completion: CompletionRequest) async throws -> CompletionAnswer {
        var request = HTTPClientRequest(url: settings.address + "/chat/completions")
        request.method = .POST
        request.headers = ["content-type": "application/json", "accept": "application/json"]
        request.headers.add(name: "authorization", value: "Bearer \(settings.key.text)")
        request.body = .bytes(try JSON.encode(completion))
        let response = try await client.execute(
            request,
            timeout: .nanoseconds(Self.patience.wholeMicroseconds * 1000)
        )
        guard response.status == .ok else { throw UnusableAnswer() }
        let body = try await response.body.collect(upTo: Self.largestAnswer)
        return try JSON.decode(CompletionAnswer.self, from: Array(body.readableBytesView))
    }

    private struct UnusableAnswer: Error {}
}
