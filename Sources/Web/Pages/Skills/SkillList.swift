import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let skillList: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let filter = SkillFilter(visit.query)
        let providers = try await plane.providers().items
        let found = try await plane.skills(filter.query)
        let model = SkillListModel(visit, filter, found, providers: providers)
        guard visit.fragment == "skills-results" else {
            return try visit.page("skills/list", title: visit.words["nav.skills"], active: .skills, model)
        }
        return try visit.part("skills/results", headers: [.hxReplaceURL: filter.here.text], model)
    }
}

extension Density {
    var other: Density { self == .compact ? .comfortable : .compact }
}

/// What the list of skills is narrowed to; all of it stands in the address.
struct SkillFilter: Sendable {
    var query: SkillQuery

    init(_ fields: FormFields) {
        query = SkillQuery(
            text: fields["q"],
            provider: fields["provider"].map { ProviderID(rawValue: $0) },
            state: fields.choice("state"),
            tag: fields["tag"],
            owner: fields["owner"],
            order: fields.choice("sort") ?? .name,
            page: PageRequest(limit: 50, cursor: fields["cursor"])
        )
    }

    /// The first page: a link to a further one of a list that has changed would lead astray.
    var address: Address {
        Address(
            "/skills",
            [
                "q": query.text, "provider": query.provider?.rawValue, "state": query.state?.rawValue,
                "tag": query.tag, "owner": query.owner,
                "sort": query.order == .name ? nil : query.order.rawValue,
            ]
        )
    }

    /// The page that is shown.
    var here: Address { address.with("cursor", query.page.cursor) }

    var isNarrowed: Bool { address.with("sort", nil) != Address("/skills") }
}
