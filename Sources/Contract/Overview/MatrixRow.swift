/// Where one skill stands on every provider: a row of the matrix.
package struct MatrixRow: Codable, Equatable, Sendable {
    package let skill: String
    package let latestVersion: Int
    /// One for each provider, in the order of their ids.
    package let cells: [MatrixCell]

    package init(skill: String, latestVersion: Int, cells: [MatrixCell]) {
        self.skill = skill
        self.latestVersion = latestVersion
        self.cells = cells
    }

    enum CodingKeys: String, CodingKey {
        case skill
        case latestVersion = "latest_version"
        case cells
    }
}

/// A skill on a provider.
package struct MatrixCell: Codable, Equatable, Sendable {
    /// The last target decides while it is open or has failed; otherwise what is installed does.
    package enum State: String, Codable, CaseIterable, Sendable {
        case absent
        /// The newest version is installed.
        case current
        /// An older one is.
        case outdated
        case waiting
        case running
        case failed
    }

    package let provider: ProviderID
    package let state: State
    /// What is installed now, whatever the state.
    package let installedVersion: Int?
    /// The run of the last target there, if there was one.
    package let runID: RunID?
    /// When that last changed.
    package let at: Timestamp?
    /// Why it failed.
    package let code: FailureCode?

    package init(
        provider: ProviderID,
        state: State,
        installedVersion: Int? = nil,
        runID: RunID? = nil,
        at: Timestamp? = nil,
        code: FailureCode? = nil
    ) {
        self.provider = provider
        self.state = state
        self.installedVersion = installedVersion
        self.runID = runID
        self.at = at
        self.code = code
    }

    enum CodingKeys: String, CodingKey {
        case provider
        case state
        case installedVersion = "installed_version"
        case runID = "run_id"
        case at
        case code
    }
}
