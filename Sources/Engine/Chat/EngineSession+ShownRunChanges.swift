import Chat
import Contract
import Store

extension EngineSession: ShownRunChanges {}

extension EngineSession {
    /// The run that a request with this key began; nil for none, or when that is forgotten.
    func runStarted(by key: String) async throws(Problem) -> RunID? {
        let caller = signedIn.name
        return try await answer {
            try await engine.database.read { connection in
                try IdempotencyTable(connection).find(caller: caller, key: key).map { stored in
                    try JSON.decode(RunView.self, from: stored.answer.utf8).id
                }
            }
        }
    }
}
