package import Contract
import Synchronization

extension FixtureControlPlane {
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
