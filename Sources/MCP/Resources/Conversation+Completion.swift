import Contract

extension Conversation {
    private static let mostCompletions = 100

    /// Values for the parameters of resource templates.
    func completion(_ request: RPCRequest) async throws -> RPCResult {
        let reference = JSONValue.object(try request.object("ref") ?? [:])
        let argument = JSONValue.object(try request.object("argument") ?? [:])
        guard reference["type"] == "ref/resource", let uri = reference["uri"]?.string,
            let name = argument["name"]?.string, let begun = argument["value"]?.string
        else { throw RPCFailure(.invalidParams, "A resource template and an argument of it are expected.") }
        let forms = ResourceAddress.templates
        guard [forms.skill, forms.version, forms.file, forms.run, forms.published].contains(uri) else {
            throw RPCFailure(.invalidParams, "There is no such resource template.")
        }
        let given = JSONValue.object(try request.object("context") ?? [:])["arguments"]
        let known = try await values(of: name, in: uri, begun, given)
        let fitting = known.filter { $0.hasPrefix(begun) }
        return RPCResult([
            "completion": [
                "values": .array(fitting.prefix(Self.mostCompletions).map { .string($0) }),
                "hasMore": .bool(fitting.count > Self.mostCompletions),
            ]
        ])
    }

    private func values(
        of name: String,
        in template: String,
        _ begun: String,
        _ given: JSONValue?
    ) async throws(Problem) -> [String] {
        let page = PageRequest(limit: PageRequest.maximumLimit)
        let skill = given?["name"]?.string ?? ""
        switch name {
        case "name":
            let text = begun.isEmpty || begun.count > 64 ? nil : begun
            return try await plane.skills(SkillQuery(text: text, page: page)).items.map(\.name)
        case "id": return try await plane.runs(RunQuery(page: page)).items.map(\.id.rawValue)
        case "number":
            return try await plane.versions(of: skill, page: page).items.map { String($0.version) }
        case "path":
            let number =
                if let number = given?["number"]?.string.flatMap({ Int($0) }) {
                    number
                } else {
                    try await plane.skill(skill).latestVersion
                }
            return try await plane.version(number, of: skill).files.map(\.path)
        default: return []
        }
    }
}
