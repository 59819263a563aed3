/// Everything the product offers, as one caller may use it: the boundary between front ends and the engine.
///
/// `Engine` implements it for a signed-in caller, `Client` over HTTP. Every operation refuses with a
/// ``Problem`` and then has changed nothing, except that with `unavailable` over HTTP this is not known; what it
/// acknowledges is durable.
package protocol ControlPlane: ChannelPlane, ChatPlane, DesiredStatePlane, DriftPlane, WaveSteering {
    // MARK: Skills

    /// Adds a version, or finds the existing one with the same content.
    func registerSkill(_ upload: SkillUpload) async throws(Problem) -> SkillRegistration
    /// Says what ``registerSkill(_:)`` would say, and what each provider would.
    func checkSkill(_ upload: SkillUpload) async throws(Problem) -> SkillCheckReport
    /// Has the server fetch a skill and registers it.
    ///
    /// - Throws: ``Problem`` with `import_refused` when the address may not or cannot be fetched from.
    func importSkill(_ request: SkillImport) async throws(Problem) -> SkillRegistration
    func skills(_ query: SkillQuery) async throws(Problem) -> Page<SkillView>
    func skill(_ name: String) async throws(Problem) -> SkillView
    /// Newest first.
    func versions(of skill: String, page: PageRequest) async throws(Problem) -> Page<SkillVersionView>
    func version(_ number: Int, of skill: String) async throws(Problem) -> SkillVersionView
    func archive(ofVersion number: Int, of skill: String) async throws(Problem) -> SkillArchive
    /// - Throws: ``Problem`` with `not_found` when the version has no such file.
    func file(_ path: String, ofVersion number: Int, of skill: String) async throws(Problem) -> SkillFile
    func preflight(version number: Int, of skill: String) async throws(Problem) -> PreflightMatrix
    /// Keeps the version from being installed anew; what is installed stays.
    ///
    /// - Parameters:
    ///   - number: The version.
    ///   - skill: Its skill.
    ///   - reason: Why, for everybody who looks for it.
    ///   - precondition: What must hold of the version; yanked for this very reason, it is as it should be already.
    /// - Returns: The yanked version.
    /// - Throws: ``Problem``, `precondition_failed` among others.
    func yank(
        version number: Int,
        of skill: String,
        reason: String,
        if precondition: Precondition
    ) async throws(Problem) -> SkillVersionView

    // MARK: Safety

    /// What the safety scan says about a version; a version that was not scanned by these rules is scanned now.
    func scan(version number: Int, of skill: String) async throws(Problem) -> SkillScan
    /// All waivers of a version's content, newest first; those that ended, too.
    func waivers(version number: Int, of skill: String) async throws(Problem) -> Page<ScanWaiver>
    /// Lets findings of a version's content no longer block it, until the waiver ends.
    func waive(_ request: WaiverRequest, version number: Int, of skill: String) async throws(Problem)
        -> ScanWaiver
    /// Ends a waiver before its time; one that was revoked stays as it is.
    func revokeWaiver(
        _ id: WaiverID,
        version number: Int,
        of skill: String,
        if precondition: Precondition
    ) async throws(Problem) -> ScanWaiver

    /// Adds a signature to a version; the key of a skill's first one is accepted with it.
    ///
    /// - Throws: ``Problem`` when it does not fit the content, or the version has one of another key.
    func sign(version number: Int, of skill: String, with signature: SkillSignature) async throws(Problem)
        -> SkillVersionView
    /// Whose signature a skill may have.
    func signers(of skill: String) async throws(Problem) -> Page<SkillSignerView>
    /// Accepts whoever signed a version, so that plans with it are no longer blocked; answers all signers.
    func acceptSigner(_ acceptance: SignerAcceptance, of skill: String) async throws(Problem)
        -> Page<SkillSignerView>

    // MARK: Providers

    func providers() async throws(Problem) -> Page<ProviderView>
    func provider(_ id: ProviderID) async throws(Problem) -> ProviderView
    /// Creates the provider or replaces all its settings.
    ///
    /// - Parameters:
    ///   - id: The provider.
    ///   - settings: All of them.
    ///   - precondition: What must hold of it; one that has these very settings is as it should be already.
    /// - Returns: The provider, and whether it is new.
    /// - Throws: ``Problem``, `precondition_failed` among others.
    func putProvider(
        _ id: ProviderID,
        _ settings: ProviderSettings,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderRegistration
    /// Stores the provider's credential, sealed, in place of whatever it had.
    ///
    /// - Parameters:
    ///   - id: The provider.
    ///   - secret: The credential itself.
    ///   - expiresAt: When it ceases to hold, later than now; nil forgets what was said of an earlier one.
    ///   - precondition: What must hold of the provider.
    /// - Returns: The provider, which tells what may be known of the credential.
    /// - Throws: ``Problem``, `sealing_key_missing` among others, where there is no key to seal it with.
    func setCredential(
        of id: ProviderID,
        to secret: Secret,
        expiresAt: Timestamp?,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView
    /// Forgets a stored credential; one that lies elsewhere stays.
    ///
    /// - Parameters:
    ///   - id: The provider.
    ///   - precondition: What must hold of it; one that has nothing stored is as it should be already.
    /// - Returns: The provider.
    /// - Throws: ``Problem``, `precondition_failed` among others.
    func clearCredential(of id: ProviderID, if precondition: Precondition) async throws(Problem)
        -> ProviderView
    /// Asks the provider now and remembers the answer.
    func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck
    /// Lets nothing begin at the provider until it is resumed; what runs goes on to its end.
    ///
    /// Paused again, it keeps since when it was, and takes the new reason.
    func pauseProvider(_ id: ProviderID, reason: String) async throws(Problem) -> ProviderView
    /// Ends the provider's own pause; one that has none is as it should be already.
    func resumeProvider(_ id: ProviderID) async throws(Problem) -> ProviderView
    /// Whether everything is paused.
    func work() async throws(Problem) -> WorkView
    /// The same as ``pauseProvider(_:reason:)`` for every provider, also those still to come.
    func pauseWork(reason: String) async throws(Problem) -> WorkView
    /// Ends the pause of everything; providers that were paused themselves stay so.
    func resumeWork() async throws(Problem) -> WorkView

    // MARK: Runs

    func planRun(_ request: RunRequest) async throws(Problem) -> PlanView
    /// Accepts a run; workers carry it out.
    ///
    /// - Parameters:
    ///   - request: What to install or remove, and where.
    ///   - idempotencyKey: With a key, the same request again gets the same answer.
    ///   - source: The front door it came through.
    /// - Returns: The run as it was accepted.
    /// - Throws: ``Problem`` with every fault of the request.
    func startRun(
        _ request: RunRequest,
        idempotencyKey: String?,
        source: CommandSource
    ) async throws(Problem) -> RunView
    func runs(_ query: RunQuery) async throws(Problem) -> Page<RunView>
    func run(_ id: RunID) async throws(Problem) -> RunView
    /// Puts the failed and canceled targets of a run back to work; the others are not touched.
    func retryRun(_ id: RunID) async throws(Problem) -> RunView
    /// Ends every open target; one that is writing right now finishes its step first.
    func cancelRun(_ id: RunID) async throws(Problem) -> RunView
    /// Starts a new run that undoes what this one did.
    func rollbackRun(_ id: RunID, reason: String, source: CommandSource) async throws(Problem) -> RunView
    /// Lets the targets of a run begin that wait for an approval; a run that was approved already stays as it is.
    ///
    /// - Parameters:
    ///   - id: Of the run.
    ///   - comment: Kept with it.
    ///   - requestedAt: Of the ``RunApproval`` that was looked at; what was asked for since is not approved with it.
    /// - Returns: The run as it then is.
    /// - Throws: ``Problem``
    func approveRun(_ id: RunID, comment: String?, requestedAt: Timestamp?) async throws(Problem) -> RunView
    /// Ends the targets of a run that wait for an approval; a run that was refused already stays as it is.
    func refuseRun(_ id: RunID, comment: String) async throws(Problem) -> RunView
    /// What proves what an ended run did, to be checked without a server.
    func evidence(of id: RunID) async throws(Problem) -> RunEvidence
    func installations(_ query: InstallationQuery) async throws(Problem) -> Page<InstallationView>

    // MARK: Events and audit

    /// Follows everything that happens, from just after `position` or from now on.
    ///
    /// The stream is bounded: a reader that falls too far behind gets ``EventFeedItem/resync(position:)``.
    func events(after position: Int64?) async throws(Problem) -> AsyncStream<EventFeedItem>
    /// The same for whoever passes events on: all that are there at once.
    func eventBatches(after position: Int64?) async throws(Problem) -> AsyncStream<EventBatch>
    /// What anybody did, or only what the caller did, as the caller's role has it.
    func audit(_ query: AuditQuery) async throws(Problem) -> Page<AuditEntryView>
    func verifyAudit() async throws(Problem) -> AuditVerification
    /// Newest first.
    func auditCheckpoints(_ page: PageRequest) async throws(Problem) -> Page<AuditCheckpointView>
    func auditCheckpoint(_ number: Int64) async throws(Problem) -> AuditCheckpointView
    func exportAudit(_ query: AuditExportQuery) async throws(Problem) -> AuditExport

    // MARK: Access

    func caller() async throws(Problem) -> CallerView
    /// Ends every session of the account and begins a new one.
    func changePassword(_ change: PasswordChange) async throws(Problem) -> IssuedSession
    /// Those of the caller's account, newest first.
    func sessions() async throws(Problem) -> Page<SessionView>
    /// - Throws: ``Problem`` with `not_found` for a session of somebody else, too.
    func endSession(_ id: SessionID) async throws(Problem) -> SignedOut
    /// Ends the session that asks.
    func endCurrentSession() async throws(Problem) -> SignedOut

    /// The token can do no more than the caller, and belongs to the caller's account.
    func createToken(_ request: TokenRequest) async throws(Problem) -> IssuedToken
    /// The caller's, or everybody's, as the caller's role has it.
    func tokens() async throws(Problem) -> Page<TokenView>
    /// Makes a token useless; one that is revoked is as it should be already, whatever the precondition.
    func revokeToken(_ id: TokenID, if precondition: Precondition) async throws(Problem) -> TokenView

    // MARK: Accounts

    /// By name.
    func accounts() async throws(Problem) -> Page<AccountView>
    func account(_ id: AccountID) async throws(Problem) -> AccountView
    func createAccount(_ request: AccountRequest) async throws(Problem) -> AccountView
    /// - Parameters:
    ///   - id: Whose.
    ///   - change: What is to become different.
    ///   - precondition: What must hold of the account.
    /// - Returns: The account as it is now.
    /// - Throws: ``Problem``, `precondition_failed` among others.
    func changeAccount(
        _ id: AccountID,
        _ change: AccountChange,
        if precondition: Precondition
    ) async throws(Problem) -> AccountView
    /// Ends every session of the account; its tokens stay.
    func signOutAccount(_ id: AccountID) async throws(Problem) -> SignedOut
}
