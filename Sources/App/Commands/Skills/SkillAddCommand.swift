import ArgumentParser
import Contract
import Proofs

/// Which skills of this machine to send.
struct SkillSourceOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Archives (.zip, .skill, .tar, .tar.gz), folders or SKILL.md files; `add` also takes https:// addresses.",
            valueName: "path"
        )
    )
    var paths: [String] = []

    @Option(help: ArgumentHelp("Also every folder below this one that has a SKILL.md.", valueName: "folder"))
    var recursive: [String] = []

    func validate() throws {
        if paths.isEmpty && recursive.isEmpty {
            throw ValidationError("Name a skill, or --recursive FOLDER.")
        }
    }

    func sources(_ context: CommandContext) throws(Problem) -> [SkillSource] {
        var sources = paths.map { SkillSource(path: $0) }
        for folder in recursive {
            let found = try SkillSource.all(below: folder)
            if found.isEmpty {
                throw Problem(
                    file: folder,
                    "No folder in it has a SKILL.md.",
                    fix: "Name the folder above your skills."
                )
            }
            sources += found
        }
        return sources
    }
}

struct SkillAddCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Register skills; the same content again changes nothing.",
        discussion: """
            Several at once: one line each, and with --json a list of what became of each. An https:// address is \
            fetched by the server, where it allows that (--url-import).
            """
    )

    @OptionGroup var sources: SkillSourceOptions
    @Option(help: ArgumentHelp("Replace the skill's tags; repeat for several.", valueName: "tag"))
    var tag: [String] = []
    @Option(help: ArgumentHelp("Sign with this Ed25519 private key (PEM).", valueName: "file"))
    var key: String?
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard key != nil, sources.paths.contains(where: { SkillSource(path: $0).isAddress }) else { return }
        throw ValidationError("--key signs what is here: sign what the server fetched with `skill sign`.")
    }

    func run(_ session: Session) async throws {
        let sources = try sources.sources(session.context)
        if sources.count == 1, let source = sources.first {
            let registration = try await register(source, session)
            let scan = session.json ? nil : await scan(registration, session)
            return try session.show(registration) { console in
                console.print(registration.line(console.style))
                console.print(registration.version.findings.flatMap { $0.lines(console.style) })
                console.print(scan?.lines(console.style) ?? [])
            }
        }
        try await addAll(sources, session)
    }

    private func register(_ source: SkillSource, _ session: Session) async throws(Problem)
        -> SkillRegistration
    {
        let tags = tag.isEmpty ? nil : tag
        if source.isAddress {
            return try await session.plane.importSkill(SkillImport(url: source.path, tags: tags))
        }
        let upload = try source.upload(tags: tags)
        guard let key else { return try await session.plane.registerSkill(upload) }
        return try await session.plane.registerSkill(try upload.signed(with: SigningKey(file: key)))
    }

    private func show(_ registration: SkillRegistration, _ session: Session) async {
        let style = session.console.style
        let verdict = await scan(registration, session)?.verdict ?? .clean
        let scan = verdict == .clean ? "" : ", scan \(verdict.word(style))"
        session.console.print(registration.line(style) + scan)
    }

    /// Nil where it cannot be had: the skill is registered nevertheless, and a plan looks at the scan again.
    private func scan(_ registration: SkillRegistration, _ session: Session) async -> SkillScan? {
        try? await session.plane.scan(version: registration.version.version, of: registration.version.skill)
    }

    /// One broken skill does not keep the others out.
    private func addAll(_ sources: [SkillSource], _ session: Session) async throws {
        var report = SkillAddReport()
        for source in sources {
            do throws(Problem) {
                let registration = try await register(source, session)
                report.items.append(.init(path: source.path, registration: registration, problem: nil))
                if !session.json { await show(registration, session) }
            } catch {
                // Without a server or a token the rest would fail alike.
                if [.failure, .denied].contains(CommandStatus(error)) { throw error }
                report.items.append(.init(path: source.path, registration: nil, problem: error))
                session.console.note(source.path.terminalSafe)
                for line in error.lines(session.console.style) { session.console.note("  " + line) }
            }
        }
        try session.show(report) { console in
            console.note(report.summary)
            console.note(ScanReport.notice)
        }
        try CommandStatus(succeeded: report.items.count - report.failed, failed: report.failed).end()
    }
}

/// What became of several skills that were added together.
struct SkillAddReport: Codable, Equatable, Sendable {
    /// Exactly one of `registration` and `problem` is there.
    struct Item: Codable, Equatable, Sendable {
        let path: String
        let registration: SkillRegistration?
        let problem: Problem?
    }

    var items: [Item] = []

    var failed: Int { items.count { $0.problem != nil } }

    var summary: String {
        let new = items.count { $0.registration?.created == true }
        let known = items.count - new - failed
        return "\(counted(items.count, "skill")): \(new) new, \(known) already registered, \(failed) refused"
    }
}

extension SkillRegistration {
    func line(_ style: Style) -> String {
        let word = created ? style("added", .good) : style("already registered", .quiet)
        let warnings = version.findings.isEmpty ? "" : ", " + counted(version.findings.count, "warning")
        let target = "\(version.skill)@\(version.version)".terminalSafe
        return
            "\(target)  \(word)  \(counted(version.fileCount, "file")), \(byteCount(version.size))\(warnings)"
    }
}
