/// A skill that is installed on a provider now.
package struct InstallationView: Codable, Equatable, Sendable {
    package let skill: String
    package let version: Int
    package let digest: String
    package let provider: ProviderID
    package let remote: RemoteReference
    package let runID: RunID
    package let installedAt: Timestamp

    package init(
        skill: String,
        version: Int,
        digest: String,
        provider: ProviderID,
        remote: RemoteReference,
        runID: RunID,
        installedAt: Timestamp
    ) {
        self.skill = skill
        self.version = version
        self.digest = digest
        self.provider = provider
        self.remote = remote
        self.runID = runID
        self.installedAt = installedAt
    }

    enum CodingKeys: String, CodingKey {
        case skill
        case version
        case digest
        case provider
        case remote
        case runID = "run_id"
        case installedAt = "installed_at"
    }
}

package struct InstallationQuery: Equatable, Sendable {
    package var skill: String?
    package var provider: ProviderID?
    package var page: PageRequest

    package init(skill: String? = nil, provider: ProviderID? = nil, page: PageRequest = .init()) {
        self.skill = skill
        self.provider = provider
        self.page = page
    }
}
