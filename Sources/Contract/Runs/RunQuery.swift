/// Which runs to list, newest first.
package struct RunQuery: Equatable, Sendable {
    package var status: RunStatus?
    package var provider: ProviderID?
    package var skill: String?
    package var kind: RunKind?
    package var requestedBy: String?
    package var source: CommandSource?
    /// Only runs that began from this one, such as its rollback.
    package var parent: RunID?
    /// Only runs whose approval stands there; with `pending`, those that wait for one.
    package var approval: RunApproval.State?
    package var createdAfter: Timestamp?
    package var createdBefore: Timestamp?
    package var page: PageRequest

    package init(
        status: RunStatus? = nil,
        provider: ProviderID? = nil,
        skill: String? = nil,
        kind: RunKind? = nil,
        requestedBy: String? = nil,
        source: CommandSource? = nil,
        parent: RunID? = nil,
        approval: RunApproval.State? = nil,
        createdAfter: Timestamp? = nil,
        createdBefore: Timestamp? = nil,
        page: PageRequest = .init()
    ) {
        self.status = status
        self.provider = provider
        self.skill = skill
        self.kind = kind
        self.requestedBy = requestedBy
        self.source = source
        self.parent = parent
        self.approval = approval
        self.createdAfter = createdAfter
        self.createdBefore = createdBefore
        self.page = page
    }

    package init(
        of traits: RunTraits,
        parent: RunID? = nil,
        approval: RunApproval.State? = nil,
        createdAfter: Timestamp? = nil,
        createdBefore: Timestamp? = nil,
        page: PageRequest = .init()
    ) {
        self.init(
            status: traits.status,
            provider: traits.provider,
            skill: traits.skill,
            kind: traits.kind,
            requestedBy: traits.requestedBy,
            source: traits.source,
            parent: parent,
            approval: approval,
            createdAfter: createdAfter,
            createdBefore: createdBefore,
            page: page
        )
    }

    package var traits: RunTraits {
        RunTraits(
            status: status,
            provider: provider,
            skill: skill,
            kind: kind,
            requestedBy: requestedBy,
            source: source
        )
    }
}

/// What runs have in common that are listed, or counted, together; nil is anything.
package struct RunTraits: Hashable, Sendable {
    package var status: RunStatus?
    /// With a target there.
    package var provider: ProviderID?
    /// With a target of the skill of this name.
    package var skill: String?
    package var kind: RunKind?
    package var requestedBy: String?
    package var source: CommandSource?

    package init(
        status: RunStatus? = nil,
        provider: ProviderID? = nil,
        skill: String? = nil,
        kind: RunKind? = nil,
        requestedBy: String? = nil,
        source: CommandSource? = nil
    ) {
        self.status = status
        self.provider = provider
        self.skill = skill
        self.kind = kind
        self.requestedBy = requestedBy
        self.source = source
    }
}
