/// What a kind of provider can do, as its documentation says (`docs/07-provider-adapter-spec.md`).
package struct ProviderCapabilities: Codable, Equatable, Sendable {
    /// How an install is undone when another version was there before.
    package enum RollbackMethod: String, Codable, CaseIterable, Sendable {
        /// The default pointer goes back to the version before.
        case moveDefault = "move_default"
        /// The newest version is deleted, so the one before is the latest again.
        case deleteVersion = "delete_version"
        /// The content of the version before is sent again as a new version.
        case sendAgain = "send_again"
        /// The folder of the version before is renamed back into place.
        case swapFolder = "swap_folder"
    }

    /// How it is found out that somebody else changed something there.
    package enum DriftDetection: String, Codable, CaseIterable, Sendable {
        /// Content is read back and compared.
        case digest
        /// Only ids of skills and versions can be compared.
        case version
        /// The provider cannot be asked what it holds.
        case none
    }

    package let rollback: RollbackMethod
    /// Whether the provider keeps versions of its own.
    package let keepsVersions: Bool
    /// Whether content can be read back and compared.
    package let readsBack: Bool
    package let driftDetection: DriftDetection
    /// Whether a request may be repeated under the same key without doing it twice.
    package let idempotentCreate: Bool
    /// Whether work goes on after the answer and has to be polled.
    package let longRunning: Bool
    /// Unpacked bytes a skill may have; nil when no limit is known.
    package let maximumTotalBytes: Int?
    package let maximumFiles: Int?

    package init(
        rollback: RollbackMethod,
        keepsVersions: Bool,
        readsBack: Bool,
        driftDetection: DriftDetection,
        idempotentCreate: Bool,
        longRunning: Bool,
        maximumTotalBytes: Int?,
        maximumFiles: Int?
    ) {
        self.rollback = rollback
        self.keepsVersions = keepsVersions
        self.readsBack = readsBack
        self.driftDetection = driftDetection
        self.idempotentCreate = idempotentCreate
        self.longRunning = longRunning
        self.maximumTotalBytes = maximumTotalBytes
        self.maximumFiles = maximumFiles
    }

    enum CodingKeys: String, CodingKey {
        case rollback
        case keepsVersions = "keeps_versions"
        case readsBack = "reads_back"
        case driftDetection = "drift_detection"
        case idempotentCreate = "idempotent_create"
        case longRunning = "long_running"
        case maximumTotalBytes = "maximum_total_bytes"
        case maximumFiles = "maximum_files"
    }
}
