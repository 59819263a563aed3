import Contract
import HTTPTypes

/// A look-alike of the Skill Registry of Google's Agent Platform, `v1beta1`
/// (docs.cloud.google.com/gemini-enterprise-agent-platform/build/skill-registry).
struct GoogleSimulator: VendorSimulator {
    let vendor = SimulatedVendor.google
    let readsBodies = true
    /// By full name: projects and locations exist as soon as somebody names them.
    let skills: Shelf<GoogleRecord>
    let behavior: GoogleBehavior
    let now: @Sendable () -> Timestamp

    func route(of path: [String]) -> String {
        guard path.count >= 6, path[0] == "v1beta1", path[1] == "projects", path[3] == "locations" else {
            return "/" + path.joined(separator: "/")
        }
        var parts = path
        parts[2] = "{project}"
        parts[4] = "{location}"
        if parts.count > 6 { parts[6] = "{skill}" }
        if parts.count > 8 { parts[8] = parts[7] == "operations" ? "{operation}" : "{revision}" }
        return "/" + parts.joined(separator: "/")
    }

    func answer(_ call: Call, operation: OperationScript?) throws(Refusal) -> Reply {
        if case .apiKey = call.credential { throw .unauthorized }
        try call.credential.check()
        let prefix = "/v1beta1/projects/{project}/locations/{location}/"
        let route = route(of: call.path)
        guard route.hasPrefix(prefix) else { throw Refusal(404, "Not found.") }
        let parent = call.path[1...4].joined(separator: "/")
        let name = call.path.dropFirst().prefix(6).joined(separator: "/")
        switch (call.method, route.dropFirst(prefix.count)) {
        case ("POST", "skills"): return try create(in: parent, call, operation)
        case ("GET", "skills"): return try list(in: parent, call)
        case ("GET", "skills:retrieve"): return try retrieve(in: parent, call)
        case ("GET", "skills/{skill}"):
            let withContent = behavior.contentReads.contains(.skill)
            return .json(try settled(name).json(behavior, withContent: withContent))
        case ("PATCH", "skills/{skill}"): return try update(name, call, operation)
        case ("DELETE", "skills/{skill}"): return try delete(name, operation)
        case ("GET", "skills/{skill}/operations/{operation}"): return try poll(call.path[8], of: name)
        case ("GET", "skills/{skill}/revisions"): return try listRevisions(of: name, call)
        case ("GET", "skills/{skill}/revisions/{revision}"): return try revision(call.path[8], of: name)
        default: throw Refusal(404, "Not found.")
        }
    }

    func held() -> [HeldSkill] {
        skills.read { records in records.all.filter(\.isLive).map { $0.held($0.name) } }
    }

    func reset() throws(Refusal) {
        try skills.clear()
    }

    /// The skill after everything that is due has happened to it.
    func settled(_ name: String) throws(Refusal) -> GoogleRecord {
        let time = now()
        guard var record = skills.read({ $0[name] }), record.isLive else { throw .noGoogleSkill(name) }
        if record.hasOpenOperation {
            record = try skills.change { (records) throws(Refusal) in
                guard var record = records[name] else { throw .noGoogleSkill(name) }
                record.settle(at: time, polling: nil, behavior)
                records[name] = record
                return record
            }
        }
        guard record.isLive else { throw .noGoogleSkill(name) }
        return record
    }

    private func poll(_ operation: String, of name: String) throws(Refusal) -> Reply {
        let time = now()
        let found = try skills.change { (records) throws(Refusal) in
            guard var record = records[name], record.operations.contains(where: { $0.id == operation }) else {
                throw Refusal(404, "Operation not found: \(name)/operations/\(operation)")
            }
            if record.hasOpenOperation {
                record.settle(at: time, polling: operation, behavior)
                records[name] = record
            }
            return record.operations.first { $0.id == operation }
        }
        return .json(found?.json(of: name) ?? .null)
    }

    private func list(in parent: String, _ call: Call) throws(Refusal) -> Reply {
        let size = try pageSize(of: call)
        let after = try pageToken(of: call)
        for open in skills.read({ $0.all.filter { $0.isLive && $0.hasOpenOperation }.map(\.name) }) {
            // Deleted by what was due: then it is simply not listed.
            _ = try? settled(open)
        }
        let page = try skills.read { (records) throws(Refusal) in
            if let after, !records.hasSeen(after) { throw .badPageToken }
            return records.page(after: after, limit: size, newestFirst: false) {
                $0.isLive && $0.name.hasPrefix(parent + "/")
            }
        }
        let withContent = behavior.contentReads.contains(.list)
        return listReply(
            "skills",
            page.records.map { $0.json(behavior, withContent: withContent) },
            next: page.hasMore ? page.records.last?.name : nil
        )
    }

    private func listRevisions(of name: String, _ call: Call) throws(Refusal) -> Reply {
        let size = try pageSize(of: call)
        let after = try pageToken(of: call)
        let record = try settled(name)
        var rest = record.revisions.reversed()[...]
        if let after {
            guard let index = rest.firstIndex(where: { String($0.number) == after }) else {
                throw .badPageToken
            }
            rest = rest[rest.index(after: index)...]
        }
        let shown = rest.prefix(size)
        return listReply(
            "skillRevisions",
            shown.map { record.revisionJSON($0, behavior) },
            next: shown.count < rest.count ? shown.last.map { String($0.number) } : nil
        )
    }

    private func revision(_ number: String, of name: String) throws(Refusal) -> Reply {
        let record = try settled(name)
        guard let revision = record.revisions.first(where: { String($0.number) == number }) else {
            throw Refusal(404, "SkillRevision not found: \(name)/revisions/\(number)")
        }
        return .json(record.revisionJSON(revision, behavior))
    }

    /// Finds by words where the vendor finds by meaning: skills with more words of the query come first.
    private func retrieve(in parent: String, _ call: Call) throws(Refusal) -> Reply {
        let limit = try call.integer("topK") ?? 10
        guard (1...100).contains(limit) else { throw Refusal(400, "topK must be between 1 and 100.") }
        let words = (call.query["query"] ?? "").lowercased().split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { throw Refusal(400, "query is required.") }
        let live = skills.read { records in
            records.all.filter { $0.isLive && $0.state == .active && $0.name.hasPrefix(parent + "/") }
        }
        let scored = live.map { record in
            let text = "\(record.name) \(record.displayName) \(record.description)".lowercased()
            return (record: record, score: words.count { text.contains($0) })
        }
        let found = scored.filter { $0.score > 0 }.sorted { $0.score > $1.score }.prefix(limit)
        return listReply(
            "retrievedSkills",
            found.map { item in
                ["skillName": .string(item.record.name), "description": .string(item.record.description)]
            },
            next: nil
        )
    }

    /// As protocol buffers write it: what is empty is left out.
    private func listReply(_ key: String, _ items: [JSONValue], next: String?) -> Reply {
        var members: [String: JSONValue] = [:]
        if !items.isEmpty { members[key] = .array(items) }
        if let next { members["nextPageToken"] = .string(PageToken.after(next)) }
        return .json(.object(members))
    }

    private func pageSize(of call: Call) throws(Refusal) -> Int {
        let size = try call.integer("pageSize") ?? 0
        guard size >= 0 else { throw Refusal(400, "pageSize must not be negative.") }
        return size == 0 ? behavior.defaultPageSize : min(size, behavior.maximumPageSize)
    }

    private func pageToken(of call: Call) throws(Refusal) -> String? {
        guard let token = call.query["pageToken"], !token.isEmpty else { return nil }
        guard let item = PageToken.item(in: token) else { throw .badPageToken }
        return item
    }
}

extension Refusal {
    static func noGoogleSkill(_ name: String) -> Refusal { Refusal(404, "Skill not found: \(name)") }

    static let badPageToken = Refusal(400, "The page token is not valid.")
}
