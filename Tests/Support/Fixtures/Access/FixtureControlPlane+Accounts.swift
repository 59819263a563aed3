package import Contract

extension FixtureControlPlane {
    package func changePassword(_ change: PasswordChange) async throws(Problem) -> IssuedSession {
        // What was changed stays out of the calls: they are printed when a test fails.
        try answer("changePassword", "changePassword")
    }

    package func sessions() async throws(Problem) -> Page<SessionView> {
        try answer("listSessions", "sessions")
    }

    package func endSession(_ id: SessionID) async throws(Problem) -> SignedOut {
        try answer("endSession", "endSession \(id)")
    }

    package func endCurrentSession() async throws(Problem) -> SignedOut {
        try answer("endCurrentSession", "endCurrentSession")
    }

    package func accounts() async throws(Problem) -> Page<AccountView> {
        try answer("listAccounts", "accounts")
    }

    package func account(_ id: AccountID) async throws(Problem) -> AccountView {
        try answer("getAccount", "account \(id)")
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
        try answer("signOutAccount", "signOutAccount \(id)")
    }
}
