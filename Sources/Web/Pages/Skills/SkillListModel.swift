import Contract

/// The list of skills as its template reads it.
struct SkillListModel: Sendable {
    struct Row: Sendable {
        let name: String
        let href: String
        let description: String
        let version: Int
        let chip: Chip
        let tags: [Link]
        let owner: Link
        let installedOn: [String]
        let updated: Moment
        let pickLabel: String
    }

    struct Link: Sendable {
        let label: String
        let href: String
    }

    struct Sorting: Sendable {
        let key: String
        let label: String
        let href: String
        let isChosen: Bool
    }

    /// A part of the filter that is set by links alone.
    struct Narrowing: Sendable {
        let field: String
        let value: String
        let label: String
        /// The same list without it.
        let href: String
        let remove: String
    }

    let text: String?
    let sort: String
    let here: String
    let states: [Choice]
    let providers: [Choice]
    let sortings: [Sorting]
    let narrowings: [Narrowing]
    let rows: [Row]
    let isEmpty: Bool
    let isNarrowed: Bool
    let isCompact: Bool
    let otherDensity: String
    let densityLabel: String
    let shown: String
    let first: String?
    let next: String?
    let clear: String
    let mayRegister: Bool
    let pickText: String

    init(_ visit: Visit, _ filter: SkillFilter, _ found: Page<SkillView>, providers: [ProviderView]) {
        let words = visit.words
        let query = filter.query
        text = query.text
        sort = query.order.rawValue
        here = filter.here.text
        states = SkillState.allCases.map {
            Choice(value: $0.rawValue, label: words["state.\($0.rawValue)"], isChosen: $0 == query.state)
        }
        self.providers = providers.map {
            Choice(value: $0.id.rawValue, label: $0.settings.displayName, isChosen: $0.id == query.provider)
        }
        sortings = Self.sortings(filter, words)
        narrowings = Self.narrowings(filter, words)
        let names = Dictionary(uniqueKeysWithValues: providers.map { ($0.id, $0.settings.displayName) })
        rows = found.items.map { Row($0, visit, filter, names) }
        isEmpty = rows.isEmpty
        isNarrowed = filter.isNarrowed || query.page.cursor != nil
        isCompact = visit.density == .compact
        otherDensity = visit.density.other.rawValue
        densityLabel = words["skills.density_\(visit.density.other.rawValue)"]
        shown = words.counted("skills.shown", rows.count)
        first = query.page.cursor == nil ? nil : filter.address.text
        next = found.nextCursor.map { filter.address.with("cursor", $0).text }
        clear = "/skills"
        mayRegister = visit.isAllowed(.registerSkill)
        pickText = words["skills.install_picked"]
    }

    private static func sortings(_ filter: SkillFilter, _ words: Words) -> [Sorting] {
        SkillQuery.Order.allCases.map {
            Sorting(
                key: $0.rawValue,
                label: words["skills.sort_\($0.rawValue)"],
                href: filter.address.with("sort", $0 == .name ? nil : $0.rawValue).text,
                isChosen: $0 == filter.query.order
            )
        }
    }

    private static func narrowings(_ filter: SkillFilter, _ words: Words) -> [Narrowing] {
        [("tag", filter.query.tag, "skills.tag"), ("owner", filter.query.owner, "skills.owner")]
            .compactMap { field, value, word in
                guard let value else { return nil }
                let label = "\(words[word]): \(value)"
                return Narrowing(
                    field: field,
                    value: value,
                    label: label,
                    href: filter.address.with(field, nil).text,
                    remove: words["skills.remove_filter", ["filter": label]]
                )
            }
    }
}

extension SkillListModel.Row {
    fileprivate init(
        _ skill: SkillView,
        _ visit: Visit,
        _ filter: SkillFilter,
        _ names: [ProviderID: String]
    ) {
        self.init(
            name: skill.name,
            href: SkillAddress(name: skill.name).page(.overview).text,
            description: skill.description,
            version: skill.latestVersion,
            chip: Chip(skill.state, visit.words),
            tags: skill.tags.map { .init(label: $0, href: filter.address.with("tag", $0).text) },
            owner: .init(label: skill.owner, href: filter.address.with("owner", skill.owner).text),
            installedOn: skill.installedOn.map { names[$0] ?? $0.rawValue },
            updated: visit.moment(skill.updatedAt),
            pickLabel: visit.words["skills.pick", ["name": skill.name]]
        )
    }
}
