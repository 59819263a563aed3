import Contract
import Domain
import Store
import Synchronization

/// Finds out whether the database answers and takes changes, and with which keys its credentials are sealed, with one
/// question at a time however many want to know.
///
/// A database that is cut off may keep a question for as long as its driver is patient, which is longer than anybody
/// who asks for readiness should have to wait.
final class DatabaseProbe: Sendable {
    enum Answer: Equatable, Sendable {
        /// With how many credentials each key seals.
        case well(credentialsByKey: [String: Int])
        case unreadable
        /// With the reason, in words of our own.
        case unwritable(String)
    }

    /// How long a change that was made stands for the next ones: asking every second must not mean writing every second.
    private static let writeStands = Duration.seconds(5)

    private let database: any Database
    private let now: @Sendable () -> Timestamp
    private let patience: Duration
    private let question = Mutex<Task<Answer, Never>?>(nil)
    private let written = Mutex<Timestamp?>(nil)

    /// - Parameters:
    ///   - database: What is asked.
    ///   - patience: How long an answer may take.
    ///   - now: The time that is written.
    init(_ database: any Database, patience: Duration, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.patience = patience
        self.now = now
    }

    func answer() async -> Answer {
        let asked = ask()
        return await TimeLimit.abandoning(after: patience, late: .unreadable) { await asked.value }
    }

    /// The question under way, or a new one.
    private func ask() -> Task<Answer, Never> {
        question.withLock { question in
            if let question { return question }
            let new = Task { [self] in
                let answer = await lookAndWrite()
                self.question.withLock { $0 = nil }
                return answer
            }
            question = new
            return new
        }
    }

    // Why it fails, the log of whoever needed the database says too.
    private func lookAndWrite() async -> Answer {
        let counts: [String: Int]
        do {
            counts = try await database.read { try CredentialTable($0).countsByKey() }
        } catch {
            return .unreadable
        }
        let moment = now()
        if let written = written.withLock(\.self), moment - written < Self.writeStands {
            return .well(credentialsByKey: counts)
        }
        do {
            try await database.write { try WriteProbe($0).write(at: moment) }
        } catch StoreError.unavailable(let reason) {
            return .unwritable(reason)
        } catch {
            return .unwritable("the change was refused")
        }
        written.withLock { $0 = moment }
        return .well(credentialsByKey: counts)
    }
}
