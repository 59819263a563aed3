extension WebSite {
    static let skillRoutes: [Route] =
        [
            .get("/skills", skillList),
            .post("/skills", registerSkill),
            .post("/skills/check", checkSkill),
            .get("/skills/new", newSkill),
            .get("/skills/{name}", skillOverview),
            .get("/skills/{name}/overview", skillOverview),
            .get("/skills/{name}/files", skillFiles),
            .get("/skills/{name}/versions", skillVersions),
            .get("/skills/{name}/installed", skillInstalled),
            .get("/skills/{name}/runs", skillRuns),
            .get("/skills/{name}/versions/{number}/zip", skillArchive),
            .get("/skills/{name}/versions/{number}/file", skillFileDownload),
            .get("/skills/{name}/versions/{number}/yank", yankForm),
            .post("/skills/{name}/versions/{number}/yank", yankVersion),
        ] + waiverRoutes
}

/// The pages of one skill, as its tabs name them.
enum SkillTab: String, CaseIterable, Sendable {
    case overview
    case files
    case versions
    case installed
    case runs
}

/// Where the pages of one skill are.
struct SkillAddress: Sendable {
    let name: String

    /// - Parameters:
    ///   - tab: The page.
    ///   - version: Nil for the newest.
    /// - Returns: Where it is.
    func page(_ tab: SkillTab, version: Int? = nil) -> Address {
        // A skill may be called "new", which is the address of the form.
        let isPlain = tab == .overview && name != "new"
        let path = isPlain ? "/skills/\(name)" : "/skills/\(name)/\(tab.rawValue)"
        return Address(path, ["version": version.map(String.init)])
    }

    func file(_ path: String, version: Int) -> Address {
        page(.files, version: version).with("path", path)
    }

    func of(version: Int, _ what: String) -> Address {
        Address("/skills/\(name)/versions/\(version)/\(what)")
    }

    var install: Address { Address("/install", ["skill": name]) }
}
