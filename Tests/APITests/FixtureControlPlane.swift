import Contract
import Synchronization

/// Answers every operation with its fixture and remembers what it was asked.
final class FixtureControlPlane: ControlPlane {
    struct State {
        var calls: [String] = []
        /// Thrown by the next calls instead of answering.
        var refusal: Problem?
        var uploads: [SkillUpload] = []
        var runRequests: [RunRequest] = []
        /// Open event streams, and how many of them ended.
        var feeds: [AsyncStream<EventFeedItem>.Continuation] = []
        var creates = true
        var isTokenRevoked = false
    }

    private let state = Mutex(State())
    /// Yields when the front end drops an event stream.
    let droppedFeeds: AsyncStream<Void>
    private let dropped: AsyncStream<Void>.Continuation

    init() {
        (droppedFeeds, dropped) = AsyncStream.makeStream()
    }

    var calls: [String] { state.withLock(\.calls) }
    var uploads: [SkillUpload] { state.withLock(\.uploads) }
    var runRequests: [RunRequest] { state.withLock(\.runRequests) }

    func refuse(with problem: Problem?) {
        state.withLock { $0.refusal = problem }
    }

    /// Whether registering says that it made something new.
    func create(_ creates: Bool) {
        state.withLock { $0.creates = creates }
    }

    var isTokenRevoked: Bool { state.withLock(\.isTokenRevoked) }

    func revokeTheToken() {
        state.withLock { $0.isTokenRevoked = true }
    }

    func publish(_ item: EventFeedItem) {
        for feed in state.withLock(\.feeds) { feed.yield(item) }
    }

    func endFeeds() {
        let feeds = state.withLock { state in
            defer { state.feeds = [] }
            return state.feeds
        }
        for feed in feeds { feed.finish() }
    }

    private func answer<Value: Decodable>(_ operation: String, _ call: String) throws(Problem) -> Value {
        try note(call)
        do {
            return try Fixtures.value(operation)
        } catch {
            throw Problem(.internal, "The fixture \(operation) cannot be read.")
        }
    }

    private func note(_ call: String) throws(Problem) {
        let refusal = state.withLock { state in
            state.calls.append(call)
            return state.refusal
        }
        if let refusal { throw refusal }
    }

    // MARK: Skills

    func registerSkill(_ upload: SkillUpload) async throws(Problem) -> SkillRegistration {
        state.withLock { $0.uploads.append(upload) }
        let sample: SkillRegistration = try answer("registerSkill", "registerSkill")
        return SkillRegistration(created: state.withLock(\.creates), version: sample.version)
    }

    func checkSkill(_ upload: SkillUpload) async throws(Problem) -> SkillCheckReport {
        state.withLock { $0.uploads.append(upload) }
        return try answer("checkSkill", "checkSkill")
    }

    func skills(_ query: SkillQuery) async throws(Problem) -> Page<SkillView> {
        try answer("listSkills", "skills \(query)")
    }

    func skill(_ name: String) async throws(Problem) -> SkillView {
        try answer("getSkill", "skill \(name)")
    }

    func versions(of skill: String, page: PageRequest) async throws(Problem) -> Page<SkillVersionView> {
        try answer("listSkillVersions", "versions \(skill) \(page)")
    }

    func version(_ number: Int, of skill: String) async throws(Problem) -> SkillVersionView {
        try answer("getSkillVersion", "version \(number) \(skill)")
    }

    func archive(ofVersion number: Int, of skill: String) async throws(Problem) -> SkillArchive {
        let version: SkillVersionView = try answer("getSkillVersion", "archive \(number) \(skill)")
        guard let bytes = try? Fixtures.bytes("getSkillVersionContent.zip") else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        return SkillArchive(filename: "\(skill)-\(number).zip", digest: version.digest, bytes: bytes)
    }

    func preflight(version number: Int, of skill: String) async throws(Problem) -> PreflightMatrix {
        try answer("getPreflight", "preflight \(number) \(skill)")
    }

    func yank(version number: Int, of skill: String, reason: String) async throws(Problem) -> SkillVersionView
    {
        try answer("yankSkillVersion", "yank \(number) \(skill) \(reason)")
    }

    // MARK: Providers

    func providers() async throws(Problem) -> Page<ProviderView> {
        try answer("listProviders", "providers")
    }

    func provider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try answer("getProvider", "provider \(id)")
    }

    func putProvider(_ id: ProviderID, _ settings: ProviderSettings) async throws(Problem)
        -> ProviderRegistration
    {
        let view: ProviderView = try answer("putProvider", "putProvider \(id) \(settings)")
        return ProviderRegistration(created: state.withLock(\.creates), provider: view)
    }

    func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try answer("checkProvider", "checkProvider \(id)")
    }

    // MARK: Runs

    func planRun(_ request: RunRequest) async throws(Problem) -> PlanView {
        state.withLock { $0.runRequests.append(request) }
        return try answer("planRun", "planRun")
    }

    func startRun(
        _ request: RunRequest,
        idempotencyKey: String?,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        state.withLock { $0.runRequests.append(request) }
        return try answer("startRun", "startRun \(idempotencyKey ?? "-") \(source)")
    }

    func runs(_ query: RunQuery) async throws(Problem) -> Page<RunView> {
        try answer("listRuns", "runs \(query)")
    }

    func run(_ id: RunID) async throws(Problem) -> RunView {
        try answer("getRun", "run \(id)")
    }

    func retryRun(_ id: RunID) async throws(Problem) -> RunView {
        try answer("retryRun", "retryRun \(id)")
    }

    func cancelRun(_ id: RunID) async throws(Problem) -> RunView {
        try answer("cancelRun", "cancelRun \(id)")
    }

    func rollbackRun(_ id: RunID, reason: String, source: CommandSource) async throws(Problem) -> RunView {
        try answer("rollbackRun", "rollbackRun \(id) \(reason) \(source)")
    }

    func installations(_ query: InstallationQuery) async throws(Problem) -> Page<InstallationView> {
        try answer("listInstallations", "installations \(query)")
    }

    // MARK: Events and audit

    /// The sample's events after `position`, then whatever is published.
    func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem> {
        try note("events \(position.map(String.init) ?? "-")")
        guard let sample = try? Fixtures.events() else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        let (feed, continuation) = AsyncStream.makeStream(of: EventFeedItem.self)
        for item in sample {
            guard let position, case .event(let event) = item, event.position > position else { continue }
            continuation.yield(item)
        }
        continuation.onTermination = { [dropped] _ in dropped.yield() }
        state.withLock { $0.feeds.append(continuation) }
        return feed
    }

    func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView> {
        try answer("listAudit", "audit \(query)")
    }

    func verifyAudit() async throws(Problem) -> AuditVerification {
        try answer("verifyAudit", "verifyAudit")
    }

    // MARK: Access

    func createToken(_ request: TokenRequest) async throws(Problem) -> IssuedToken {
        try answer("createToken", "createToken \(request)")
    }

    func tokens() async throws(Problem) -> Page<TokenView> {
        try answer("listTokens", "tokens")
    }

    func revokeToken(_ id: TokenID) async throws(Problem) -> TokenView {
        try answer("revokeToken", "revokeToken \(id)")
    }
}

/// Lets in whoever has the one token.
struct FixtureFrontDoor: FrontDoor {
    static let token = "sky_fixture-token"

    let plane: FixtureControlPlane
    var isReady = true

    func signIn(
        bearer token: String?,
        requestID: String,
        source: CommandSource
    ) async throws(Problem) -> any ControlPlane {
        guard token == Self.token, !plane.isTokenRevoked else {
            throw Problem(.authenticationRequired, "The token is missing, unknown, expired or revoked.")
        }
        return plane
    }

    func readiness() async -> Readiness {
        Readiness(checks: [
            .init(name: "database", ok: isReady), .init(name: "workers", ok: true, detail: "2 alive"),
        ])
    }

    func metrics() async -> String {
        (try? Fixtures.bytes("getMetrics.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
