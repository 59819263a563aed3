package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func registerSkill(_ upload: SkillUpload) async throws(Problem) -> SkillRegistration {
        try await send(SkillForm(upload).command("/api/skills"))
    }

    package func importSkill(_ request: SkillImport) async throws(Problem) -> SkillRegistration {
        var command = try Command.send(.POST, "/api/skills/import", request)
        // It takes the server as long as fetching does.
        command.isUpload = true
        return try await send(command)
    }

    package func checkSkill(_ upload: SkillUpload) async throws(Problem) -> SkillCheckReport {
        try await send(SkillForm(upload).command("/api/skills/check"))
    }

    package func skills(_ query: SkillQuery) async throws(Problem) -> Page<SkillView> {
        try await send(.get(Address.query("/api/skills", query.parameters)))
    }

    package func skill(_ name: String) async throws(Problem) -> SkillView {
        try await send(.get(Address.path("api", "skills", name)))
    }

    package func versions(of skill: String, page: PageRequest) async throws(Problem) -> Page<SkillVersionView>
    {
        let path = Address.path("api", "skills", skill, "versions")
        return try await send(.get(Address.query(path, page.parameters)))
    }

    package func version(_ number: Int, of skill: String) async throws(Problem) -> SkillVersionView {
        try await send(.get(path(number, skill)))
    }

    package func archive(ofVersion number: Int, of skill: String) async throws(Problem) -> SkillArchive {
        let reply = try await reply(to: .get(path(number, skill) + "/content"))
        let tag = reply.headers.first(name: "etag") ?? ""
        let disposition = reply.headers.first(name: "content-disposition") ?? ""
        return SkillArchive(
            filename: quoted(disposition) ?? "\(skill)-\(number).zip",
            digest: quoted(tag) ?? "",
            bytes: reply.bytes
        )
    }

    package func file(_ path: String, ofVersion number: Int, of skill: String) async throws(Problem)
        -> SkillFile
    {
        let address = Address.query(self.path(number, skill) + "/file", [("path", path)])
        let reply = try await reply(to: .get(address))
        let file = BundleFileView(
            path: path,
            size: reply.bytes.count,
            sha256: quoted(reply.headers.first(name: "etag") ?? "") ?? "",
            executable: reply.headers.first(name: "x-skillyard-executable") == "true"
        )
        return SkillFile(file: file, bytes: reply.bytes)
    }

    package func preflight(version number: Int, of skill: String) async throws(Problem) -> PreflightMatrix {
        try await send(.get(path(number, skill) + "/preflight"))
    }

    package func yank(
        version number: Int,
        of skill: String,
        reason: String,
        if precondition: Precondition
    ) async throws(Problem) -> SkillVersionView {
        let command: Command = try .send(.DELETE, path(number, skill), ["reason": reason])
        return try await send(command.on(precondition))
    }

    private func path(_ number: Int, _ skill: String) -> String {
        Address.path("api", "skills", skill, "versions", String(number))
    }
}

extension SkillQuery {
    var parameters: [(name: String, value: String?)] {
        let own: [(name: String, value: String?)] = [
            ("q", text), ("provider", provider?.rawValue), ("state", state?.rawValue),
            ("tag", tag), ("owner", owner), ("order", order.rawValue),
        ]
        return own + page.parameters
    }
}
