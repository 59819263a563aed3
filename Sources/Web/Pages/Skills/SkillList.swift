import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let skillRoutes: [Route] = [.get("/skills", skillList)]

    private static let skillList: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let filter = SkillFilter(visit.query)
        let providers = try await plane.providers().items
        let found = try await plane.skills(filter.query)
        let model = SkillListModel(visit, filter, found, providers: providers)
        guard visit.fragment == "skills-results" else {
            return try visit.page("skills/list", title: visit.words["nav.skills"], active: .skills, model)
        }
        // The next page goes below what is there and is no address of its own.
        let headers: HTTPFields =
            filter.query.page.cursor == nil ? [.hxReplaceURL: filter.address.text] : [:]
        return try visit.part("skills/results", headers: headers, model)
    }
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

    /// Without the page: a link to a page of a list that has changed would lead astray.
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

    var isNarrowed: Bool { address.with("sort", nil) != Address("/skills") }
}

/// The list of skills as its template reads it.
struct SkillListModel: Sendable {
    struct Row: Sendable {
        let name: String
        let href: String
        let description: String
        let version: Int
        let chip: Chip
        let tags: [String]
        let owner: String
        let installedOn: [String]
        let updated: Moment
    }

    struct Choice: Sendable {
        let value: String
        let label: String
        let isChosen: Bool
    }

    struct Sorting: Sendable {
        let key: String
        let label: String
        let href: String
        let isChosen: Bool
    }

    let text: String?
    let sort: String
    let states: [Choice]
    let providers: [Choice]
    let sortings: [Sorting]
    let rows: [Row]
    let isEmpty: Bool
    let isNarrowed: Bool
    let shown: String
    let next: String?
    let clear: String
    let mayRegister: Bool

    init(_ visit: Visit, _ filter: SkillFilter, _ found: Page<SkillView>, providers: [ProviderView]) {
        let words = visit.words
        let query = filter.query
        text = query.text
        sort = query.order.rawValue
        states = SkillState.allCases.map {
            Choice(value: $0.rawValue, label: words["state.\($0.rawValue)"], isChosen: $0 == query.state)
        }
        self.providers = providers.map {
            Choice(value: $0.id.rawValue, label: $0.settings.displayName, isChosen: $0.id == query.provider)
        }
        sortings = SkillQuery.Order.allCases.map {
            Sorting(
                key: $0.rawValue,
                label: words["skills.sort_\($0.rawValue)"],
                href: filter.address.with("sort", $0 == .name ? nil : $0.rawValue).text,
                isChosen: $0 == query.order
            )
        }
        let names = Dictionary(uniqueKeysWithValues: providers.map { ($0.id, $0.settings.displayName) })
        rows = found.items.map { skill in
            Row(
                name: skill.name,
                href: "/skills/\(skill.name)",
                description: skill.description,
                version: skill.latestVersion,
                chip: Chip(skill.state, words),
                tags: skill.tags,
                owner: skill.owner,
                installedOn: skill.installedOn.map { names[$0] ?? $0.rawValue },
                updated: visit.moment(skill.updatedAt)
            )
        }
        isEmpty = rows.isEmpty
        isNarrowed = filter.isNarrowed
        shown = words.counted("skills.shown", rows.count)
        next = found.nextCursor.map { filter.address.with("cursor", $0).text }
        clear = "/skills"
        mayRegister = visit.isAllowed(.operator)
    }
}
