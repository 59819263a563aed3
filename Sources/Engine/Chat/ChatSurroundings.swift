import Chat
import Contract
import Domain
import Store

/// What a line of chat may speak of, as its speaker may see it.
struct ChatSurroundings: Sendable {
    /// Runs of each kind that are looked up.
    private static let maximumRuns = 50
    private static let maximumAlerts = 50
    /// Ids that a line names in full.
    private static let maximumNamed = 5

    let context: ChatContext
    let skills: ChatSkills
    /// What "last" can mean, the one spoken of last first.
    let threadRuns: [RunID]
    /// What a run or an alert is called in a choice, by the name that the context has for it.
    let labels: [String: String]

    /// What is looked for.
    struct Request: Sendable {
        let line: String
        let language: ChatLanguage
        let thread: ChatThreadID?
        let about: RunID?
        let speaker: Caller
        let now: Timestamp
        let utcOffset: UTCOffset?
    }

    /// Reads with few statements, whatever the line says.
    init(_ request: Request, _ desk: ChatDesk, _ connection: any Connection) throws {
        let (now, speaker) = (request.now, request.speaker)
        let spoken =
            try request.thread.map { try ChatTable(connection).runs(of: $0, limit: Self.maximumRuns) } ?? []
        let runs = try Runs(request, spoken, connection)
        threadRuns = runs.threadRuns
        let alerts = try AlertTable(connection).list(
            AlertQuery(state: .open, page: PageRequest(limit: Self.maximumAlerts)),
            at: now
        ).items

        var context = ChatContext()
        context.now = request.utcOffset?.text(of: now) ?? now.description
        context.user = speaker.name
        context.users = try Self.people(speaker, runs.all, connection)
        context.runStatuses = RunStatus.allCases.map(\.rawValue)
        context.providers = try ProviderTable(connection).readable().map { provider in
            let client = provider.settings.kind == .folder ? provider.settings.options["client"] : nil
            return .init(id: provider.id.rawValue, kind: client ?? provider.settings.kind.rawValue)
        }
        skills = try desk.skills(connection)
        context.runs = try runs.entries(connection)
        context.alerts = alerts.map(ChatContext.Alert.init)
        context.last = runs.threadRuns.first?.rawValue
        context.about = runs.about?.rawValue
        self.context = context

        let replies = ChatReplies(in: request.language)
        var labels = Dictionary(
            uniqueKeysWithValues: runs.all.map { ($0.id.rawValue, replies.label(of: $0, at: now)) }
        )
        for alert in alerts { labels[alert.id.short] = replies.label(of: alert) }
        self.labels = labels
    }

    /// Whoever may see what everybody did may ask for anybody.
    private static func people(
        _ speaker: Caller,
        _ runs: [RunView],
        _ connection: any Connection
    ) throws -> [String] {
        var names = Set(runs.map(\.requestedBy))
        if speaker.denial(of: .readWholeAudit) == nil {
            names.formUnion(try AccountTable(connection).all().map(\.name))
            names.formUnion(try TokenTable(connection).all().filter { $0.accountID == nil }.map(\.name))
        }
        names.insert(speaker.name)
        return names.sorted()
    }

    private struct Runs {
        private(set) var all: [RunView] = []
        let threadRuns: [RunID]
        let about: RunID?
        private let own: Set<RunID>
        private let now: Timestamp

        init(_ request: Request, _ spoken: [RunID], _ connection: any Connection) throws {
            now = request.now
            let table = RunTable(connection)
            let page = PageRequest(limit: maximumRuns)
            let mine = try table.list(RunQuery(requestedBy: request.speaker.name, page: page)).items
            let newest = try table.list(RunQuery(page: page)).items
            let waiting = try table.list(RunQuery(approval: .pending, page: page)).items
            let named = try table.all(
                of: spoken + Self.ids(in: request.line) + [request.about].compactMap(\.self)
            )
            let isAboutKnown = request.about.map { named[$0] != nil } ?? false
            about = isAboutKnown ? request.about : nil
            let about = about
            threadRuns = [about].compactMap(\.self) + spoken.filter { $0 != about && named[$0] != nil }
            own = Set(threadRuns + mine.map(\.id))
            var seen: Set<RunID> = []
            for run in mine + newest + waiting + named.values.sorted(by: { $0.id < $1.id })
            where seen.insert(run.id).inserted { all.append(run) }
        }

        /// As the grammar knows them: those of the thread are the speaker's, whoever asked for them.
        func entries(_ connection: any Connection) throws -> [ChatContext.Run] {
            // A run of thousands is hardly of one skill.
            let small = all.filter { $0.counts.total <= 200 }.map(\.id)
            let skills = try ChatNames(connection).skills(of: small)
            return all.map { run in
                ChatContext.Run(
                    id: run.id.rawValue,
                    short: run.id.short,
                    status: run.status.rawValue,
                    action: run.kind.rawValue,
                    skill: skills[run.id],
                    age: Double((now - run.createdAt).wholeMicroseconds) / 60_000_000,
                    by: own.contains(run.id) ? nil : run.requestedBy
                )
            }
        }

        /// UUIDs that stand in the line.
        private static func ids(in line: String) -> [RunID] {
            let words = line.split { !($0.isHexDigit || $0 == "-") }
            return words.filter { $0.count == 36 }.prefix(maximumNamed).map {
                RunID(rawValue: $0.lowercased())
            }
        }
    }
}

extension ChatContext.Alert {
    fileprivate init(_ alert: AlertView) {
        self.init(
            id: alert.id.rawValue,
            short: alert.id.short,
            severity: alert.severity.rawValue,
            subject: alert.cause.provider?.rawValue,
            state: alert.state.rawValue
        )
    }
}

extension Identifier {
    /// As pages show it.
    fileprivate var short: String { String(rawValue.suffix(8)) }
}
