import Contract

extension Conversation {
    /// Where a page of resources begins.
    private enum Place {
        case skills(cursor: String?)
        /// Only the newest: older ones are found by their id.
        case runs

        init(_ cursor: String?) throws(RPCFailure) {
            switch cursor {
            case nil: self = .skills(cursor: nil)
            case "runs"?: self = .runs
            case let text? where text.hasPrefix("skills:"): self = .skills(cursor: String(text.dropFirst(7)))
            case _?: throw RPCFailure(.invalidParams, "This cursor is none of this list.")
            }
        }
    }

    /// How many skills stand on a page; each is looked at one by one.
    static let skillsPerPage = 20
    private static let newestRuns = 50

    /// Skills by name, each with its instructions where agents may use it, and then the newest runs.
    func resources(_ request: RPCRequest) async throws -> RPCResult {
        switch try Place(try request.cursor()) {
        case .skills(let cursor):
            let page = try await plane.skills(
                SkillQuery(page: .init(limit: Self.skillsPerPage, cursor: cursor))
            )
            var resources: [JSONValue] = []
            for skill in page.items {
                resources.append(Self.resource(skill))
                if try await publishedVersion(of: skill) != nil { resources.append(Self.manifest(of: skill)) }
            }
            return Self.list(resources, then: page.nextCursor.map { "skills:" + $0 } ?? "runs")
        case .runs:
            let page = try await plane.runs(RunQuery(page: .init(limit: Self.newestRuns)))
            return Self.list(page.items.map(Self.resource), then: nil)
        }
    }

    private static func list(_ resources: [JSONValue], then cursor: String?) -> RPCResult {
        var members: [String: JSONValue] = ["resources": .array(resources)]
        members["nextCursor"] = cursor.map { .string($0) }
        return RPCResult(members, freshFor: .seconds(10))
    }

    private static func resource(_ skill: SkillView) -> JSONValue {
        [
            "uri": .string(ResourceAddress.skill(skill.name).uri), "name": .string(skill.name),
            "description": .string(skill.description), "mimeType": "application/json",
            "annotations": ["lastModified": .string(skill.updatedAt.description)],
        ]
    }

    private static func manifest(of skill: SkillView) -> JSONValue {
        let address = ResourceAddress.published(file: ResourceAddress.manifest, of: skill.name)
        return [
            "uri": .string(address.uri), "name": .string(skill.name),
            "description": .string(skill.description),
            "mimeType": "text/markdown",
            "annotations": ["lastModified": .string(skill.updatedAt.description)],
        ]
    }

    private static func resource(_ run: RunView) -> JSONValue {
        [
            "uri": .string(ResourceAddress.run(run.id).uri), "name": .string("run \(run.id)"),
            "description": .string("\(run.kind.rawValue), \(run.status.rawValue), \(run.createdAt)"),
            "mimeType": "application/json",
        ]
    }

    /// The forms of every URI that can be read here.
    func resourceTemplates(_ request: RPCRequest) throws(RPCFailure) -> RPCResult {
        guard try request.cursor() == nil else {
            throw RPCFailure(.invalidParams, "All templates stand on the first page.")
        }
        let forms = ResourceAddress.templates
        func template(_ uri: String, _ name: String, _ description: String, _ type: String?) -> JSONValue {
            var members: [String: JSONValue] = [
                "uriTemplate": .string(uri), "name": .string(name), "description": .string(description),
            ]
            members["mimeType"] = type.map { .string($0) }
            return .object(members)
        }
        let json = "application/json"
        let templates = [
            template(forms.skill, "skill", words.skillTemplate, json),
            template(forms.version, "version", words.versionTemplate, json),
            template(forms.file, "file", words.fileTemplate, nil),
            template(forms.run, "run", words.runTemplate, json),
            template(forms.published, "published file", words.publishedTemplate, nil),
        ]
        var result = RPCResult(["resourceTemplates": .array(templates)], freshFor: .seconds(3600))
        result.isPublic = language == nil
        return result
    }
}
