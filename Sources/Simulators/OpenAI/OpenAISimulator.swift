import Contract
import HTTPTypes

/// A look-alike of OpenAI's skills API (developers.openai.com/api/docs/guides/tools-skills).
struct OpenAISimulator: VendorSimulator {
    let vendor = SimulatedVendor.openai
    let readsBodies = true
    let skills: Shelf<OpenAIRecord>
    let behavior: OpenAIBehavior
    let now: @Sendable () -> Timestamp

    var nowSeconds: Int { Int(now().microseconds / 1_000_000) }

    func route(of path: [String]) -> String {
        switch path.dropFirst(2) {
        case _ where !path.starts(with: ["v1", "skills"]): "/" + path.joined(separator: "/")
        case let rest where rest.isEmpty: "/v1/skills"
        case let rest where rest.count == 1: "/v1/skills/{skill_id}"
        case let rest where rest.count == 2: "/v1/skills/{skill_id}/\(path[3])"
        case let rest where rest.count == 3: "/v1/skills/{skill_id}/\(path[3])/{version}"
        default: "/v1/skills/{skill_id}/\(path[3])/{version}/\(path[5...].joined(separator: "/"))"
        }
    }

    func answer(_ call: Call, operation: OperationScript?) throws(Refusal) -> Reply {
        if case .apiKey = call.credential { throw .unauthorized }
        try call.credential.check()
        switch (call.method, route(of: call.path)) {
        case ("POST", "/v1/skills"): return try create(call)
        case ("GET", "/v1/skills"): return try list(call)
        case ("GET", "/v1/skills/{skill_id}"): return .json(try skill(call.path[2]).json(behavior))
        case ("POST", "/v1/skills/{skill_id}"): return try setDefault(call.path[2], call)
        case ("DELETE", "/v1/skills/{skill_id}"): return try delete(call.path[2])
        case ("GET", "/v1/skills/{skill_id}/content"): return content(try defaultVersion(of: call.path[2]))
        case ("POST", "/v1/skills/{skill_id}/versions"): return try createVersion(of: call.path[2], call)
        case ("GET", "/v1/skills/{skill_id}/versions"): return try listVersions(of: call.path[2], call)
        case ("GET", "/v1/skills/{skill_id}/versions/{version}"):
            return .json(try version(call.path[4], of: call.path[2]).json(skill: call.path[2]))
        case ("DELETE", "/v1/skills/{skill_id}/versions/{version}"):
            return try deleteVersion(call.path[4], of: call.path[2])
        case ("GET", "/v1/skills/{skill_id}/versions/{version}/content"):
            return content(try version(call.path[4], of: call.path[2]))
        default: throw Refusal(404, "Invalid URL (\(call.method) /\(call.path.joined(separator: "/")))")
        }
    }

    func held() -> [HeldSkill] {
        skills.read { $0.all.map { $0.held(behavior) } }
    }

    func reset() throws(Refusal) {
        try skills.clear()
    }

    func skill(_ id: String) throws(Refusal) -> OpenAIRecord {
        guard let found = skills.read({ $0[id] }) else { throw .noSkill(id) }
        return found
    }

    func version(_ number: String, of id: String) throws(Refusal) -> OpenAIRecord.Version {
        let skill = try skill(id)
        guard let found = Int(number).flatMap(skill.version) else { throw .noVersion(number, of: id) }
        return found
    }

    private func defaultVersion(of id: String) throws(Refusal) -> OpenAIRecord.Version {
        try version(String(try skill(id).defaultNumber), of: id)
    }

    private func content(_ version: OpenAIRecord.Version) -> Reply {
        Reply(body: [UInt8](version.content.archive), contentType: behavior.contentType)
    }

    private func list(_ call: Call) throws(Refusal) -> Reply {
        let page = try pageRequest(call)
        let (found, hasMore) = try skills.read { (records) throws(Refusal) in
            if let after = page.after, !records.hasSeen(after) { throw .badCursor }
            return records.page(after: page.after, limit: page.limit, newestFirst: page.newestFirst)
        }
        return listReply(found.map { ($0.id, $0.json(behavior)) }, hasMore: hasMore)
    }

    private func listVersions(of id: String, _ call: Call) throws(Refusal) -> Reply {
        let page = try pageRequest(call)
        let stored = try skill(id).versions
        let ordered = page.newestFirst ? stored.reversed() : stored
        var start = 0
        if let after = page.after {
            guard let index = ordered.firstIndex(where: { $0.id == after }) else { throw .badCursor }
            start = index + 1
        }
        let found = ordered[start...].prefix(page.limit)
        return listReply(
            found.map { ($0.id, $0.json(skill: id)) },
            hasMore: start + found.count < ordered.count
        )
    }

    private func listReply(_ items: [(id: String, json: JSONValue)], hasMore: Bool) -> Reply {
        .json([
            "object": "list",
            "data": .array(items.map(\.json)),
            "first_id": .optional(items.first?.id),
            "last_id": .optional(items.last?.id),
            "has_more": .bool(hasMore),
        ])
    }

    private func pageRequest(
        _ call: Call
    ) throws(Refusal) -> (after: String?, limit: Int, newestFirst: Bool) {
        let limit = try call.integer("limit") ?? behavior.defaultPageSize
        guard (1...behavior.maximumPageSize).contains(limit) else {
            throw Refusal(
                400,
                "Invalid 'limit': must be between 1 and \(behavior.maximumPageSize).",
                code: limit < 1 ? "integer_below_min_value" : "integer_above_max_value",
                param: "limit"
            )
        }
        let order = call.query["order"] ?? "desc"
        guard order == "asc" || order == "desc" else {
            throw Refusal(400, "Invalid 'order': use asc or desc.", code: "invalid_value", param: "order")
        }
        return (call.query["after"], limit, order == "desc")
    }
}

extension Refusal {
    static func noSkill(_ id: String) -> Refusal {
        Refusal(404, "Skill '\(id)' not found.", code: "not_found", param: "skill_id")
    }

    static func noVersion(_ number: String, of id: String) -> Refusal {
        Refusal(404, "Version '\(number)' of skill '\(id)' not found.", code: "not_found", param: "version")
    }

    fileprivate static let badCursor = Refusal(
        400,
        "Invalid 'after': no such item.",
        code: "invalid_value",
        param: "after"
    )
}
