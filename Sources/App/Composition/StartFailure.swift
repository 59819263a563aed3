import Contract

/// Why a server does not start: what is wrong and which setting to change, for whoever started it.
struct StartFailure: Error, Equatable {
    let sentence: String

    /// Runs `start` and leaves out of a refusal what is meant for the API's callers.
    static func translating<Result>(_ start: () async throws -> Result) async throws -> Result {
        do { return try await start() } catch let problem as Problem {
            throw StartFailure(sentence: problem.detail)
        }
    }
}
