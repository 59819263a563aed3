package import Contract
import Synchronization

extension FixtureControlPlane {
    package func changePassword(_ change: PasswordChange) async throws(Problem) -> IssuedSession {
        // What was changed stays out of the calls: they are printed when a test fails.
        let issued: IssuedSession = try answer("changePassword", "changePassword")
        begin(session: issued.secret)
        return issued
    }

    package func sessions() async throws(Problem) -> Page<SessionView> {
        try answer("listSessions", "sessions")
    }

    package func endSession(_ id: SessionID) async throws(Problem) -> SignedOut {
        try answer("endSession", "endSession \(id)")
    }

    package func endCurrentSession() async throws(Problem) -> SignedOut {
        let ended: SignedOut = try answer("endCurrentSession", "endCurrentSession")
        state.withLock { $0.sessions = [] }
        return ended
    }

    package func accounts() async throws(Problem) -> Page<AccountView> {
        try answer("listAccounts", "accounts")
    }

    /// The one of the list, or else the sample.
    package func account(_ id: AccountID) async throws(Problem) -> AccountView {
        try note("account \(id)")
        let all: Page<AccountView> = try sample("listAccounts")
        if let found = all.items.first(where: { $0.id == id }) { return found }
        return try sample("getAccount")
    }

    package func createAccount(_ request: AccountRequest) async throws(Problem) -> AccountView {
        try answer("createAccount", "createAccount \(request.name) \(request.role)")
    }

    package func changeAccount(
        _ id: AccountID,
        _ change: AccountChange,
        if precondition: Precondition
    ) async throws(Problem) -> AccountView {
        try answer("changeAccount", "changeAccount \(id) \(change) \(precondition.text)")
    }

    package func signOutAccount(_ id: AccountID) async throws(Problem) -> SignedOut {
        let ended: SignedOut = try answer("signOutAccount", "signOutAccount \(id)")
        state.withLock { $0.sessions = [] }
        return ended
    }
}
