/// Which skills to list.
package struct SkillQuery: Equatable, Sendable {
    package enum Order: String, Codable, CaseIterable, Sendable {
        case name
        case newest
        case updated
    }

    /// Part of the name, description, tags or body; any length, any language.
    package var text: String?
    package var provider: ProviderID?
    package var state: SkillState?
    package var tag: String?
    package var owner: String?
    package var order: Order
    package var page: PageRequest

    package init(
        text: String? = nil,
        provider: ProviderID? = nil,
        state: SkillState? = nil,
        tag: String? = nil,
        owner: String? = nil,
        order: Order = .name,
        page: PageRequest = .init()
    ) {
        self.text = text
        self.provider = provider
        self.state = state
        self.tag = tag
        self.owner = owner
        self.order = order
        self.page = page
    }
}
