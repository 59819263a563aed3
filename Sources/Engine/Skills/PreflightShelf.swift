import Bundles
import Contract
import Domain
import Synchronization

/// Preflight verdicts, worked out once for each content and settings.
final class PreflightShelf: Sendable {
    struct Key: Hashable, Sendable {
        let digest: String
        let provider: ProviderID
        let settingsFrom: Timestamp

        init(digest: String, provider: Provider) {
            self.digest = digest
            self.provider = provider.id
            settingsFrom = provider.updatedAt
        }
    }

    private static let maximum = 50_000

    private let bundles: BundleShelf
    private let verdicts = Mutex<[Key: PreflightVerdict]>([:])

    init(_ bundles: BundleShelf) {
        self.bundles = bundles
    }

    /// The verdict if it is known already; never waits.
    func known(_ key: Key) -> PreflightVerdict? {
        verdicts.withLock { $0[key] }
    }

    /// Works out what one skill version gets from these providers.
    @concurrent
    func verdicts(
        for skill: String,
        version: Int,
        digest: String,
        on providers: [Provider]
    ) async throws(BundleShelf.Trouble) -> [PreflightVerdict] {
        let inspected = try await bundles.withBundle(skill, version: version, digest: digest) { bundle in
            SkillInspection.inspect(UnpackedSkill(files: bundle.files, topFolder: skill))
        }
        return providers.map { provider in
            let verdict = Preflight.verdict(for: inspected, on: provider)
            verdicts.withLock { verdicts in
                if verdicts.count >= Self.maximum { verdicts.removeAll() }
                verdicts[Key(digest: digest, provider: provider)] = verdict
            }
            return verdict
        }
    }
}
