package import Contract

extension SkillTable {
    /// Skills in the order wanted: by name rising, or newest respectively last changed first.
    ///
    /// - Throws: ``StoreError/invalidCursor`` for a cursor of another order.
    package func list(_ query: SkillQuery) throws -> Page<SkillView> {
        let limit = query.page.boundedLimit
        let order = "skills.\(query.order.rawValue)"
        var conditions = filters(of: query)
        let sorting: Query
        switch query.order {
        case .name:
            if let place = try query.page.place(in: order, keys: 1) {
                conditions.append("s.name > \(place.text(at: 0))")
            }
            sorting = "s.name"
        case .newest:
            if let place = try query.page.place(in: order, keys: 2) {
                conditions.append(
                    "(s.created_at, s.id) < (\(try place.integer(at: 0)), \(place.text(at: 1)))"
                )
            }
            sorting = "s.created_at DESC, s.id DESC"
        case .updated:
            if let place = try query.page.place(in: order, keys: 2) {
                conditions.append(
                    "(s.updated_at, s.id) < (\(try place.integer(at: 0)), \(place.text(at: 1)))"
                )
            }
            sorting = "s.updated_at DESC, s.id DESC"
        }
        let found: Query =
            """
            SELECT \(Self.skillColumns) FROM skills AS s WHERE \(Query.all(conditions))
            ORDER BY \(sorting) LIMIT \(limit + 1)
            """
        let rows = try connection.run(found.plannedByValues)
        return Page(try views(of: rows), limit: limit) { Cursor(order, Self.keys(of: $0, in: query.order)) }
    }

    /// The names of the skills with a tag that have a version to install, in order.
    package func installable(tagged tag: String) throws(StoreError) -> [String] {
        var names: [String] = []
        let found = try connection.run(
            """
            SELECT s.name FROM skill_tags AS g JOIN skills AS s ON s.id = g.skill_id
            WHERE g.tag = \(tag) AND s.state = 'active' ORDER BY s.name
            """
        )
        for row in found { names.append(try row.text("name")) }
        return names
    }

    private func filters(of query: SkillQuery) -> [Query] {
        var conditions: [Query] = []
        if let text = query.text { conditions += connection.skillSearch.conditions(matching: text) }
        if let state = query.state { conditions.append("s.state = \(state)") }
        if let owner = query.owner { conditions.append("s.owner = \(owner)") }
        if let tag = query.tag {
            conditions.append(
                "EXISTS (SELECT 1 FROM skill_tags AS g WHERE g.tag = \(tag) AND g.skill_id = s.id)"
            )
        }
        if let provider = query.provider {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM installations AS i
                        WHERE i.skill_id = s.id AND i.provider_id = \(provider))
                """
            )
        }
        return conditions
    }

    private static func keys(of skill: SkillView, in order: SkillQuery.Order) -> [String] {
        switch order {
        case .name: [skill.name]
        case .newest: [String(skill.createdAt.microseconds), skill.id.rawValue]
        case .updated: [String(skill.updatedAt.microseconds), skill.id.rawValue]
        }
    }
}
