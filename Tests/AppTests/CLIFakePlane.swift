import App
import Contract
import Synchronization

/// A control plane that answers from a script and remembers what was asked.
final class FakePlane: ControlPlane {
    struct Script: Sendable {
        /// Refuses everything.
        var refusal: Problem?
        var providers: [ProviderView] = []
        var accounts: [AccountView] = []
        var sessions: [SessionView] = []
        /// What `run` answers, one after the other; the last one stays.
        var runs: [RunView] = []
        /// Looks at a run that are answered as by a server that restarts, counted from the first.
        var outages: Range<Int> = 0..<0
        var plan: PlanView?
        var version: SkillVersionView?
        var scan: SkillScan?
        var overview: Overview?
        var register: @Sendable (SkillUpload) -> Result<SkillRegistration, Problem> = { _ in
            .failure(Problem(.unavailable, "no script"))
        }
        /// What a follower gets before its connection ends; nil refuses to be followed.
        var events: [EventFeedItem]?
    }

    struct Asked: Sendable {
        var requests: [RunRequest] = []
        var keys: [String?] = []
        var uploads: [SkillUpload] = []
        var imports: [SkillImport] = []
        var settings: [ProviderSettings] = []
        var preconditions: [Precondition] = []
        var overviews: [OverviewQuery] = []
        var secrets: [Secret] = []
        var expiries: [Timestamp?] = []
        var rules: [AlertRuleSettings] = []
        var desired: [DesiredStateRequest] = []
        var snoozes: [AlertSnooze] = []
        var conditions: [AlertCondition] = []
        var acknowledged: [FailureAcknowledgementRequest] = []
        var retried: [FailureRetryRequest] = []
        var channels: [ChannelChange] = []
        var said: [ChatMessage] = []
        var confirmed: [String] = []
        var dismissed: [ChatTurnID] = []
        var looks = 0
        var reasons: [String] = []
        var runQueries: [RunQuery] = []
        var decisions: [Decision] = []
        var passwords: [PasswordChange] = []
        var endedSessions: [String] = []
        var accountRequests: [AccountRequest] = []
        var accountChanges: [(id: AccountID, change: AccountChange, precondition: Precondition)] = []
    }

    /// What was said about a run that waits.
    struct Decision: Equatable, Sendable {
        let run: RunID
        let isApproved: Bool
        let comment: String?
        var requestedAt: Timestamp?
    }

    private let script: Script
    private let state = Mutex(Asked())

    init(_ script: Script = Script()) {
        self.script = script
    }

    var asked: Asked { state.withLock { $0 } }

    func note(_ change: (inout Asked) -> Void) { state.withLock { change(&$0) } }

    func refuse() throws(Problem) {
        if let refusal = script.refusal { throw refusal }
    }

    private func unscripted<Value>() throws(Problem) -> Value {
        try refuse()
        throw Problem(.notFound, "not in the script")
    }

    private func nextRun() throws(Problem) -> RunView {
        try refuse()
        let look = state.withLock { asked in
            asked.looks += 1
            return asked.looks - 1
        }
        if script.outages.contains(look) { throw Problem(.unavailable, "The connection failed.") }
        guard let last = script.runs.last else { throw Problem(.notFound, "no run") }
        return look < script.runs.count ? script.runs[look] : last
    }

    func registerSkill(_ upload: SkillUpload) async throws(Problem) -> SkillRegistration {
        try refuse()
        state.withLock { $0.uploads.append(upload) }
        return try script.register(upload).get()
    }

    func importSkill(_ request: SkillImport) async throws(Problem) -> SkillRegistration {
        try refuse()
        state.withLock { $0.imports.append(request) }
        return try script.register(SkillUpload(content: .text(request.url))).get()
    }

    func checkSkill(_ upload: SkillUpload) async throws(Problem) -> SkillCheckReport { try unscripted() }
    func skills(_ query: SkillQuery) async throws(Problem) -> Page<SkillView> { try unscripted() }
    func skill(_ name: String) async throws(Problem) -> SkillView { try unscripted() }
    func versions(of skill: String, page: PageRequest) async throws(Problem) -> Page<SkillVersionView> {
        try unscripted()
    }
    func version(_ number: Int, of skill: String) async throws(Problem) -> SkillVersionView {
        try refuse()
        guard let version = script.version else { return try unscripted() }
        return version
    }
    func archive(ofVersion number: Int, of skill: String) async throws(Problem) -> SkillArchive {
        try unscripted()
    }
    func file(_ path: String, ofVersion number: Int, of skill: String) async throws(Problem) -> SkillFile {
        try unscripted()
    }
    func preflight(version number: Int, of skill: String) async throws(Problem) -> PreflightMatrix {
        try unscripted()
    }
    func yank(version number: Int, of skill: String, reason: String, if precondition: Precondition)
        async throws(Problem) -> SkillVersionView
    {
        try unscripted()
    }

    func scan(version number: Int, of skill: String) async throws(Problem) -> SkillScan {
        try refuse()
        guard let scan = script.scan else { return try unscripted() }
        return scan
    }
    func waivers(version number: Int, of skill: String) async throws(Problem) -> Page<ScanWaiver> {
        try unscripted()
    }
    func waive(_ request: WaiverRequest, version number: Int, of skill: String) async throws(Problem)
        -> ScanWaiver
    {
        try unscripted()
    }
    func revokeWaiver(
        _ id: WaiverID,
        version number: Int,
        of skill: String,
        if precondition: Precondition
    ) async throws(Problem) -> ScanWaiver {
        try unscripted()
    }
    func sign(
        version number: Int,
        of skill: String,
        with signature: SkillSignature
    ) async throws(Problem) -> SkillVersionView { try unscripted() }
    func signers(of skill: String) async throws(Problem) -> Page<SkillSignerView> { try unscripted() }
    func acceptSigner(_ acceptance: SignerAcceptance, of skill: String) async throws(Problem)
        -> Page<SkillSignerView>
    { try unscripted() }

    func providers() async throws(Problem) -> Page<ProviderView> {
        try refuse()
        return Page(items: script.providers, nextCursor: nil)
    }

    func provider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        guard let provider = script.providers.first(where: { $0.id == id }) else { return try unscripted() }
        return provider
    }

    func putProvider(_ id: ProviderID, _ settings: ProviderSettings, if precondition: Precondition)
        async throws(Problem) -> ProviderRegistration
    {
        try refuse()
        state.withLock {
            $0.settings.append(settings)
            $0.preconditions.append(precondition)
        }
        return ProviderRegistration(created: true, provider: Samples.provider(id.rawValue, settings))
    }

    func setCredential(
        of id: ProviderID,
        to secret: Secret,
        expiresAt: Timestamp?,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        try refuse()
        state.withLock {
            $0.secrets.append(secret)
            $0.expiries.append(expiresAt)
            $0.preconditions.append(precondition)
        }
        return try await provider(id)
    }

    func clearCredential(of id: ProviderID, if precondition: Precondition) async throws(Problem)
        -> ProviderView
    {
        state.withLock { $0.preconditions.append(precondition) }
        return try await provider(id)
    }

    func pauseProvider(_ id: ProviderID, reason: String) async throws(Problem) -> ProviderView {
        state.withLock { $0.reasons.append(reason) }
        return try await provider(id)
    }

    func resumeProvider(_ id: ProviderID) async throws(Problem) -> ProviderView { try await provider(id) }

    func work() async throws(Problem) -> WorkView { WorkView(pause: nil) }

    func pauseWork(reason: String) async throws(Problem) -> WorkView {
        try refuse()
        state.withLock { $0.reasons.append(reason) }
        return WorkView(pause: PauseView(reason: reason, by: "mina", since: Samples.now))
    }

    func resumeWork() async throws(Problem) -> WorkView {
        try refuse()
        return WorkView(pause: nil)
    }

    func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck { try unscripted() }

    func planRun(_ request: RunRequest) async throws(Problem) -> PlanView {
        try refuse()
        state.withLock { $0.requests.append(request) }
        guard let plan = script.plan else { return try unscripted() }
        return plan
    }

    func startRun(
        _ request: RunRequest,
        idempotencyKey: String?,
        source: CommandSource
    ) async throws(Problem) -> RunView {
        state.withLock {
            $0.requests.append(request)
            $0.keys.append(idempotencyKey)
        }
        return try nextRun()
    }

    func runs(_ query: RunQuery) async throws(Problem) -> Page<RunView> {
        try refuse()
        state.withLock { $0.runQueries.append(query) }
        return Page(items: Array(script.runs.prefix(query.page.limit)), nextCursor: nil)
    }

    func run(_ id: RunID) async throws(Problem) -> RunView { try nextRun() }
    func retryRun(_ id: RunID) async throws(Problem) -> RunView { try nextRun() }
    func cancelRun(_ id: RunID) async throws(Problem) -> RunView { try nextRun() }

    func approveRun(_ id: RunID, comment: String?, requestedAt: Timestamp?) async throws(Problem) -> RunView {
        state.withLock {
            $0.decisions.append(
                Decision(run: id, isApproved: true, comment: comment, requestedAt: requestedAt)
            )
        }
        return try nextRun()
    }

    func refuseRun(_ id: RunID, comment: String) async throws(Problem) -> RunView {
        state.withLock { $0.decisions.append(Decision(run: id, isApproved: false, comment: comment)) }
        return try nextRun()
    }

    func releaseWave(_ wave: Int, of id: RunID) async throws(Problem) -> RunView {
        state.withLock { $0.reasons.append("release wave \(wave)") }
        return try nextRun()
    }

    func stopWaves(of id: RunID, reason: String) async throws(Problem) -> RunView {
        state.withLock { $0.reasons.append(reason) }
        return try nextRun()
    }

    func rollbackRun(_ id: RunID, reason: String, source: CommandSource) async throws(Problem) -> RunView {
        state.withLock { $0.reasons.append(reason) }
        return try nextRun()
    }

    func evidence(of id: RunID) async throws(Problem) -> RunEvidence { try unscripted() }

    func installations(_ query: InstallationQuery) async throws(Problem) -> Page<InstallationView> {
        try unscripted()
    }

    func overview(_ query: OverviewQuery) async throws(Problem) -> Overview {
        try refuse()
        state.withLock { $0.overviews.append(query) }
        guard let overview = script.overview else { return try unscripted() }
        return overview
    }

    func matrix(_ query: SkillQuery) async throws(Problem) -> Page<MatrixRow> { try unscripted() }

    func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem> {
        guard let items = script.events else { return try unscripted() }
        return AsyncStream { stream in
            for item in items { stream.yield(item) }
            stream.finish()
        }
    }

    func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView> { try unscripted() }

    func verifyAudit() async throws(Problem) -> AuditVerification {
        try refuse()
        return AuditVerification(intact: false, entries: 7, breaks: ["chain main, entry 4: the hash differs"])
    }

    func auditCheckpoints(_ page: PageRequest) async throws(Problem) -> Page<AuditCheckpointView> {
        try unscripted()
    }
    func auditCheckpoint(_ number: Int64) async throws(Problem) -> AuditCheckpointView { try unscripted() }
    func exportAudit(_ query: AuditExportQuery) async throws(Problem) -> AuditExport { try unscripted() }

    func caller() async throws(Problem) -> CallerView {
        try refuse()
        return CallerView(name: "ana", role: .operator)
    }

    func changePassword(_ change: PasswordChange) async throws(Problem) -> IssuedSession {
        try refuse()
        state.withLock { $0.passwords.append(change) }
        guard let session = script.sessions.first, let account = script.accounts.first else {
            return try unscripted()
        }
        return IssuedSession(session: session, account: account, secret: "sks_new")
    }

    func sessions() async throws(Problem) -> Page<SessionView> {
        try refuse()
        return Page(items: script.sessions, nextCursor: nil)
    }

    func endSession(_ id: SessionID) async throws(Problem) -> SignedOut {
        try refuse()
        state.withLock { $0.endedSessions.append(id.rawValue) }
        return SignedOut(sessions: 1)
    }

    func endCurrentSession() async throws(Problem) -> SignedOut {
        try refuse()
        state.withLock { $0.endedSessions.append("current") }
        return SignedOut(sessions: 1)
    }

    func accounts() async throws(Problem) -> Page<AccountView> {
        try refuse()
        return Page(items: script.accounts, nextCursor: nil)
    }

    func account(_ id: AccountID) async throws(Problem) -> AccountView {
        try refuse()
        guard let account = script.accounts.first(where: { $0.id == id }) else {
            throw Problem(.notFound, "no account")
        }
        return account
    }

    func createAccount(_ request: AccountRequest) async throws(Problem) -> AccountView {
        try refuse()
        state.withLock { $0.accountRequests.append(request) }
        guard let account = script.accounts.first else { throw Problem(.notFound, "no account") }
        return account
    }

    func changeAccount(
        _ id: AccountID,
        _ change: AccountChange,
        if precondition: Precondition
    ) async throws(Problem) -> AccountView {
        state.withLock { $0.accountChanges.append((id, change, precondition)) }
        return try await account(id)
    }

    func signOutAccount(_ id: AccountID) async throws(Problem) -> SignedOut {
        _ = try await account(id)
        return SignedOut(sessions: 2)
    }

    func createToken(_ request: TokenRequest) async throws(Problem) -> IssuedToken { try unscripted() }
    func tokens() async throws(Problem) -> Page<TokenView> { try unscripted() }
    func revokeToken(_ id: TokenID, if precondition: Precondition) async throws(Problem) -> TokenView {
        try unscripted()
    }
}
