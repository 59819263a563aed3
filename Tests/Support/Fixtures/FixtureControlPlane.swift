package import Contract
import Synchronization

/// Answers every operation with its fixture and remembers what it was asked; each feature's answers are in its folder.
package final class FixtureControlPlane: ControlPlane {
    struct State {
        var calls: [String] = []
        /// Thrown by the next calls instead of answering.
        var refusal: Problem?
        /// The same for single operations, by the first word of their call.
        var refusals: [String: Problem] = [:]
        /// What single operations answer instead of their fixtures, as JSON.
        var samples: [String: [UInt8]] = [:]
        /// Nothing was ever registered or run.
        var isEmpty = false
        var uploads: [SkillUpload] = []
        var signIns: [SignInRequest] = []
        var uses: [Bool] = []
        /// Secrets of sessions that were begun and not ended.
        var sessions: Set<String> = []
        var secrets: [Secret] = []
        var runRequests: [RunRequest] = []
        var moreFiles: [String: [UInt8]] = [:]
        /// Open event streams, and how many of them ended.
        var feeds: [AsyncStream<EventFeedItem>.Continuation] = []
        var creates = true
        var isPaused = false
        var isTokenRevoked = false
        /// Whether the safety scan blocks what is planned.
        var isPlanBlocked = false
        /// What became of every text that may be anything.
        var change: (@Sendable (String) -> String)?
        /// Who is asking; the sample's role unless told.
        var role: Role?
    }

    let state = Mutex(State())
    /// Yields when the front end drops an event stream.
    package let droppedFeeds: AsyncStream<Void>
    let dropped: AsyncStream<Void>.Continuation

    /// Answers about runs instead of their fixtures, where given.
    let sampleRuns: SampleRuns?

    package init(runs: SampleRuns? = nil) {
        sampleRuns = runs
        (droppedFeeds, dropped) = AsyncStream.makeStream()
    }

    package var calls: [String] { state.withLock(\.calls) }
    package var uploads: [SkillUpload] { state.withLock(\.uploads) }
    package var secrets: [Secret] { state.withLock(\.secrets) }
    package var runRequests: [RunRequest] { state.withLock(\.runRequests) }

    /// What the front door let in by name and password.
    package var signIns: [SignInRequest] { state.withLock(\.signIns) }

    func begin(session secret: String) { state.withLock { _ = $0.sessions.insert(secret) } }

    func knows(session secret: String?) -> Bool {
        secret.map { secret in state.withLock { $0.sessions.contains(secret) } } ?? false
    }

    func refusal(of operation: String) -> Problem? { state.withLock { $0.refusals[operation] } }

    /// Whether each request so far counted as use of its session.
    package var uses: [Bool] { state.withLock { $0.uses } }

    func note(signInAsUse isUse: Bool) { state.withLock { $0.uses.append(isUse) } }

    func note(signIn request: SignInRequest) { state.withLock { $0.signIns.append(request) } }

    package func refuse(with problem: Problem?) {
        state.withLock { $0.refusal = problem }
    }

    /// Refuses one operation only, such as `overview`; nil lets it answer again.
    package func refuse(_ operation: String, with problem: Problem?) {
        state.withLock { $0.refusals[operation] = problem }
    }

    /// Has one operation answer that instead of its fixture.
    package func answer(_ operation: String, with value: some Encodable) throws {
        let bytes = try JSON.encode(value)
        state.withLock { $0.samples[operation] = bytes }
    }

    /// Whether lists of skills and runs are those of somebody who has just begun.
    package func empty(_ isEmpty: Bool) {
        state.withLock { $0.isEmpty = isEmpty }
    }

    var isEmpty: Bool { state.withLock(\.isEmpty) }

    /// Whether registering says that it made something new.
    package func create(_ creates: Bool) {
        state.withLock { $0.creates = creates }
    }

    /// Gives the sample version one more file.
    package func add(file path: String, _ bytes: [UInt8]) {
        state.withLock { $0.moreFiles[path] = bytes }
    }

    package var isTokenRevoked: Bool { state.withLock(\.isTokenRevoked) }

    package func revokeTheToken() {
        state.withLock { $0.isTokenRevoked = true }
    }

    /// Answers whoever asks in that role.
    package func act(as role: Role) {
        state.withLock { $0.role = role }
    }

    /// Answers as if somebody else had chosen every text: names, reasons, errors, whatever a vendor says.
    package func changeTexts(_ change: @escaping @Sendable (String) -> String) {
        state.withLock { $0.change = change }
    }

    package func publish(_ item: EventFeedItem) {
        for feed in state.withLock(\.feeds) { feed.yield(item) }
    }

    package func endFeeds() {
        let feeds = state.withLock { state in
            defer { state.feeds = [] }
            return state.feeds
        }
        for feed in feeds { feed.finish() }
    }

    func answer<Value: Decodable>(_ operation: String, _ call: String) throws(Problem) -> Value {
        try note(call)
        return try sample(operation)
    }

    func sample<Value: Decodable>(_ operation: String) throws(Problem) -> Value {
        do {
            if let bytes = state.withLock({ $0.samples[operation] }) {
                return try JSON.decode(Value.self, from: bytes)
            }
            guard let change = state.withLock(\.change) else { return try Fixtures.value(operation) }
            return try Fixtures.value(operation, changing: change)
        } catch {
            throw Problem(.internal, "The fixture \(operation) cannot be read.")
        }
    }

    func note(_ call: String) throws(Problem) {
        let refusal = state.withLock { state in
            state.calls.append(call)
            let operation = call.prefix { $0 != " " }
            return state.refusal ?? state.refusals[String(operation)]
        }
        if let refusal { throw refusal }
    }
}

extension Precondition {
    /// As calls are noted: `absent`, `present` or the revisions.
    var text: String {
        switch self {
        case .absent: "absent"
        case .present: "present"
        case .oneOf(let revisions): revisions.map(\.text).sorted().joined(separator: " ")
        }
    }
}
