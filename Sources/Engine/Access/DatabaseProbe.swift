import Store
import Synchronization

/// Finds out whether the database answers, with one question at a time however many want to know.
///
/// A database that is cut off may keep a question for as long as its driver is patient, which is longer than anybody
/// who asks for readiness should have to wait.
final class DatabaseProbe: Sendable {
    private let database: any Database
    private let patience: Duration
    private let question = Mutex<Task<Bool, Never>?>(nil)

    /// - Parameters:
    ///   - database: What is asked.
    ///   - patience: How long an answer may take.
    init(_ database: any Database, patience: Duration = .seconds(5)) {
        self.database = database
        self.patience = patience
    }

    /// Whether the database can be read now.
    func answers() async -> Bool {
        let asked = ask()
        let (first, outcome) = AsyncStream<Bool>.makeStream(bufferingPolicy: .bufferingOldest(1))
        // No children of this task: the question cannot be withdrawn, and nobody is to wait for it.
        let answer = Task { outcome.yield(await asked.value) }
        let limit = Task { [patience] in
            try await Task.sleep(for: patience)
            outcome.yield(false)
        }
        defer {
            answer.cancel()
            limit.cancel()
        }
        for await isAnswered in first { return isAnswered }
        return false
    }

    /// The question under way, or a new one.
    private func ask() -> Task<Bool, Never> {
        question.withLock { question in
            if let question { return question }
            let new = Task { [self] in
                let isAnswered: Bool
                do {
                    try await database.read { _ = try ProviderTable($0).checks() }
                    isAnswered = true
                } catch {
                    isAnswered = false  // why, the log of whoever needed the database says
                }
                self.question.withLock { $0 = nil }
                return isAnswered
            }
            question = new
            return new
        }
    }
}
