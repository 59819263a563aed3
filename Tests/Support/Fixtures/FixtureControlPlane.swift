package import Contract
import Synchronization

/// Answers every operation with its fixture and remembers what it was asked.
package final class FixtureControlPlane: ControlPlane {
    private struct State {
        var calls: [String] = []
        /// Thrown by the next calls instead of answering.
        var refusal: Problem?
        /// The same for single operations, by the first word of their call.
        var refusals: [String: Problem] = [:]
        /// Nothing was ever registered or run.
        var isEmpty = false
        var uploads: [SkillUpload] = []
        var runRequests: [RunRequest] = []
        var moreFiles: [String: [UInt8]] = [:]
        /// Open event streams, and how many of them ended.
        var feeds: [AsyncStream<EventFeedItem>.Continuation] = []
        var creates = true
        var isTokenRevoked = false
        /// What became of every text that may be anything.
        var change: (@Sendable (String) -> String)?
        /// Who is asking; the sample's role unless told.
        var role: Role?
    }

    private let state = Mutex(State())
    /// Yields when the front end drops an event stream.
    package let droppedFeeds: AsyncStream<Void>
    private let dropped: AsyncStream<Void>.Continuation

    /// Answers about runs instead of their fixtures, where given.
    private let sampleRuns: SampleRuns?

    package init(runs: SampleRuns? = nil) {
        sampleRuns = runs
        (droppedFeeds, dropped) = AsyncStream.makeStream()
    }

    package var calls: [String] { state.withLock(\.calls) }
    package var uploads: [SkillUpload] { state.withLock(\.uploads) }
    package var runRequests: [RunRequest] { state.withLock(\.runRequests) }

    package func refuse(with problem: Problem?) {
        state.withLock { $0.refusal = problem }
    }

    /// Refuses one operation only, such as `overview`; nil lets it answer again.
    package func refuse(_ operation: String, with problem: Problem?) {
        state.withLock { $0.refusals[operation] = problem }
    }

    /// Whether lists of skills and runs are those of somebody who has just begun.
    package func empty(_ isEmpty: Bool) {
        state.withLock { $0.isEmpty = isEmpty }
    }

    private var isEmpty: Bool { state.withLock(\.isEmpty) }

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

    private func answer<Value: Decodable>(_ operation: String, _ call: String) throws(Problem) -> Value {
        try note(call)
        return try sample(operation)
    }

    private func sample<Value: Decodable>(_ operation: String) throws(Problem) -> Value {
        do {
            guard let change = state.withLock(\.change) else { return try Fixtures.value(operation) }
            return try Fixtures.value(operation, changing: change)
        } catch {
            throw Problem(.internal, "The fixture \(operation) cannot be read.")
        }
    }

    private func note(_ call: String) throws(Problem) {
        let refusal = state.withLock { state in
            state.calls.append(call)
            let operation = call.prefix { $0 != " " }
            return state.refusal ?? state.refusals[String(operation)]
        }
        if let refusal { throw refusal }
    }

    // MARK: Skills

    package func registerSkill(_ upload: SkillUpload) async throws(Problem) -> SkillRegistration {
        state.withLock { $0.uploads.append(upload) }
        let sample: SkillRegistration = try answer("registerSkill", "registerSkill")
        return SkillRegistration(created: state.withLock(\.creates), version: sample.version)
    }

    package func checkSkill(_ upload: SkillUpload) async throws(Problem) -> SkillCheckReport {
        state.withLock { $0.uploads.append(upload) }
        return try answer("checkSkill", "checkSkill")
    }

    package func skills(_ query: SkillQuery) async throws(Problem) -> Page<SkillView> {
        let page: Page<SkillView> = try answer("listSkills", "skills \(query)")
        return isEmpty ? Page(items: [], nextCursor: nil) : page
    }

    package func skill(_ name: String) async throws(Problem) -> SkillView {
        try answer("getSkill", "skill \(name)")
    }

    package func versions(of skill: String, page: PageRequest) async throws(Problem) -> Page<SkillVersionView>
    {
        try answer("listSkillVersions", "versions \(skill) \(page)")
    }

    package func version(_ number: Int, of skill: String) async throws(Problem) -> SkillVersionView {
        try note("version \(number) \(skill)")
        return try version(number)
    }

    /// The one of the list with that number, or else the sample.
    private func version(_ number: Int) throws(Problem) -> SkillVersionView {
        let all: Page<SkillVersionView> = try sample("listSkillVersions")
        if let found = all.items.first(where: { $0.version == number }) { return found }
        return try sample("getSkillVersion")
    }

    package func archive(ofVersion number: Int, of skill: String) async throws(Problem) -> SkillArchive {
        let version: SkillVersionView = try answer("getSkillVersion", "archive \(number) \(skill)")
        guard let bytes = try? Fixtures.bytes("getSkillVersionContent.zip") else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        return SkillArchive(filename: "\(skill)-\(number).zip", digest: version.digest, bytes: bytes)
    }

    /// The files of the sample versions; `not_found` for any other.
    package func file(_ path: String, ofVersion number: Int, of skill: String) async throws(Problem)
        -> SkillFile
    {
        try note("file \(path) \(number) \(skill)")
        if let bytes = state.withLock({ $0.moreFiles[path] }) {
            let sha256 = String(repeating: "0", count: 64)
            let file = BundleFileView(path: path, size: bytes.count, sha256: sha256, executable: false)
            return SkillFile(file: file, bytes: bytes)
        }
        guard let file = try version(number).files.first(where: { $0.path == path }) else {
            throw Problem(.notFound, "The version has no file \(path).")
        }
        // A changed name still stands for the file it was.
        let name = path.hasPrefix("scripts/") ? path : "SKILL.md"
        guard let bytes = try? Fixtures.content(ofFile: name) else {
            throw Problem(.internal, "The fixture cannot be read.")
        }
        return SkillFile(file: file, bytes: bytes)
    }

    package func preflight(version number: Int, of skill: String) async throws(Problem) -> PreflightMatrix {
        try answer("getPreflight", "preflight \(number) \(skill)")
    }

    package func yank(
        version number: Int,
        of skill: String,
        reason: String,
        if precondition: Precondition
    ) async throws(Problem) -> SkillVersionView {
        try answer("yankSkillVersion", "yank \(number) \(skill) \(reason) \(precondition.text)")
    }

    // MARK: Providers

    package func providers() async throws(Problem) -> Page<ProviderView> {
        try answer("listProviders", "providers")
    }

    package func provider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try answer("getProvider", "provider \(id)")
    }

    package func putProvider(
        _ id: ProviderID,
        _ settings: ProviderSettings,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderRegistration {
        let call = "putProvider \(id) \(settings) \(precondition.text)"
        let view: ProviderView = try answer("putProvider", call)
        return ProviderRegistration(created: state.withLock(\.creates), provider: view)
    }

    package func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try answer("checkProvider", "checkProvider \(id)")
    }

    // MARK: Runs

    package func planRun(_ request: RunRequest) async throws(Problem) -> PlanView {
        state.withLock { $0.runRequests.append(request) }
        return try answer("planRun", "planRun")
    }

    package func startRun(
        _ request: RunRequest,
        idempotencyKey: String?,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        state.withLock { $0.runRequests.append(request) }
        return try answer("startRun", "startRun \(idempotencyKey ?? "-") \(source)")
    }

    package func runs(_ query: RunQuery) async throws(Problem) -> Page<RunView> {
        let page: Page<RunView> = try answer("listRuns", "runs \(query)")
        guard !isEmpty else { return Page(items: [], nextCursor: nil) }
        if let sampleRuns { return sampleRuns.list(query) }
        guard let status = query.status else { return page }
        return Page(items: page.items.prefix(1).map { $0.sample(status) }, nextCursor: page.nextCursor)
    }

    package func run(_ id: RunID) async throws(Problem) -> RunView {
        let sample: RunView = try answer("getRun", "run \(id)")
        guard let sampleRuns else { return sample }
        guard let run = sampleRuns.find(id) else { throw Problem(.notFound, "There is no run \(id).") }
        return run
    }

    package func retryRun(_ id: RunID) async throws(Problem) -> RunView {
        let sample: RunView = try answer("retryRun", "retryRun \(id)")
        return try moved(id, [.failed, .canceled], .queued, .nothingToRetry) ?? sample
    }

    package func cancelRun(_ id: RunID) async throws(Problem) -> RunView {
        let sample: RunView = try answer("cancelRun", "cancelRun \(id)")
        return try moved(id, [.queued, .running, .retryWait], .canceled, .nothingToCancel) ?? sample
    }

    private func moved(_ id: RunID, _ from: Set<TaskStatus>, _ to: TaskStatus, _ refusal: ProblemCode)
        throws(Problem) -> RunView?
    {
        guard let sampleRuns else { return nil }
        guard let run = sampleRuns.move(id, from: from, to: to) else {
            throw Problem(refusal, "No target of run \(id) is in such a state.")
        }
        publish(
            .event(
                EventView(
                    position: 1000 + Int64(calls.count),
                    kind: .runChanged,
                    at: run.createdAt,
                    runID: id,
                    status: run.status.rawValue
                )
            )
        )
        return run
    }

    /// Refuses an empty reason, as the engine does.
    package func rollbackRun(_ id: RunID, reason: String, source: CommandSource) async throws(Problem)
        -> RunView
    {
        let sample: RunView = try answer("rollbackRun", "rollbackRun \(id) \(reason) \(source)")
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Problem(
                .validationFailed,
                "The reason cannot be taken.",
                errors: [.init("/reason", .required, "A rollback says why.")]
            )
        }
        sampleRuns?.add(sample)
        return sample
    }

    package func installations(_ query: InstallationQuery) async throws(Problem) -> Page<InstallationView> {
        try answer("listInstallations", "installations \(query)")
    }

    // MARK: At a glance

    package func overview(_ range: OverviewRange) async throws(Problem) -> Overview {
        let sample: Overview = try answer("getOverview", "overview \(range)")
        return isEmpty ? sample.withoutRuns : sample
    }

    package func matrix(_ query: SkillQuery) async throws(Problem) -> Page<MatrixRow> {
        let page: Page<MatrixRow> = try answer("getMatrix", "matrix \(query)")
        return isEmpty ? Page(items: [], nextCursor: nil) : page
    }

    // MARK: Events and audit

    /// The sample's events after `position`, then whatever is published.
    package func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem> {
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

    package func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView> {
        try answer("listAudit", "audit \(query)")
    }

    package func verifyAudit() async throws(Problem) -> AuditVerification {
        try answer("verifyAudit", "verifyAudit")
    }

    // MARK: Access

    package func caller() async throws(Problem) -> CallerView {
        let sample: CallerView = try answer("getCaller", "caller")
        return CallerView(name: sample.name, role: state.withLock(\.role) ?? sample.role)
    }

    package func createToken(_ request: TokenRequest) async throws(Problem) -> IssuedToken {
        try answer("createToken", "createToken \(request)")
    }

    package func tokens() async throws(Problem) -> Page<TokenView> {
        try answer("listTokens", "tokens")
    }

    package func revokeToken(_ id: TokenID, if precondition: Precondition) async throws(Problem) -> TokenView
    {
        try answer("revokeToken", "revokeToken \(id) \(precondition.text)")
    }
}

extension Precondition {
    /// As calls are noted: `absent`, `present` or the revisions.
    fileprivate var text: String {
        switch self {
        case .absent: "absent"
        case .present: "present"
        case .oneOf(let revisions): revisions.map(\.text).sorted().joined(separator: " ")
        }
    }
}

extension Overview {
    /// The same span with nothing in it.
    fileprivate var withoutRuns: Overview {
        let none = RunTotals(success: 0, failed: 0, partialFailed: 0, p95Milliseconds: nil)
        return Overview(
            range: range,
            from: from,
            until: until,
            open: OpenWork(queuedRuns: 0, runningRuns: 0, waitingTargets: 0, waitingSince: nil),
            current: none,
            previous: none,
            parts: parts.map { OverviewPart(from: $0.from, totals: none) },
            providers: []
        )
    }
}
