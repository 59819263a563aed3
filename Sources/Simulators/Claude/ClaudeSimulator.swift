import Contract
import HTTPTypes

/// A look-alike of Claude's skills API as it is generally available
/// (platform.claude.com/docs/en/build-with-claude/skills-guide).
///
/// The older dialect behind `anthropic-beta: skills-2025-10-02` is not built: the header changes nothing.
struct ClaudeSimulator: VendorSimulator {
    let vendor = SimulatedVendor.claude
    let readsBodies = true
    let skills: Shelf<ClaudeRecord>
    let behavior: ClaudeBehavior
    let now: @Sendable () -> Timestamp

    func route(of path: [String]) -> String {
        guard path.starts(with: ["v1", "skills"]) else { return "/" + path.joined(separator: "/") }
        var parts = path
        if parts.count > 2 { parts[2] = "{skill_id}" }
        if parts.count > 4 { parts[4] = "{version}" }
        return "/" + parts.joined(separator: "/")
    }

    func answer(_ call: Call, operation: OperationScript?) throws(Refusal) -> Reply {
        try call.credential.check()
        switch (call.method, route(of: call.path)) {
        case ("POST", "/v1/skills"): return try create(call)
        case ("GET", "/v1/skills"): return try list(call)
        case ("GET", "/v1/skills/{skill_id}"): return .json(try skillJSON(call.path[2]))
        case ("DELETE", "/v1/skills/{skill_id}"): return try delete(call.path[2])
        case ("POST", "/v1/skills/{skill_id}/versions"): return try createVersion(of: call.path[2], call)
        case ("GET", "/v1/skills/{skill_id}/versions"): return try listVersions(of: call.path[2], call)
        case ("GET", "/v1/skills/{skill_id}/versions/{version}"):
            return .json(try versionJSON(call.path[4], of: call.path[2]))
        case ("DELETE", "/v1/skills/{skill_id}/versions/{version}"):
            return try deleteVersion(call.path[4], of: call.path[2])
        case ("GET", "/v1/skills/{skill_id}/versions/{version}/content"):
            return try content(of: call.path[4], of: call.path[2])
        default: throw Refusal(404, "Not found")
        }
    }

    func held() -> [HeldSkill] {
        skills.read { $0.all.map(\.held) }
    }

    func reset() throws(Refusal) {
        try skills.clear()
    }

    private func skill(_ id: String) throws(Refusal) -> ClaudeRecord {
        guard let found = skills.read({ $0[id] }) else { throw .noClaudeSkill(id) }
        return found
    }

    private func skillJSON(_ id: String) throws(Refusal) -> JSONValue {
        PrebuiltSkill.ids.contains(id) ? PrebuiltSkill.json(id) : try skill(id).json
    }

    private func versionJSON(_ version: String, of id: String) throws(Refusal) -> JSONValue {
        if PrebuiltSkill.ids.contains(id), version == "latest" || version == PrebuiltSkill.version {
            return PrebuiltSkill.versionJSON(id)
        }
        let skill = try skill(id)
        if version == "latest", let latest = skill.versions.last { return latest.json(skill: id) }
        return try stored(version, of: skill).json(skill: id)
    }

    private func stored(_ version: String, of skill: ClaudeRecord) throws(Refusal) -> ClaudeRecord.Version {
        try Self.checkVersionID(version)
        guard let found = skill.version(version) else { throw .noClaudeVersion(version, of: skill.id) }
        return found
    }

    /// Ids of today and of the beta are well formed; the beta's numbers are not.
    static func checkVersionID(_ id: String) throws(Refusal) {
        guard id.hasPrefix("skver_") || id.hasPrefix("skill_version_") else {
            throw Refusal(400, "Invalid version id: '\(id)'")
        }
    }

    private func content(of version: String, of id: String) throws(Refusal) -> Reply {
        let skill = try skill(id)
        guard version != "latest" else { throw .latestRefused("downloading", skill) }
        let content = try stored(version, of: skill).content
        var reply = Reply(body: [UInt8](content.archive), contentType: "application/zip")
        reply.headers.set("content-disposition", "attachment; filename*=utf-8''\(content.name).zip")
        return reply
    }

    private func list(_ call: Call) throws(Refusal) -> Reply {
        let limit = try limit(of: call)
        let source = call.query["source"]
        guard source == nil || source == "custom" || source == "anthropic" else {
            throw Refusal(400, "source must be one of custom, anthropic")
        }
        let prebuilt = behavior.listsPrebuilt && source != "custom" ? PrebuiltSkill.ids : []
        let after = try pageItem(of: call)
        var items: [(id: String, json: JSONValue)] = []
        var hasMore = false
        if let after, let index = prebuilt.firstIndex(of: after) {
            items = prebuilt[(index + 1)...].map { ($0, PrebuiltSkill.json($0)) }
        } else {
            if source != "anthropic" {
                let page = try page(after: after, limit: limit)
                items = page.records.map { ($0.id, $0.json) }
                hasMore = page.hasMore
            }
            if !hasMore { items += prebuilt.map { ($0, PrebuiltSkill.json($0)) } }
        }
        return listReply(items, limit: limit, hasMore: hasMore)
    }

    private func page(
        after: String?,
        limit: Int
    ) throws(Refusal) -> (records: [ClaudeRecord], hasMore: Bool) {
        try skills.read { (records) throws(Refusal) in
            if let after, !records.hasSeen(after) { throw .badPage }
            return records.page(after: after, limit: limit, newestFirst: true)
        }
    }

    private func listVersions(of id: String, _ call: Call) throws(Refusal) -> Reply {
        let limit = try limit(of: call)
        if PrebuiltSkill.ids.contains(id) {
            return listReply([(id, PrebuiltSkill.versionJSON(id))], limit: limit, hasMore: false)
        }
        var versions = try skill(id).versions.reversed()[...]
        if let after = try pageItem(of: call) {
            guard let index = versions.firstIndex(where: { $0.id == after }) else { throw .badPage }
            versions = versions[versions.index(after: index)...]
        }
        return listReply(versions.map { ($0.id, $0.json(skill: id)) }, limit: limit, hasMore: false)
    }

    /// One page of `items`; `hasMore` says whether something follows behind all of them.
    private func listReply(_ items: [(id: String, json: JSONValue)], limit: Int, hasMore: Bool) -> Reply {
        let shown = items.prefix(limit)
        let next = hasMore || shown.count < items.count ? shown.last.map { PageToken.after($0.id) } : nil
        return .json(["data": .array(shown.map(\.json)), "next_page": .optional(next)])
    }

    private func pageItem(of call: Call) throws(Refusal) -> String? {
        guard let token = call.query["page"] else { return nil }
        guard let item = PageToken.item(in: token) else { throw .badPage }
        return item
    }

    private func limit(of call: Call) throws(Refusal) -> Int {
        let limit = try call.integer("limit") ?? behavior.defaultPageSize
        guard (1...1000).contains(limit) else { throw Refusal(400, "limit must be between 1 and 1000") }
        return limit
    }
}

extension Refusal {
    static func noClaudeSkill(_ id: String) -> Refusal { Refusal(404, "Skill not found: \(id)") }

    static func noClaudeVersion(_ version: String, of id: String) -> Refusal {
        Refusal(404, "Skill version not found: \(id) version \(version)")
    }

    static let badPage = Refusal(400, "page is not a valid page token.")

    static func latestRefused(_ verb: String, _ skill: ClaudeRecord) -> Refusal {
        Refusal(
            400,
            "'latest' is not accepted when \(verb) a skill version. "
                + "Address a specific version id: \(skill.versions.last?.id ?? "")"
        )
    }
}
