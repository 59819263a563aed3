import Contract

/// What is asked about skills.
extension ChatDialogue {
    func skills(_ filter: ChatSkillFilter) async throws(Problem) -> ChatReply {
        let query = SkillQuery(
            text: filter.query,
            provider: filter.provider.map { ProviderID(rawValue: $0) },
            state: filter.state.flatMap { SkillState(rawValue: $0) },
            page: PageRequest(limit: ChatReply.maximumItems)
        )
        let page = try await plane.skills(query)
        var lines = page.items.map { skill in
            let places = skill.installedOn.map(\.rawValue).joined(separator: ", ")
            return "- \(skill.name)@\(skill.latestVersion)" + (places.isEmpty ? "" : ": \(places)")
        }
        if page.items.isEmpty { lines = [say("There are no such skills.", "해당하는 스킬이 없습니다.")] }
        if page.nextCursor != nil { lines.append("…") }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.skills = page.items
        return reply
    }

    func show(_ name: String) async throws(Problem) -> ChatReply {
        let skill = try await plane.skill(name)
        let installed = try await installations(of: name)
        var lines = [
            // The description is its author's text, and shown as such.
            "\(skill.name)@\(skill.latestVersion) — \"\(skill.description)\"",
            say(
                "\(counted(skill.versionCount, "version")), owner \(skill.owner)",
                "버전 \(skill.versionCount)개, 소유자 \(skill.owner)"
            ),
        ]
        if !skill.tags.isEmpty {
            let tags = skill.tags.joined(separator: ", ")
            lines.append(say("Tags: \(tags)", "태그: \(tags)"))
        }
        if skill.state == .yanked { lines.append(say("Every version is yanked.", "모든 버전이 회수되었습니다.")) }
        lines += places(installed)
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.skills = [skill]
        reply.installations = Array(installed.prefix(ChatReply.maximumItems))
        return reply
    }

    func places(of name: String) async throws(Problem) -> ChatReply {
        let installed = try await installations(of: name)
        var reply = ChatReply(([name] + places(installed)).joined(separator: "\n"))
        reply.installations = Array(installed.prefix(ChatReply.maximumItems))
        return reply
    }

    func status(of name: String) async throws(Problem) -> ChatReply {
        let skill = try await plane.skill(name)
        let installed = try await installations(of: name)
        let runs = try await plane.runs(RunQuery(skill: name, page: PageRequest(limit: 3))).items
        var lines = ["\(skill.name)@\(skill.latestVersion)"] + places(installed)
        if !runs.isEmpty { lines.append(say("Its last runs:", "최근 실행:")) }
        lines += runs.map { say.line(of: $0, at: now) }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.skills = [skill]
        reply.installations = Array(installed.prefix(ChatReply.maximumItems))
        reply.runs = runs
        return reply
    }

    func preflight(_ placement: ChatPlacement) async throws(Problem) -> ChatReply {
        let request = try await PlacementAnswer(self, .install, placement).request()
        var (matrices, lines): ([PreflightMatrix], [String]) = ([], [])
        for selection in request.skills.prefix(ChatReply.maximumItems) {
            let latest: Int
            if let version = selection.version {
                latest = version
            } else {
                latest = try await plane.skill(selection.name).latestVersion
            }
            let matrix = try await plane.preflight(version: latest, of: selection.name)
            let verdicts = matrix.verdicts.filter { request.providers.contains($0.provider) }
            matrices.append(PreflightMatrix(skill: matrix.skill, version: matrix.version, verdicts: verdicts))
            lines.append("\(matrix.skill)@\(matrix.version)")
            lines += verdicts.map { say.line(of: $0) }
        }
        lines += say.more(request.skills.count - matrices.count)
        if lines.isEmpty { lines = [say("There is no skill with that tag.", "그 태그가 붙은 스킬이 없습니다.")] }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.preflights = matrices
        return reply
    }

    private func places(_ installed: [InstallationView]) -> [String] {
        guard !installed.isEmpty else { return [say("It is installed nowhere.", "설치된 곳이 없습니다.")] }
        return installed.prefix(ChatReply.maximumItems).map { place in
            say(
                "- \(place.provider): version \(place.version), \(say.age(of: place.installedAt, at: now))",
                "- \(place.provider): 버전 \(place.version), \(say.age(of: place.installedAt, at: now))"
            )
        } + say.more(installed.count - ChatReply.maximumItems)
    }
}

extension Tongue {
    fileprivate func line(of verdict: PreflightVerdict) -> String {
        let word =
            switch verdict.outcome {
            case .accepted: self("accepted", "가능")
            case .acceptedWithWarnings: self("accepted, with warnings", "가능, 경고 있음")
            case .refused: self("refused", "거부")
            }
        let why = verdict.findings.first.map { " — \($0.message)" } ?? ""
        return "- \(verdict.provider): \(word)\(why)"
    }
}
