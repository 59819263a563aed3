package import Contract

extension ProviderKind {
    /// What the vendors document; `docs/07-provider-adapter-spec.md` shows the same table.
    package var capabilities: ProviderCapabilities {
        switch self {
        case .openai:
            ProviderCapabilities(
                rollback: .moveDefault,
                keepsVersions: true,
                readsBack: true,
                driftDetection: .digest,
                idempotentCreate: false,
                longRunning: false,
                maximumTotalBytes: nil,
                maximumFiles: 500
            )
        case .claude:
            ProviderCapabilities(
                rollback: .deleteVersion,
                keepsVersions: true,
                readsBack: true,
                driftDetection: .digest,
                idempotentCreate: false,
                longRunning: false,
                maximumTotalBytes: 30_000_000,
                maximumFiles: nil
            )
        case .gemini:
            ProviderCapabilities(
                rollback: .sendAgain,
                keepsVersions: true,
                readsBack: true,
                driftDetection: .digest,
                idempotentCreate: true,
                longRunning: true,
                maximumTotalBytes: 500_000_000,
                maximumFiles: 10_000
            )
        case .folder:
            ProviderCapabilities(
                rollback: .swapFolder,
                keepsVersions: false,
                readsBack: true,
                driftDetection: .digest,
                idempotentCreate: true,
                longRunning: false,
                maximumTotalBytes: nil,
                maximumFiles: nil
            )
        case .http:
            ProviderCapabilities(
                rollback: .sendAgain,
                keepsVersions: false,
                readsBack: false,
                driftDetection: .none,
                idempotentCreate: true,
                longRunning: false,
                maximumTotalBytes: nil,
                maximumFiles: nil
            )
        }
    }
}
