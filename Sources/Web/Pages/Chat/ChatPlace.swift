import Contract
import Requests

/// Where something is said: in which thread, and about what; as addresses and forms carry it.
struct ChatPlace: Equatable, Sendable {
    /// Nil where a new one begins.
    let thread: ChatThreadID?
    /// The run that "this" is.
    let run: RunID?

    init(thread: ChatThreadID?, run: RunID? = nil) {
        (self.thread, self.run) = (thread, run)
    }

    /// - Parameters:
    ///   - fields: With `thread`, and `about` such as `run-0190…`.
    ///   - thread: Goes before that of the fields.
    init(_ fields: FormFields, thread: ChatThreadID? = nil) {
        self.init(
            thread: thread ?? fields["thread"].map { ChatThreadID(rawValue: $0) },
            run: fields["about"].flatMap(Self.run)
        )
    }

    private static func run(_ about: String) -> RunID? {
        guard about.hasPrefix("run-") else { return nil }
        let id = String(about.dropFirst("run-".count))
        return Grammar.isUUID(id) ? RunID(rawValue: id) : nil
    }

    func within(_ thread: ChatThreadID?) -> ChatPlace { ChatPlace(thread: thread, run: run) }

    var about: String? { run.map { "run-\($0)" } }

    var address: Address { Address("/chat", ["thread": thread?.rawValue, "about": about]) }

    /// The thread's page, at one of its turns.
    func address(of turn: ChatTurnID) -> String { "\(address.text)#turn-\(turn)" }
}
