/// A place where a provider does not hold what the ledger says.
///
/// It is about exactly what was seen: when something else is found there, that is another finding.
package struct DriftFindingView: Codable, Equatable, Sendable {
    package enum State: String, Codable, CaseIterable, Sendable {
        case open
        case resolved
    }

    /// How it came to its end.
    package enum Resolution: String, Codable, CaseIterable, Sendable {
        /// The next look found it no more.
        case gone
        /// A run succeeded there.
        case repaired
        /// Somebody had the ledger take over what stands there.
        case accepted
    }

    /// What the ledger says, or would say.
    package struct Side: Codable, Equatable, Sendable {
        /// Of the skill; nil where its content is that of no version, or was not read.
        package let version: Int?
        /// Nil where it was not read.
        package let digest: String?
        package let remote: RemoteReference

        package init(version: Int?, digest: String?, remote: RemoteReference) {
            self.version = version
            self.digest = digest
            self.remote = remote
        }
    }

    package let id: DriftFindingID
    package let provider: ProviderID
    package let skill: String
    package let kind: DriftKind
    /// What the ledger says; nil where it knows nothing.
    package let expected: Side?
    /// What stands there; nil where nothing does.
    package let found: Side?
    /// Whether the ledger can take over what stands there.
    package let acceptable: Bool
    package let firstSeen: Timestamp
    package let lastSeen: Timestamp
    /// Nil while it is open.
    package let resolvedAt: Timestamp?
    package let resolution: Resolution?

    package init(
        id: DriftFindingID,
        provider: ProviderID,
        skill: String,
        kind: DriftKind,
        expected: Side?,
        found: Side?,
        acceptable: Bool,
        firstSeen: Timestamp,
        lastSeen: Timestamp,
        resolvedAt: Timestamp? = nil,
        resolution: Resolution? = nil
    ) {
        self.id = id
        self.provider = provider
        self.skill = skill
        self.kind = kind
        self.expected = expected
        self.found = found
        self.acceptable = acceptable
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.resolvedAt = resolvedAt
        self.resolution = resolution
    }

    enum CodingKeys: String, CodingKey {
        case id
        case provider
        case skill
        case kind
        case expected
        case found
        case acceptable
        case firstSeen = "first_seen"
        case lastSeen = "last_seen"
        case resolvedAt = "resolved_at"
        case resolution
    }
}

package struct DriftQuery: Equatable, Sendable {
    package var provider: ProviderID?
    package var skill: String?
    package var state: DriftFindingView.State?
    package var page: PageRequest

    package init(
        provider: ProviderID? = nil,
        skill: String? = nil,
        state: DriftFindingView.State? = .open,
        page: PageRequest = .init()
    ) {
        self.provider = provider
        self.skill = skill
        self.state = state
        self.page = page
    }
}

/// Has the ledger take over what stands at a provider.
package struct DriftAcceptance: Codable, Equatable, Sendable {
    /// Why; it is kept in the audit log.
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
