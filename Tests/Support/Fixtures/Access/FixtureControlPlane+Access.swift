package import Contract
import Synchronization

extension FixtureControlPlane {
    package func caller() async throws(Problem) -> CallerView {
        let sample: CallerView = try answer("getCaller", "caller")
        guard let role = state.withLock(\.role) else { return sample }
        guard let operations = try? Fixtures.operations(of: role) else {
            throw Problem(.internal, "The table of permissions cannot be read.")
        }
        return CallerView(
            name: sample.name,
            role: role,
            accountID: sample.accountID,
            operations: operations
        )
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
