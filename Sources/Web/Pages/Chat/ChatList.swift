import Contract

/// What an answer lists, as short as it can be with everything behind links: template `chat/list`.
struct ChatList: Sendable {
    struct Item: Sendable {
        let href: String?
        let label: String
        var chips: [Chip] = []
        var note: String?
        var when: Moment?
        var findings: [FindingLine] = []
        var hasFindings = false
    }

    let name: String
    let items: [Item]
    /// Where all of them are, when these are only the first.
    let more: String?

    /// - Returns: Nil for nothing.
    private init?(_ name: String, _ items: [Item], all: String? = nil) {
        guard !items.isEmpty else { return nil }
        self.name = name
        self.items = items
        more = items.count < ChatReply.maximumItems ? nil : all
    }

    /// Everything that a turn's answer lists, but the run that it shows as a card.
    static func all(in turn: ChatTurn, _ scene: ChatScene) -> [ChatList] {
        let (reply, words) = (turn.reply, scene.words)
        let runs = (reply.runs ?? []).filter { $0.id != turn.run?.id }
        return [
            ChatList(words["nav.runs"], runs.map { Item($0, scene) }, all: turn.runsAddress),
            ChatList(
                words["nav.skills"],
                (reply.skills ?? []).map { Item($0, words) },
                all: turn.skillsAddress
            ),
            ChatList(words["chat.installations"], (reply.installations ?? []).map { Item($0, scene) }),
            ChatList(words["nav.providers"], (reply.providers ?? []).map { Item($0, words) }),
            ChatList(words["nav.alerts"], (reply.alerts ?? []).map { Item($0, scene) }, all: "/alerts"),
            ChatList(words["nav.audit"], (reply.audit ?? []).map { Item($0, scene) }, all: "/audit"),
            ChatList(words["chat.preflights"], (reply.preflights ?? []).flatMap { Self.verdicts($0, scene) }),
            ChatList(words["chat.commands"], (reply.commands ?? []).map(Item.init)),
        ].compactMap(\.self)
    }

    private static func verdicts(_ matrix: PreflightMatrix, _ scene: ChatScene) -> [Item] {
        matrix.verdicts.map { verdict in
            Item(
                href: SkillAddress(name: matrix.skill).page(.overview, version: matrix.version).text,
                label: "\(matrix.skill) v\(matrix.version) → \(scene.providers[verdict.provider])",
                chips: [Chip(verdict.outcome, scene.words)],
                findings: verdict.findings.map { FindingLine($0, scene.words) },
                hasFindings: !verdict.findings.isEmpty
            )
        }
    }
}

extension ChatTurn {
    /// The page of runs that is narrowed to the same.
    fileprivate var runsAddress: String {
        guard case .listRuns(let filter)? = command else { return "/runs" }
        return Address("/runs", ["status": filter.status, "provider": filter.provider]).text
    }

    fileprivate var skillsAddress: String {
        guard case .listSkills(let filter)? = command else { return "/skills" }
        return Address(
            "/skills",
            ["q": filter.query, "provider": filter.provider, "state": filter.state]
        ).text
    }
}

extension ChatList.Item {
    fileprivate init(_ run: RunView, _ scene: ChatScene) {
        let row = RunRow(run, scene.visit)
        self.init(
            href: row.href,
            label: "\(row.kind) \(row.short)",
            chips: [row.chip] + (row.approval.map { [$0] } ?? []),
            note: row.counts.words,
            when: row.when
        )
    }

    fileprivate init(_ skill: SkillView, _ words: Words) {
        self.init(
            href: SkillAddress(name: skill.name).page(.overview).text,
            label: skill.name,
            chips: skill.state == .active ? [] : [Chip(skill.state, words)],
            note: words["skills.version_n", ["version": String(skill.latestVersion)]] + " · "
                + skill.description
        )
    }

    fileprivate init(_ installation: InstallationView, _ scene: ChatScene) {
        let version = installation.version
        self.init(
            href: SkillAddress(name: installation.skill).page(.overview, version: version).text,
            label: "\(installation.skill) v\(version) → \(scene.providers[installation.provider])",
            when: scene.visit.moment(installation.installedAt)
        )
    }

    fileprivate init(_ provider: ProviderView, _ words: Words) {
        self.init(
            href: "/providers/\(percentEncoded(provider.id.rawValue))",
            label: provider.settings.displayName,
            chips: [Chip(health: provider, words)]
        )
    }

    fileprivate init(_ alert: AlertView, _ scene: ChatScene) {
        let words = scene.words
        self.init(
            href: alert.path,
            label: scene.visit.title(of: alert, scene.providers),
            chips: [Chip(alert.severity, words), Chip(alert.state, words)],
            note: words.counted("alerts.seen", alert.count),
            when: scene.visit.moment(alert.lastAt)
        )
    }

    fileprivate init(_ entry: AuditEntryView, _ scene: ChatScene) {
        self.init(
            href: Address("/audit", ["actor": entry.actor, "action": entry.action]).text,
            label: entry.action,
            note: "\(entry.actor) · \(entry.subject) · \(entry.outcome)",
            when: scene.visit.moment(entry.at)
        )
    }

    fileprivate init(_ command: ChatCommandHelp) {
        let examples = command.examples.map { "“\($0)”" }.joined(separator: ", ")
        self.init(
            href: nil,
            label: command.word,
            note: [command.summary, examples].filter { !$0.isEmpty }.joined(separator: " ")
        )
    }
}
