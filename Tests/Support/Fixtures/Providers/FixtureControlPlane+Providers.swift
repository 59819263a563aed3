package import Contract
import Synchronization

extension FixtureControlPlane {
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

    package func setCredential(
        of id: ProviderID,
        to secret: Secret,
        expiresAt: Timestamp?,
        if precondition: Precondition
    ) async throws(Problem) -> ProviderView {
        state.withLock { $0.secrets.append(secret) }
        let end = expiresAt.map { " until \($0)" } ?? ""
        return try answer("setCredential", "setCredential \(id) \(precondition.text)\(end)")
    }

    package func clearCredential(of id: ProviderID, if precondition: Precondition) async throws(Problem)
        -> ProviderView
    {
        try answer("clearCredential", "clearCredential \(id) \(precondition.text)")
    }

    package func pauseProvider(_ id: ProviderID, reason: String) async throws(Problem) -> ProviderView {
        try answer("pauseProvider", "pauseProvider \(id) \(reason)")
    }

    package func resumeProvider(_ id: ProviderID) async throws(Problem) -> ProviderView {
        try answer("resumeProvider", "resumeProvider \(id)")
    }

    /// Every page asks, so that is no call worth remembering.
    package func work() async throws(Problem) -> WorkView {
        try sample(state.withLock(\.isPaused) ? "pauseWork" : "getWork")
    }

    /// Whether everything is paused.
    package func pause(_ isPaused: Bool) { state.withLock { $0.isPaused = isPaused } }

    package func pauseWork(reason: String) async throws(Problem) -> WorkView {
        try answer("pauseWork", "pauseWork \(reason)")
    }

    package func resumeWork() async throws(Problem) -> WorkView { try answer("resumeWork", "resumeWork") }

    package func checkProvider(_ id: ProviderID) async throws(Problem) -> ProviderCheck {
        try answer("checkProvider", "checkProvider \(id)")
    }
}
